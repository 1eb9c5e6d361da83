"""How a team wants to drill, as it is kept and as the engine takes it."""

from __future__ import annotations

from typing import Any, Final

from simulacro.engines.planning import DEFAULT_CADENCES, Cadence, Format, Habits, Unit, Wishes

HORIZON_DAYS: Final = 365


def default_wishes() -> dict[str, Any]:
    """Weekly, monthly, quarterly and yearly, on weekdays, one in four a surprise."""
    return kept_wishes(Wishes())


def kept_wishes(wishes: Wishes) -> dict[str, Any]:
    """The wishes as plain values."""
    return {
        "cadences": [
            {"format": c.format, "every": c.every, "unit": c.unit, "minutes": c.minutes}
            for c in wishes.cadences
        ],
        "weekdays": sorted(wishes.habits.weekdays),
        "hours": list(wishes.habits.hours),
        "surprise": wishes.surprise,
        "strength": wishes.strength,
        "budget": wishes.budget,
    }


def read_wishes(kept: dict[str, Any]) -> Wishes:
    """What was kept, as the engine takes it."""
    return Wishes(
        cadences=tuple(
            Cadence(Format(c["format"]), c["every"], Unit(c["unit"]), c["minutes"])
            for c in kept["cadences"]
        ),
        habits=Habits(frozenset(kept["weekdays"]), tuple(kept["hours"])),
        strength=kept["strength"],
        surprise=kept["surprise"],
        budget=kept["budget"],
    )


def default_cadence(format: Format) -> Cadence:
    return next(c for c in DEFAULT_CADENCES if c.format is format)
