"""simulacro doctor: is this installation sound? What is wrong, and what to do."""

import argparse

from simulacro.config.cli import set_up_django
from simulacro.config.language import gettext as _
from simulacro.config.terminal import say, say_json

SIGNS = {"ok": "✓", "note": "·", "found": "✗"}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("doctor", help=_("look whether this installation is sound"))
    parser.add_argument("--json", action="store_true", help=_("answer for programs"))


def run(args: argparse.Namespace) -> int:
    set_up_django()
    from simulacro.config.health import State, examine

    findings = examine()
    if args.json:
        say_json(
            {"checks": [{"check": f.check, "state": f.state, "text": f.text} for f in findings]}
        )
    else:
        for finding in findings:
            say(f"{SIGNS[finding.state]} {finding.check:11} {finding.text}")
    return 1 if any(finding.state is State.FOUND for finding in findings) else 0
