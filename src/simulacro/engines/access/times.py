"""Times as a person writes them in an inventory: “24 h”, “mon-fri”, “09:30”."""

from __future__ import annotations

import re
from typing import Final

from simulacro.engines.access.inventory import Shift
from simulacro.engines.documents.fields import Fields, names, shown
from simulacro.engines.documents.mistakes import Mistakes, Path

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NUMBER: Final = {
    **{day: i for i, day in enumerate(DAYS)},
    **{day: i for i, day in enumerate(("lun", "mar", "mié", "jue", "vie", "sáb", "dom"))},
    **{"mie": 2, "sab": 5},
}
_LATENCY: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(min|h|d)\s*\Z")
_MINUTES: Final = {"min": 1, "h": 60, "d": 1440}
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])\Z")


def latency(value: object, path: Path, mistakes: Mistakes) -> int | None:
    """Minutes from ``90``, ``"24 h"`` or ``"7 d"``; None for ``unknown``."""
    if value == "unknown":
        return None
    if isinstance(value, str) and (match := _LATENCY.match(value)):
        return round(float(match[1]) * _MINUTES[match[2]])
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000_000:
        return value
    mistakes.add(
        "wrong_type", path, wrong=shown(value), expected="a time such as “15 min”, “24 h” or “7 d”"
    )
    return 0


def shift(value: object, path: Path, mistakes: Mistakes) -> Shift | None:
    """A shift from ``{days: mon-fri, from: "09:00", to: "18:00", chance: 0.9}``."""
    before = len(mistakes.found)
    fields = Fields(value, path, mistakes, "a shift")
    days = _days(fields.take("days"), fields.at("days"), mistakes)
    start = _time(fields, "from")
    end = _time(fields, "to")
    chance = fields.number("chance", 1.0, high=1.0)
    fields.close()
    return Shift(days, start, end, chance) if len(mistakes.found) == before else None


def _time(fields: Fields, name: str) -> int:
    value = fields.text(name, required=True)
    match = _TIME.match(value)
    minute = int(match[1]) * 60 + int(match[2]) if match else 1441
    if value and minute > 1440:
        fields.mistakes.add("bad_time", fields.at(name), wrong=value)
    return minute


def _days(value: object, path: Path, mistakes: Mistakes) -> tuple[int, ...]:
    if value is None or value == "daily":
        return tuple(range(7))
    found: set[int] = set()
    parts = value.split(",") if isinstance(value, str) else names(value, path, mistakes)
    for part in parts:
        first, _, last = part.strip().lower().partition("-")
        a = _DAY_NUMBER.get(first.strip())
        b = _DAY_NUMBER.get(last.strip()) if last else a
        if a is None or b is None:
            expected = ", ".join((*DAYS, "mon-fri", "daily"))
            mistakes.add("bad_choice", path, wrong=part.strip(), expected=expected)
        else:
            found.update((a + i) % 7 for i in range((b - a) % 7 + 1))
    return tuple(sorted(found))
