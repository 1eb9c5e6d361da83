"""The heat map of the week: seven days by twenty-four hours, as a table with a figure a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from simulacro.apps.audit import figures

# Upper ends of the six levels; the last is certain or nearly.
LEVELS: Final = (0.001, 0.01, 0.05, 0.25, 0.75)
DAYS: Final = range(7)
HOURS: Final = range(24)


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour of the week, 0 to 167: ``figure`` is the percentage in two or three characters,
    ``exact`` the whole of it, ``level`` 0 to 5."""

    hour: int
    figure: str
    exact: str
    level: int
    worst: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a day with its hours, or an hour with its days."""

    name: str
    short: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The week both ways: ``days`` has a row a day for a wide screen, ``hours`` a row an hour for
    a phone. ``says`` is what the figures are."""

    days: tuple[Row, ...]
    hours: tuple[Row, ...]
    day_names: tuple[str, ...]
    day_shorts: tuple[str, ...]
    hour_names: tuple[str, ...]
    legend: tuple[tuple[int, str], ...]
    says: str


def week_of(chances: Sequence[float], region: str) -> Week:
    """The table of 168 chances in [0, 1] from Monday 00:00. Raises ValueError for another size."""
    if len(chances) != len(DAYS) * len(HOURS):
        raise ValueError(f"{len(chances)} hours; a week has 168")
    worst = max(range(len(chances)), key=chances.__getitem__)
    cells = [_cell(hour, chance, hour == worst, region) for hour, chance in enumerate(chances)]
    names = tuple(figures.day_name(day, region) for day in DAYS)
    shorts = tuple(figures.day_name(day, region, "abbreviated") for day in DAYS)
    hours = tuple(f"{hour:02d}" for hour in HOURS)
    return Week(
        days=tuple(
            Row(names[day], shorts[day], tuple(cells[day * 24 : day * 24 + 24])) for day in DAYS
        ),
        hours=tuple(
            Row(f"{hours[hour]}:00", hours[hour], tuple(cells[day * 24 + hour] for day in DAYS))
            for hour in HOURS
        ),
        day_names=names,
        day_shorts=shorts,
        hour_names=hours,
        legend=_legend(region),
        says=_(
            "Chance, in percent, that a channel is silent at that hour (of several, each by its "
            "weight); darker is worse."
        ),
    )


def level_of(chance: float) -> int:
    """The level of a chance, 0 to 5.

    >>> [level_of(chance) for chance in (0.0, 0.002, 0.5, 1.0)]
    [0, 1, 4, 5]
    """
    return sum(chance >= end for end in LEVELS)


def _cell(hour: int, chance: float, worst: bool, region: str) -> Cell:
    percent = 100 * chance
    pattern = "0" if percent >= 9.95 or percent == 0 else "0.0"
    figure = figures.decimal(percent, pattern, region)
    if 0 < percent < 0.05:
        figure = "~0"
    return Cell(hour, figure, figures.percent(chance, region), level_of(chance), worst)


def _legend(region: str) -> tuple[tuple[int, str], ...]:
    ends = [figures.percent(end, region).replace(",0", "").replace(".0", "") for end in LEVELS]
    ends[0] = figures.percent(LEVELS[0], region)
    words = [f"< {ends[0]}", *(f"{a} – {b}" for a, b in pairwise(ends))]
    return tuple(enumerate([*words, f"> {ends[-1]}"]))
