"""When a capability is due again: spaced repetition over what was drilled, and how well.

Skill decays: of people trained monthly, quarterly, half-yearly or yearly, 58, 26, 21 and 15 % were
excellent after a year (Anderson et al., Resuscitation 135, 2019), and for a year's memory the best
gap is 18 to 37 days (5 to 10 % of the horizon: Cepeda et al., Psychological Science 19, 2008).
So a capability begins with a gap of 28 days; what went well doubles it, up to the 90 days at
which a capability turns amber; stumbles keep it; worse halves it, and what nobody managed is due
within the week. A change of staff, of the inventory or of the manual pulls the date forward.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from simulacro.engines.planning.cadences import Format

Combination = Mapping[str, str]
"""Factor id → value id."""

FIRST_GAP: Final = 28
LONGEST_GAP: Final = 90
SHORTEST_GAP: Final = 7
AFTER_A_CHANGE: Final = 14
AMBER_DAYS: Final = 90
RED_DAYS: Final = 180
RATINGS: Final = "PSMU"
"""From the best to the worst; N (not applicable) says nothing."""


@dataclass(frozen=True, slots=True)
class Done:
    """A drill that took place: a fact.

    ``ratings`` maps a capability to P, S, M, U or N, the worst that it got; ``minutes`` of each
    person's time. ``planned_id`` is the slot it filled, empty for one nobody had planned.
    """

    id: str
    date: dt.date
    format: Format
    combination: Combination
    ratings: Mapping[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    facilitator: str = ""
    minutes: int = 0
    planned_id: str = ""

    @property
    def worst(self) -> str:
        """The worst rating, empty where none was given."""
        given = [r for r in self.ratings.values() if r in RATINGS]
        return max(given, key=RATINGS.index, default="")


class ChangeKind(StrEnum):
    STAFF = "staff"
    INVENTORY = "inventory"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that makes old practice stale; no ``capabilities`` means all of them."""

    date: dt.date
    kind: ChangeKind
    capabilities: tuple[str, ...] = ()


class Light(StrEnum):
    """How long ago a capability was drilled: under 90 days, under 180, longer or never."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a capability stands on a day.

    ``last`` and ``rating`` are of the latest drill that rated it, None and empty for never;
    ``gap_days`` the present gap; ``due`` when it is due, today's day for what was never drilled;
    ``pulled_by`` what pulled it forward, if anything: a rating (S, M, U) or a kind of change.
    """

    capability: str
    last: dt.date | None
    rating: str
    gap_days: int
    due: dt.date
    light: Light
    pulled_by: str = ""


def standings(
    capabilities: Sequence[str],
    done: Sequence[Done],
    changes: Sequence[Change],
    today: dt.date,
) -> tuple[Standing, ...]:
    """Where each capability stands, in the order given.

    >>> drilled = Done("1", dt.date(2026, 1, 1), Format.CASE, {}, {"answer": "U"})
    >>> s = standings(["answer"], [drilled], [], dt.date(2026, 1, 4))[0]
    >>> str(s.due), s.light.value, s.pulled_by
    ('2026-01-08', 'green', 'U')
    """
    in_order = sorted(done, key=lambda d: (d.date, d.id))
    return tuple(_standing(c, in_order, changes, today) for c in capabilities)


def next_gap(gap_days: int, rating: str) -> int:
    """The gap after a drill rated so.

    >>> [next_gap(28, r) for r in "PSMU"]
    [56, 28, 14, 7]
    """
    match rating:
        case "P":
            return min(gap_days * 2, LONGEST_GAP)
        case "S":
            return gap_days
        case "M":
            return max(gap_days // 2, SHORTEST_GAP)
        case "U":
            return SHORTEST_GAP
    raise ValueError(f"not a rating: {rating!r}")


def _standing(
    capability: str, done: Sequence[Done], changes: Sequence[Change], today: dt.date
) -> Standing:
    last, rating, gap = None, "", FIRST_GAP
    for drill in done:
        given = drill.ratings.get(capability, "")
        if given in RATINGS and given and drill.date <= today:
            last, rating, gap = drill.date, given, next_gap(gap, given)
    if last is None:
        return Standing(capability, None, "", FIRST_GAP, today, Light.RED)
    due, pulled = last + dt.timedelta(days=gap), "" if rating in "PS" else rating
    for change in sorted(changes, key=lambda c: (c.date, c.kind)):
        touched = not change.capabilities or capability in change.capabilities
        wanted = change.date + dt.timedelta(days=AFTER_A_CHANGE)
        if touched and last <= change.date <= today and wanted < due:
            due, pulled, gap = wanted, change.kind.value, FIRST_GAP
    age = (today - last).days
    light = Light.RED if age >= RED_DAYS else Light.AMBER if age >= AMBER_DAYS else Light.GREEN
    return Standing(capability, last, rating, gap, due, light, pulled)


def to_repeat(done: Sequence[Done]) -> tuple[Done, ...]:
    """The drills that nobody managed (U) and that were not managed since, the oldest first.

    Such a drill covers its combination, but must be repeated until the same one goes better.
    """
    waiting: dict[tuple[tuple[str, str], ...], Done] = {}
    for drill in sorted(done, key=lambda d: (d.date, d.id)):
        key = tuple(sorted(drill.combination.items()))
        if drill.worst == "U":
            waiting.setdefault(key, drill)
        elif drill.worst:
            waiting.pop(key, None)
    return tuple(sorted(waiting.values(), key=lambda d: (d.date, d.id)))
