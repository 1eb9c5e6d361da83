"""Spanish for the holidays of countries whose names the ``holidays`` library has in English alone.

The names are those of the library; ``holiday_names.json`` has the usual ones in both languages.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Final

# What the library writes behind a name, and how Spanish says it.
_BEHIND: Final = {
    "observed": "trasladado",
    "estimated": "fecha estimada",
    "substitute day": "día sustituto",
}
_NAME: Final = re.compile(r"(?P<name>.+?)(?: \((?P<behind>[a-z, ]+)\))?\Z")


def in_spanish(name: str) -> str:
    """The name of a holiday, or of several that fall on one day, as Spanish says it.

    A name that is not in the table stays as its country writes it, in quotation marks.

    >>> in_spanish("Christmas Day"), in_spanish("Christmas Day (observed)")
    ('Navidad', 'Navidad (trasladado)')
    >>> in_spanish("Melbourne Cup Day; Easter Monday")
    '«Melbourne Cup Day»; Lunes de Pascua'
    """
    return "; ".join(_one(part) for part in name.split("; "))


def _one(name: str) -> str:
    match = _NAME.fullmatch(name)
    behind = [] if match is None else (match["behind"] or "").split(", ")
    if match is None or not all(word in _BEHIND for word in behind if word):
        return f"«{name}»"
    said = _names().get(match["name"], f"«{match['name']}»")
    after = ", ".join(_BEHIND[word] for word in behind if word)
    return f"{said} ({after})" if after else said


@cache
def _names() -> dict[str, str]:
    table = files("simulacro.engines.availability").joinpath("holiday_names.json")
    return {row["en"]: row["es"] for row in json.loads(table.read_text("utf-8"))}
