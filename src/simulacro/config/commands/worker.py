"""simulacro worker: run jobs; `simulacro serve` starts one by itself."""

import argparse
import sys

from simulacro.config.cli import set_up_django
from simulacro.config.environment import BadSetting


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("worker", help="run jobs (serve starts one by itself)")
    parser.add_argument("--id", default="", help="the name it writes on its jobs")
    parser.add_argument("--child", action="store_true", help="end when standard input ends")


def run(args: argparse.Namespace) -> int:
    try:
        set_up_django()
    except BadSetting as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    from simulacro.kit.jobs import worker

    return worker.run(worker_id=args.id, child=args.child)
