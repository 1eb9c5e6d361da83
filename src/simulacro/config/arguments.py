"""What several commands take on their line, and words that are more than text."""

import argparse
import datetime as dt
from pathlib import Path

from simulacro.config.language import gettext as _

HOURS_OF_A_WEEK = 168
HIGHEST_PORT = 65_535


def add_passphrase_file(parser: argparse.ArgumentParser) -> None:
    """Where the passphrase is read from: never an argument, which every process list shows."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar=_("FILE"),
        help=_("the file whose first line is the passphrase; else it is asked for"),
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("answer for programs"))


def day(text: str) -> dt.date:
    """A date as 2026-11-22."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("“%(word)s” is not a date; write it as 2026-11-22") % {"word": text}
        ) from None


def hour_of_the_week(text: str) -> int:
    """An hour, 0 to 167 from Monday 00:00."""
    if text.isascii() and text.isdigit() and int(text[:4]) < HOURS_OF_A_WEEK:
        return int(text)
    raise argparse.ArgumentTypeError(
        _("“%(word)s” is no hour of the week: 0 is Monday 00:00, 167 Sunday 23:00") % {"word": text}
    )


def port(text: str) -> int:
    """A port of this machine; 0 is any that is free."""
    if text.isascii() and text.isdigit() and int(text[:6]) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(
        _("“%(word)s” is no port: write a number up to 65535") % {"word": text}
    )
