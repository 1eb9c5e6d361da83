"""simulacro serve: the pages, the live events and the worker, in one command."""

import argparse

import uvicorn


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("serve", help="serve Simulacro on this machine")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)


def run(args: argparse.Namespace) -> int:
    uvicorn.run("simulacro.config.asgi:application", host=args.host, port=args.port)
    return 0
