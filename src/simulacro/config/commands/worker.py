"""simulacro worker: run jobs; `simulacro serve` starts one by itself."""

import argparse

from simulacro.config.cli import set_up_django
from simulacro.config.language import gettext as _


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("worker", help=_("run jobs (serve starts one by itself)"))
    parser.add_argument("--id", default="", help=_("the name it writes on its jobs"))
    parser.add_argument("--child", action="store_true", help=_("end when standard input ends"))


def run(args: argparse.Namespace) -> int:
    set_up_django()
    from simulacro.kit.jobs import worker

    return worker.run(worker_id=args.id, child=args.child)
