"""simulacro completion: what a shell needs to complete our commands."""

import argparse

from simulacro.config.language import gettext as _
from simulacro.config.terminal import say

SHELLS = ("bash", "zsh", "tcsh")
BASH = "simulacro completion bash > ~/.local/share/bash-completion/completions/simulacro"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "completion",
        help=_("print the completion script of a shell"),
        epilog=_("For bash: %(line)s") % {"line": BASH},
    )
    parser.add_argument("shell", choices=SHELLS, help=_("the shell that completes"))


def run(args: argparse.Namespace) -> int:
    import shtab

    from simulacro.config.cli import build_parser

    say(shtab.complete(build_parser(), args.shell))
    return 0
