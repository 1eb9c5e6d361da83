"""simulacro demo: load the fictional demo brand."""

import argparse


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help="load the fictional demo brand")
    parser.add_argument("--serve", action="store_true", help="and serve it")


def run(args: argparse.Namespace) -> int:
    from django.core.management import call_command

    from simulacro.config.cli import set_up_django

    set_up_django()
    call_command("migrate", verbosity=0)
    return 0
