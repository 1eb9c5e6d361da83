"""simulacro serve: the pages, the live events and the worker, in one command."""

import argparse
import io
import os
import socket
import sys
import threading
import webbrowser
from typing import Any

from simulacro.config.arguments import port
from simulacro.config.cli import set_up_django
from simulacro.config.environment import data_dir, read_flag, read_list
from simulacro.config.language import gettext as _
from simulacro.config.local_network import EVERYWHERE, local_addresses
from simulacro.config.start_up import (
    CannotStart,
    bind,
    bind_first_free,
    check_master_key,
    migrate,
    prepare_data_dir,
)
from simulacro.config.terminal import complain, say

PORT = 8000
SHARE_PORT = 8443
# What the worker gets of the second in which everything ends.
WORKER_GRACE_S = 0.3


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add_arguments(subparsers.add_parser("serve", help=_("serve Simulacro on this machine")))


def add_arguments(parser: argparse.ArgumentParser, *, port_unless_told: int | None = PORT) -> None:
    """What `serve` takes; `demo --serve` takes the same.

    Without ``port_unless_told`` the first free port is taken where nobody names one.
    """
    parser.add_argument(
        "--host", default="127.0.0.1", metavar=_("ADDRESS"), help=_("the address to listen on")
    )
    parser.add_argument(
        "--port",
        type=port,
        default=port_unless_told,
        metavar=_("PORT"),
        help=_("the port to listen on"),
    )
    parser.add_argument(
        "--share", action="store_true", help=_("let the phones of this network in, over HTTPS")
    )
    parser.add_argument(
        "--share-port",
        type=port,
        default=SHARE_PORT if port_unless_told is not None else None,
        metavar=_("PORT"),
        help=_("the port of the local network"),
    )
    parser.add_argument("--no-browser", action="store_true", help=_("do not open a browser"))
    parser.add_argument("--no-worker", action="store_true", help=_("run no jobs here"))


def run(args: argparse.Namespace) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A log or a service manager reads each line when it is said.
        sys.stdout.reconfigure(line_buffering=True)
    try:
        serve(args)
    except CannotStart as problem:
        complain(str(problem))
        return 2
    # A page still being written must not hold the process back: its thread would
    # be waited for, and what it did not commit is rolled back by the database.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def serve(args: argparse.Namespace) -> None:
    """Start what is needed, serve until a signal, and end it all in order."""
    prepare_data_dir(data_dir())
    bound = listen(args.host, args.port, PORT, option="--port")
    shared = (
        listen(EVERYWHERE, args.share_port, SHARE_PORT, option="--share-port")
        if args.share
        else None
    )
    set_up_django()
    check_master_key()
    migrate(say)

    from simulacro.config import supervisor, welcome
    from simulacro.config.web_server import Listener
    from simulacro.config.web_server import serve as serve_pages
    from simulacro.kit.jobs.services import hand_over_jobs_of

    listeners = [Listener(bound)]
    if shared is not None:
        listeners.append(share(shared))
    worker = supervisor.Supervisor(on_death=hand_over_jobs_of)

    def ready() -> None:
        # After the pages: the worker's own start would slow theirs down.
        if not args.no_worker:
            worker.start()
        greet(args, welcome, bound.getsockname()[1])

    try:
        serve_pages(
            application(),
            listeners,
            on_ready=ready,
            behind_proxy=read_flag("SIMULACRO_BEHIND_PROXY"),
            trusted_proxies=read_list("SIMULACRO_TRUSTED_PROXIES", ("127.0.0.1", "::1")),
        )
    finally:
        worker.stop(grace_s=WORKER_GRACE_S)


def listen(host: str, told: int | None, usual: int, *, option: str) -> socket.socket:
    """Bind the port a person named; where nobody did, the first free one from the usual on."""
    if told is not None:
        return bind(host, told, option=option)
    bound = bind_first_free(host, usual, option=option)
    taken = bound.getsockname()[1]
    if taken != usual:
        say(
            _("Port %(port)d is in use: taking %(taken)d instead.")
            % {"port": usual, "taken": taken}
        )
    return bound


def application() -> Any:
    from simulacro.config.asgi import application

    return application


def share(bound: Any) -> Any:
    """Return the listener of the local network; raises CannotStart where there is none."""
    from django.utils import timezone

    from simulacro.config.sharing import share_on_local_network

    addresses = local_addresses()
    if not addresses:
        raise CannotStart(
            _("This machine is on no local network: connect it, or leave out --share.")
        )
    return share_on_local_network(bound, addresses, now=timezone.now())


def greet(args: argparse.Namespace, welcome: Any, port: int) -> None:
    """Say where the pages are, and open them where there is a browser."""
    address = welcome.say_where(args.host, port, sign_in_as=getattr(args, "sign_in_as", ""))
    if not args.no_browser and has_browser():
        threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
    if args.share:
        welcome.show_pairing(sign_in_as=getattr(args, "sign_in_as", ""))


def has_browser() -> bool:
    """Whether a browser would open for the person at this machine."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
