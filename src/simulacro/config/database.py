"""`DATABASE_URL` to Django's settings: SQLite in WAL mode, or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from simulacro.config.environment import BadSetting
from simulacro.config.language import gettext as _

# IMMEDIATE takes the write lock at BEGIN, so that a transaction which reads
# first never fails later with "database is locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
        "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
    ),
}


def database_from_url(url: str, *, data_dir: Path) -> dict[str, Any]:
    """Return one entry of Django's DATABASES.

    An empty `url` is the embedded default, `data_dir/simulacro.sqlite3`.
    Raises BadSetting for a scheme other than sqlite, postgres or postgresql.
    """
    if not url:
        return sqlite(data_dir / "simulacro.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting("DATABASE_URL", parts.scheme, _("use postgresql://… or sqlite:///path"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": dict(SQLITE_OPTIONS),
        # A file: in memory, threads would share one cache and its table locks.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }
