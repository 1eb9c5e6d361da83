"""The rows of Murphy's list, as frozen values; :mod:`murphy` makes them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from simulacro.engines.access.inventory import Kind

# Whose absence is that of somebody; anything else is missing as things are.
PEOPLE: Final = frozenset({Kind.PERSON, Kind.ORGANISATION})

Away = tuple[frozenset[str], frozenset[str]]
"""Who is away at a moment: for a quarter of an hour, and for the whole week after it."""


class Mode(StrEnum):
    """How a thing goes wrong: it is lost, it is taken by somebody, or people are simply away."""

    LOST = "lost"
    TAKEN = "taken"
    AWAY = "away"


class Standing(StrEnum):
    """What stands against a row today: nothing, a way or guard that still holds, or there is
    nothing to break."""

    BARE = "bare"
    COVERED = "covered"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class Way:
    """A way into a channel that still stands: what it takes."""

    channel: str
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that can go wrong.

    ``subjects`` are assets that behave alike; for ``Mode.AWAY`` all of them at once. ``named`` are
    the rates' and the inventory's own names of the ways it happens. ``hours`` are those of the
    reference week (0 is Monday 00:00) at which it does this, ``missing`` who is away in all of
    them and has a part in it. ``silences``, ``locks_out`` and ``hijacks`` are the channels that
    this alone does it to, where they were not so anyway. ``backup`` is for each subject what
    covers it best: with that lost (or taken) too, ``then`` are the channels that fall besides;
    None where no other single thing would do it, and where ``backup_told`` is False: there were
    too many pairs to list, so nobody knows. ``ways`` still stand. ``times_a_year`` is how often it
    happens in those hours, the expected number over all subjects, and ``hours_a_year`` what it
    puts at stake: the part of the risk that would go if none of the subjects failed then.
    """

    key: str
    mode: Mode
    kind: Kind
    subjects: tuple[str, ...]
    named: tuple[str, ...]
    hours: tuple[int, ...]
    missing: tuple[str, ...]
    silences: tuple[str, ...]
    locks_out: tuple[str, ...]
    hijacks: tuple[str, ...]
    backup: tuple[str | None, ...]
    then: tuple[str, ...]
    ways: tuple[Way, ...]
    standing: Standing
    times_a_year: float
    hours_a_year: float
    backup_told: bool = True

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel that it alone harms."""
        return tuple(dict.fromkeys((*self.silences, *self.locks_out, *self.hijacks)))


@dataclass(frozen=True, slots=True)
class MurphyList:
    """``possibilities`` counts asset × way × kind of moment before folding. ``exact`` is False
    where some row could not be told what covers it; what one thing breaks is exact even there."""

    rows: tuple[Row, ...]
    possibilities: int
    exact: bool = True

    def standing(self, standing: Standing) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.standing is standing)


def row_key(
    mode: Mode, subjects: Iterable[str], behind: Iterable[str], apart: Iterable[str] = ()
) -> str:
    """A stable id: of the mode, the permanent ids of the subjects, and of what is behind it.

    ``apart`` tells rows apart that have all of that in common. Names, rates, the order of the
    inventory and whoever is away besides do not enter it.

    >>> row_key(Mode.LOST, ["b", "a"], []) == row_key(Mode.LOST, ["a", "b"], [])
    True
    """
    text = "\n".join((mode.value, *sorted(subjects), "", *sorted(behind), *apart))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:20]


def murphy_to_document(found: MurphyList) -> dict[str, Any]:
    """The list as plain values, for programs."""
    return {
        "possibilities": found.possibilities,
        "exact": found.exact,
        "rows": [
            {
                "key": row.key,
                "mode": row.mode.value,
                "kind": row.kind.value,
                "subjects": list(row.subjects),
                "named": list(row.named),
                "hours": list(row.hours),
                "missing": list(row.missing),
                "silences": list(row.silences),
                "locks_out": list(row.locks_out),
                "hijacks": list(row.hijacks),
                "backup": list(row.backup),
                "then": list(row.then),
                "ways": [{"channel": w.channel, "requires": list(w.requires)} for w in row.ways],
                "standing": row.standing.value,
                "times_a_year": row.times_a_year,
                "hours_a_year": row.hours_a_year,
                "backup_told": row.backup_told,
            }
            for row in found.rows
        ],
    }


def murphy_from_document(plain: dict[str, Any]) -> MurphyList:
    """The list that :func:`murphy_to_document` wrote."""
    return MurphyList(
        tuple(
            Row(
                key=row["key"],
                mode=Mode(row["mode"]),
                kind=Kind(row["kind"]),
                subjects=tuple(row["subjects"]),
                named=tuple(row["named"]),
                hours=tuple(row["hours"]),
                missing=tuple(row["missing"]),
                silences=tuple(row["silences"]),
                locks_out=tuple(row["locks_out"]),
                hijacks=tuple(row["hijacks"]),
                backup=tuple(row["backup"]),
                then=tuple(row["then"]),
                ways=tuple(Way(w["channel"], tuple(w["requires"])) for w in row["ways"]),
                standing=Standing(row["standing"]),
                times_a_year=row["times_a_year"],
                hours_a_year=row["hours_a_year"],
                # A list from before rows said so: beyond the budget none was told.
                backup_told=row.get("backup_told", plain["exact"]),
            )
            for row in plain["rows"]
        ),
        plain["possibilities"],
        plain["exact"],
    )
