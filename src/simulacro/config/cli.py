"""The command `simulacro`: a thin door to the same services as the pages.

Each module of `simulacro.config.commands` is one command. It has

    def add_parser(subparsers) -> None     # declares its arguments
    def run(args: argparse.Namespace) -> int

and is imported only when it is asked for, so that `--help` and the commands
without a database start at once. Exit codes: 0 all is well, 1 something was
found, 2 bad input.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from simulacro import __version__
from simulacro.config.environment import BadSetting
from simulacro.config.language import gettext as _
from simulacro.config.language import translate_argparse
from simulacro.config.terminal import complain, complaints_held, let_go

# The order is the order of the help text.
COMMANDS: tuple[str, ...] = (
    "serve",
    "worker",
    "demo",
    "access",
    "cover",
    "audit",
    "inventory",
    "passwords",
    "report",
    "pack",
    "backup",
    "restore",
    "user",
    "keys",
    "doctor",
    "completion",
)


FOUND = 1
REFUSED = 2


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; with `only`, just that command's module is imported."""
    translate_argparse()
    parser = argparse.ArgumentParser(
        prog="simulacro",
        description=_("Prevent a social-media crisis, ride it and learn from it."),
        epilog=_("Exit codes: 0 all is well, 1 something was found, 2 bad input."),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"simulacro {__version__}",
        help=_("show the version and exit"),
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    for name in COMMANDS if only is None else (only,):
        importlib.import_module(f"simulacro.config.commands.{name}").add_parser(subparsers)
    return parser


def set_up_django() -> None:
    """Load settings and apps; for the commands which need them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simulacro.config.settings")
    import django

    django.setup()


def run(command: ModuleType, args: argparse.Namespace) -> int:
    """Run a command; an installation that is not ready for it is one sentence."""
    try:
        code: int = command.run(args)
    except BadSetting as problem:
        complain(str(problem), code="bad_setting")
        return REFUSED
    except Exception as problem:
        sentence = not_ready(problem)
        if sentence is None:
            raise
        complain(sentence, code="not_ready")
        return REFUSED
    return code


def not_ready(problem: Exception) -> str | None:
    """What the installation lacks: its tables, its database or its key; None for other mistakes."""
    # Commands without a database never load Django: then it is none of these.
    if "django.db" not in sys.modules:
        return None
    from django.db import OperationalError, ProgrammingError

    from simulacro.config.start_up import CannotStart, check_master_key, pending_migrations
    from simulacro.kit.sealing.errors import MasterKeyProblem

    if not isinstance(problem, OperationalError | ProgrammingError | MasterKeyProblem):
        return None
    try:
        if isinstance(problem, MasterKeyProblem):
            check_master_key()
        elif pending_migrations():
            return _(
                "The database of this installation is not prepared: run simulacro serve once, "
                "or say with SIMULACRO_DATA_DIR where the installation is."
            )
    except CannotStart as lacking:
        return str(lacking)
    return None


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    asked = words[0] if words and words[0] in COMMANDS else None
    args = build_parser(asked).parse_args(words)
    command = importlib.import_module(f"simulacro.config.commands.{args.command}")
    try:
        with complaints_held(hold=getattr(args, "json", False)) as held:
            code: int = run(command, args)
        let_go(held, refused=code == REFUSED)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read along has read enough, as `head` does. Python would complain once more on
        # its way out, so the rest goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    return code
