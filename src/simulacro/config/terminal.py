"""What a command says: to people on stdout and stderr, to programs as JSON."""

import errno
import getpass
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from simulacro.config.language import gettext as _

# Controls, marks of direction, halves of letters, ends of lines. The joiners are within letters.
_MOVING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS: Final = "\u200c\u200d"
_held: ContextVar[list[dict[str, str | int]] | None] = ContextVar("held", default=None)


def why(problem: OSError) -> str:
    """Why a file could not be read or written, in the chosen language."""
    return in_words(problem.strerror or type(problem).__name__)


def in_words(reason: str) -> str:
    """What the system says of a file, in the chosen language; the rarest as it says it.

    >>> in_words("Bad file descriptor")
    'Bad file descriptor'
    """
    words = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOTDIR: _("its folder is a file"),
        errno.EACCES: _("this user may not"),
        errno.EPERM: _("this user may not"),
        errno.EROFS: _("the disk may only be read"),
        errno.ENOSPC: _("the disk is full"),
    }
    return next((said for code, said in words.items() if os.strerror(code) == reason), reason)


class NoMoreInput(Exception):
    """The person ended the input (Ctrl-D) where an answer was asked for."""


def ask(question: str) -> str | None:
    """The answer that a person types; None where they end the input instead."""
    with _line_ended():
        try:
            return input(question)
        except EOFError:
            print(file=sys.stderr)
            return None


def ask_unseen(question: str) -> str:
    """The answer that a person types without its showing. Raises NoMoreInput."""
    with _line_ended():
        try:
            return getpass.getpass(question)
        except EOFError:
            print(file=sys.stderr)
            raise NoMoreInput from None


@contextmanager
def _line_ended() -> Iterator[None]:
    """Whoever presses Ctrl-C at a question reads what is said next on a line of its own."""
    try:
        yield
    except KeyboardInterrupt:
        print(file=sys.stderr)
        raise


def plain(text: str) -> str:
    """A text from elsewhere as one line that moves and colours nothing: what would is escaped.

    >>> plain("Ada\\x1b[31m\\nBanco: good")
    'Ada\\\\x1b[31m\\\\nBanco: good'
    """
    return "".join(
        letter.encode("unicode_escape").decode()
        if unicodedata.category(letter) in _MOVING and letter not in _JOINERS
        else letter
        for letter in text
    )


def say(text: str) -> None:
    """Print an answer on stdout."""
    print(text)


def complain(text: str, *, code: str = "refused", **facts: str | int) -> None:
    """Print what went wrong, and the way out, on stderr; a program gets ``code`` and facts too."""
    held = _held.get()
    if held is None:
        print(text, file=sys.stderr)
    else:
        held.append({"code": code, "wrong": text, **facts})


@contextmanager
def complaints_held(*, hold: bool) -> Iterator[list[dict[str, str | int]]]:
    """While a program waits for JSON, complaints are gathered in the list instead of printed."""
    held: list[dict[str, str | int]] = []
    token = _held.set(held if hold else None)
    try:
        yield held
    finally:
        _held.reset(token)


def let_go(held: Sequence[dict[str, str | int]], *, refused: bool) -> None:
    """Say what was held back: as the answer where the input was refused, else on stderr."""
    if held and refused:
        say_json({"mistakes": list(held)})
        return
    for complaint in held:
        complain(str(complaint["wrong"]))


def say_json(values: Any) -> None:
    """Print an answer for a program, letters as they are."""
    print(json.dumps(values, ensure_ascii=False, indent=2))


def columns(rows: Sequence[Sequence[str]], *, texts: int = 1, indent: str = "  ") -> list[str]:
    """Rows of cells as aligned lines: the first ``texts`` cells to the left, figures to the right.

    >>> columns([("Client", "Channels"), ("Panadería Alba", "2")])
    ['  Client          Channels', '  Panadería Alba         2']
    """
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    return [
        indent
        + "  ".join(
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in rows
    ]


def complain_of_all(mistakes: Iterable[Any], *, as_json: bool, ending: str) -> int:
    """Print every mistake of bad input and return its exit code, 2.

    Each mistake prints itself by `str`, and as JSON by its `as_dict`.
    """
    found = list(mistakes)
    if as_json:
        say_json({"mistakes": [mistake.as_dict() for mistake in found]})
    else:
        for mistake in found:
            complain(str(mistake))
        complain(ending)
    return 2
