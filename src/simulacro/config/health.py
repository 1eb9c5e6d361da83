"""What `simulacro doctor` looks at: each check answers with a state and a way out."""

import shlex
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from simulacro.config.database_troubles import why_no_answer
from simulacro.config.language import gettext as _
from simulacro.config.last_backup import last_backup
from simulacro.config.terminal import why
from simulacro.kit.sealing.errors import MasterKeyProblem
from simulacro.kit.sealing.verification import verify_master_key

ROOM_WANTED_MB = 500
# What SQLite writes beside its file.
JOURNALS = ("-wal", "-shm")


class State(StrEnum):
    """How a check came out; `note` is worth knowing but nothing to mend."""

    OK = "ok"
    NOTE = "note"
    FOUND = "found"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's answer."""

    check: str
    state: State
    text: str


def examine() -> list[Finding]:
    """Run every check; one that itself breaks is a finding and not the end."""
    findings = []
    for name, check in CHECKS.items():
        try:
            state, text = check()
        except OSError as error:
            state, text = State.FOUND, f"{error.filename or name}: {why(error)}"
        except DatabaseError as error:
            said = _("The database does not answer: %(why)s") % {"why": why_no_answer(error)}
            state, text = State.FOUND, said
        findings.append(Finding(name, state, text))
    return findings


def python_version() -> tuple[State, str]:
    version = ".".join(map(str, sys.version_info[:3]))
    return State.OK, _("Python %(version)s") % {"version": version}


def data_folder() -> tuple[State, str]:
    folder = Path(settings.DATA_DIR)
    probe = folder / ".doctor"
    probe.touch()
    probe.unlink()
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < ROOM_WANTED_MB:
        return State.FOUND, _("%(folder)s has only %(free)d MB left: make room.") % {
            "folder": folder,
            "free": free_mb,
        }
    return State.OK, _("%(folder)s can be written.") % {"folder": folder}


def rights() -> tuple[State, str]:
    """Whether other users of the machine can look into the folder or the database."""
    folder = Path(settings.DATA_DIR)
    advice = []
    if is_open_to_others(folder):
        advice.append(f"chmod 700 {shlex.quote(str(folder))}")
    base = database_file()
    files = [] if base is None else [base, *(Path(f"{base}{end}") for end in JOURNALS)]
    if loose := [file for file in files if file.exists() and is_open_to_others(file)]:
        advice.append("chmod 600 " + " ".join(shlex.quote(str(file)) for file in loose))
    if advice:
        return State.FOUND, _(
            "Others on this machine can look into the data: run %(commands)s."
        ) % {"commands": " && ".join(advice)}
    return State.OK, _("Only their owner can look into the data folder and the database.")


def database_file() -> Path | None:
    """The embedded database's file; None on a server of its own."""
    database = connection.settings_dict
    if database["ENGINE"] != "django.db.backends.sqlite3":
        return None
    return Path(database["NAME"])


def is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def key_files() -> tuple[State, str]:
    loose = [
        str(path)
        for path in (Path(settings.DATA_DIR) / "keys").glob("*.key")
        if is_open_to_others(path)
    ]
    if loose:
        return State.FOUND, _("Others on this machine can read %(files)s: run chmod 600 on it.") % {
            "files": ", ".join(loose)
        }
    return State.OK, _("The keys can be read by their owner alone.")


def database() -> tuple[State, str]:
    connection.ensure_connection()
    plan = MigrationExecutor(connection).migration_plan(
        MigrationExecutor(connection).loader.graph.leaf_nodes()
    )
    if plan:
        return State.FOUND, _("%(count)d migrations are missing: run simulacro serve once.") % {
            "count": len(plan)
        }
    return State.OK, _("%(vendor)s answers and its tables are up to date.") % {
        "vendor": connection.display_name
    }


def master_key() -> tuple[State, str]:
    try:
        verify_master_key()
    except MasterKeyProblem as problem:
        return State.FOUND, str(problem)
    except (OperationalError, ProgrammingError):
        # Before the first migration there is no table, and nothing sealed; see `database`.
        return State.NOTE, _("Nothing is sealed yet.")
    return State.OK, _("The master key opens what is sealed.")


def second_copy() -> tuple[State, str]:
    made = last_backup(Path(settings.DATA_DIR))
    if made is not None:
        return State.OK, _("The last backup is of %(day)s, %(time)s UTC.") % {
            "day": f"{made:%Y-%m-%d}",
            "time": f"{made:%H:%M}",
        }
    # Copies made in other ways are not known here, so this is never more than a note.
    return State.NOTE, _("Without a backup, a lost disk is a lost manual: simulacro backup FILE.")


CHECKS: dict[str, Callable[[], tuple[State, str]]] = {
    "python": python_version,
    "data": data_folder,
    "rights": rights,
    "keys": key_files,
    "database": database,
    "master-key": master_key,
    "backup": second_copy,
}
