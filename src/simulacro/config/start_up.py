"""What must be true before anything is served; each failure is one sentence."""

import errno
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from simulacro.config.database_troubles import why_no_answer
from simulacro.config.language import chosen_language
from simulacro.config.language import gettext as _

# From the usual port on, before giving up.
PORTS_TO_TRY = 20


class CannotStart(Exception):
    """Why the server does not start, and what to do: one sentence, exit code 2."""


class PortInUse(CannotStart):
    """Somebody else listens there."""


def make_data_dir(folder: Path) -> None:
    """Make the data folder where there is none, for this user alone; raises CannotStart."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise CannotStart(
            _("%(folder)s cannot be made: set SIMULACRO_DATA_DIR to a folder of yours.")
            % {"folder": folder}
        ) from problem


def prepare_data_dir(folder: Path) -> None:
    """Make the data folder, and see that this user may write in it."""
    make_data_dir(folder)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise CannotStart(
            _(
                "This user may not write in %(folder)s: set SIMULACRO_DATA_DIR to a folder of "
                "yours, or change its owner."
            )
            % {"folder": folder}
        )


def prepare_database_file() -> None:
    """Make the embedded database's file, so that no other user of the machine may read it.

    SQLite gives its journals the same rights. Any other database is left alone, and so is a
    folder that is not there: the first query says it.
    """
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        with suppress(OSError):
            Path(database["NAME"]).touch(mode=0o600, exist_ok=False)


def bind(host: str, port: int, *, option: str = "--port") -> socket.socket:
    """Return a bound socket; raises PortInUse where it is taken, CannotStart where not ours."""
    try:
        family, kind, protocol, _canonical, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror:
        raise CannotStart(not_ours(host)) from None
    bound = socket.socket(family, kind, protocol)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
    except OSError as problem:
        bound.close()
        if problem.errno == errno.EADDRINUSE:
            raise PortInUse(why_in_use(port, option)) from problem
        raise CannotStart(why_not_bound(host, port, option, problem)) from problem
    bound.set_inheritable(False)
    return bound


def bind_first_free(host: str, port: int, *, option: str) -> socket.socket:
    """Return a socket at the first free port from ``port`` on; raises PortInUse without one."""
    for candidate in range(port, port + PORTS_TO_TRY):
        try:
            return bind(host, candidate, option=option)
        except PortInUse:
            continue
    raise PortInUse(why_in_use(port, option))


def why_not_bound(host: str, port: int, option: str, problem: OSError) -> str:
    if problem.errno == errno.EACCES:
        return _("This user may not use port %(port)d: choose one above 1023 with %(option)s.") % {
            "port": port,
            "option": option,
        }
    return not_ours(host)


def why_in_use(port: int, option: str) -> str:
    return _(
        "Port %(port)d is in use, perhaps by another Simulacro: close it, or choose "
        "another one with %(option)s %(next)d."
    ) % {"port": port, "option": option, "next": port + 1}


def not_ours(host: str) -> str:
    return _("%(host)s is not an address of this machine: see --host.") % {"host": host}


def check_master_key() -> None:
    """See that what is sealed in the database can be opened."""
    from django.db import DatabaseError
    from django.utils import translation

    from simulacro.kit.sealing.errors import MasterKeyProblem
    from simulacro.kit.sealing.verification import verify_master_key

    try:
        with translation.override(chosen_language()):
            verify_master_key()
    except MasterKeyProblem as problem:
        raise CannotStart(str(problem)) from problem
    except DatabaseError:
        # Before the first migration there is no table, and nothing sealed.
        return


def pending_migrations() -> int:
    """How many steps the database is behind; raises CannotStart where it does not answer."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as problem:
        raise CannotStart(
            _("The database does not answer: %(why)s") % {"why": why_no_answer(problem)}
        ) from problem
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(say: Callable[[str], None]) -> None:
    """Bring the database to this version, and say so where there is something to do."""
    from django.core.management import call_command

    if pending := pending_migrations():
        say(_("Preparing the database (%(count)d steps)…") % {"count": pending})
        call_command("migrate", verbosity=0, interactive=False)
