"""Read settings from the environment, typed, and fail loudly.

Every reader names the variable and the value it could not use, so that a
typing mistake stops the start and not a page at two in the morning.
"""

import os
from pathlib import Path

from simulacro.config.language import gettext as _


class BadSetting(SystemExit):
    """A setting which cannot be used; the process ends with code 2."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(2)
        self.message = f"{name}={value!r}: {wanted}"

    def __str__(self) -> str:
        return self.message


def read_text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def read_flag(name: str, *, default: bool = False) -> bool:
    """`1 true yes on` and `0 false no off`, in any case."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(name, value, _("write 1 or 0"))


def read_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise BadSetting(name, value, _("write a whole number")) from None


def read_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Values separated by commas, spaces around them dropped."""
    value = os.environ.get(name)
    if not value:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def data_dir() -> Path:
    """Where this installation keeps its database, keys and uploads."""
    chosen = os.environ.get("SIMULACRO_DATA_DIR")
    if chosen:
        return Path(chosen).expanduser().resolve()
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "simulacro"
