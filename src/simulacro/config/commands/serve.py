"""simulacro serve: the pages, the live events and the worker, in one command."""

import argparse
import io
import os
import sys
import threading
import webbrowser
from functools import partial
from ipaddress import ip_address

from simulacro.config.cli import set_up_django
from simulacro.config.environment import BadSetting, data_dir, read_flag, read_list
from simulacro.config.language import gettext as _
from simulacro.config.start_up import (
    CannotStart,
    bind,
    check_master_key,
    migrate,
    prepare_data_dir,
)
from simulacro.config.terminal import complain, say

# What the worker gets of the second in which everything ends.
WORKER_GRACE_S = 0.3


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add_arguments(subparsers.add_parser("serve", help=_("serve Simulacro on this machine")))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `serve` takes; `demo --serve` takes the same."""
    parser.add_argument("--host", default="127.0.0.1", help=_("the address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=_("the port to listen on"))
    parser.add_argument("--no-browser", action="store_true", help=_("do not open a browser"))
    parser.add_argument(
        "--no-worker", action="store_true", help=_("run no jobs: another machine does")
    )


def run(args: argparse.Namespace) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A log or a service manager reads each line when it is said.
        sys.stdout.reconfigure(line_buffering=True)
    try:
        serve(args)
    except (CannotStart, BadSetting) as problem:
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
    bound = bind(args.host, args.port)
    set_up_django()
    check_master_key()
    migrate(say)

    from simulacro.config import supervisor, web_server
    from simulacro.config.asgi import application
    from simulacro.kit.jobs.services import hand_over_jobs_of

    worker = supervisor.Supervisor(on_death=hand_over_jobs_of)
    if not args.no_worker:
        worker.start()
    try:
        web_server.serve(
            application,
            [web_server.Listener(bound)],
            on_ready=partial(welcome, args, bound.getsockname()[1]),
            behind_proxy=read_flag("SIMULACRO_BEHIND_PROXY"),
            trusted_proxies=read_list("SIMULACRO_TRUSTED_PROXIES", ("127.0.0.1", "::1")),
        )
    finally:
        worker.stop(grace_s=WORKER_GRACE_S)


def welcome(args: argparse.Namespace, port: int) -> None:
    """Say where the pages are, and open them where there is a browser."""
    from django.conf import settings

    address = settings.PUBLIC_URL or f"http://{printable_host(args.host)}:{port}"
    say(_("Simulacro is at %(address)s/ (Ctrl-C ends it)") % {"address": address})
    door = address + one_time_path(getattr(args, "sign_in_as", ""))
    if door != f"{address}/":
        say(_("Come in, once, within 15 minutes: %(link)s") % {"link": door})
    if not args.no_browser and has_browser():
        threading.Thread(target=webbrowser.open, args=[door], daemon=True).start()


def one_time_path(email: str) -> str:
    """The path that lets the person of this machine in: `email`, or the only one there is.

    The welcome page where there is nobody; the front page where it is not clear who.
    """
    from simulacro.apps.people import services
    from simulacro.apps.people.models import User
    from simulacro.apps.people.second_factor import real_people

    people = list((User.objects.filter(email=email) if email else real_people())[:2])
    if len(people) == 1:
        return services.make_sign_in_link(people[0])
    return services.make_welcome_link() if services.nobody_yet() else "/"


def printable_host(host: str) -> str:
    """The host as a browser of this machine reaches it."""
    try:
        number = ip_address(host)
    except ValueError:
        return host
    if number.is_loopback or number.is_unspecified:
        return "localhost"
    return f"[{host}]" if number.version == 6 else host


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
