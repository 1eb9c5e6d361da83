"""On which date, at what hour and with whom: constraint programming over everybody's time.

At most one drill a day, on an allowed weekday that is neither a holiday nor blocked, when those
who take part are at hand. Within that the date comes as near as it can to the wanted one, away
from weak moments and from the drill before; the facilitator changes, and nobody carries more than
the others. CP-SAT (OR-Tools) with its workers interleaved and its work, not its time, bounded: the
same arguments give the same dates on every machine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final

from simulacro.engines.planning.cadences import Cadence, Period

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

AT_HAND: Final = 0.5
"""Who is less likely to be at hand than this does not take part."""

WORK: Final = 4.0
"""CP-SAT's deterministic seconds; about one of a core each."""

# What a plan costs, in points: a day away from the wanted one is 3, a wholly weak day 100, each
# person who is not at hand 25, and each minute between the heaviest and the lightest load 1.
LEFT_OUT: Final = 10_000
A_PLAYER: Final = 40
CLOSE: Final = 20
A_TURN: Final = 15


@dataclass(frozen=True, slots=True)
class Day:
    """A local day of the brand.

    ``at_hand`` maps a person to 24 chances in 0 to 1, hour by hour. ``weakness`` (0 to 1) is how
    weak the brand is that day: a launch, a sale, an election. Nothing is planned on a ``blocked``
    day (an incident is running), nor on a ``holiday``.
    """

    date: dt.date
    at_hand: Mapping[str, Sequence[float]]
    holiday: bool = False
    blocked: bool = False
    weakness: float = 0.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team; ``minutes`` and ``facilitated`` are what they have carried so far."""

    id: str
    facilitates: bool = True
    minutes: int = 0
    facilitated: int = 0


@dataclass(frozen=True, slots=True)
class Habits:
    """When the team drills: ``weekdays`` (0 is Monday) and start ``hours``, the first the best."""

    weekdays: frozenset[int] = frozenset(range(5))
    hours: tuple[int, ...] = (10, 11, 9, 12, 16, 17, 15, 13, 14, 18)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A drill of ``period`` that should take place near ``date``."""

    period: Period
    date: dt.date

    @property
    def cadence(self) -> Cadence:
        return self.period.cadence


@dataclass(frozen=True, slots=True)
class Dated:
    """Where a drill was put. ``at_hand`` is the mean chance of those who take part;
    ``facilitator`` is empty for somebody alone."""

    period: Period
    date: dt.date
    hour: int
    facilitator: str
    players: tuple[str, ...]
    at_hand: float


@dataclass(frozen=True, slots=True)
class Dating:
    """``dated`` by date; ``unplaced`` are those for which no day of their period would do."""

    dated: tuple[Dated, ...]
    unplaced: tuple[Wanted, ...] = field(default=())


def give_dates(
    wanted: Sequence[Wanted],
    days: Sequence[Day],
    people: Sequence[Person],
    habits: Habits,
    *,
    taken: frozenset[dt.date] = frozenset(),
    work: float = WORK,
    seed: int = 1,
) -> Dating:
    """A day, an hour and people for each wanted drill.

    ``taken`` are days that have a drill already. Somebody alone plays without a facilitator; with
    more, each drill has one. Raises ValueError without people.
    """
    if not people:
        raise ValueError("nobody to drill")
    return _Table(wanted, days, people, habits, taken).solve(work, seed)


@dataclass(frozen=True, slots=True)
class _Place:
    """A drill on a day: the best hour, and who is at hand then, by chance."""

    day: dt.date
    hour: int
    chances: Mapping[str, float]
    cost: int


class _Table:
    def __init__(
        self,
        wanted: Sequence[Wanted],
        days: Sequence[Day],
        people: Sequence[Person],
        habits: Habits,
        taken: frozenset[dt.date],
    ) -> None:
        self.wanted = sorted(wanted, key=lambda w: (w.period.first, w.period.id))
        self.people = sorted(people, key=lambda p: p.id)
        self.habits = habits
        free = [
            d
            for d in sorted(days, key=lambda d: d.date)
            if d.date.weekday() in habits.weekdays
            and not (d.holiday or d.blocked)
            and d.date not in taken
        ]
        self.taken = taken
        self.places = [
            [p for d in free if (p := self._place(w, d)) is not None] for w in self.wanted
        ]

    def _place(self, wanted: Wanted, day: Day) -> _Place | None:
        if not wanted.period.first <= day.date <= wanted.period.last:
            return None
        hours = ceil(wanted.cadence.minutes / 60)
        best: tuple[float, int, dict[str, float]] | None = None
        for order, hour in enumerate(self.habits.hours):
            if hour + hours > 24:
                continue
            chances = {
                p.id: min(day.at_hand[p.id][hour : hour + hours])
                for p in self.people
                if p.id in day.at_hand
            }
            ready = {p: c for p, c in chances.items() if c >= AT_HAND}
            # The usual hour decides only between hours that are otherwise alike.
            worth = sum(ready.values()) - order / 1000
            if ready and (best is None or worth > best[0]):
                best = (worth, hour, ready)
        if best is None:
            return None
        if self.guides() and not self._led(best[2]):
            return None
        apart = abs((day.date - wanted.date).days)
        away = len(self.people) - sum(best[2].values())
        cost = 3 * apart + round(100 * day.weakness) + round(25 * away)
        return _Place(day.date, best[1], best[2], cost)

    def _led(self, ready: Mapping[str, float]) -> bool:
        return len(ready) > 1 and any(p.id in ready for p in self.guides())

    def guides(self) -> list[Person]:
        """Who may lead: nobody where somebody is alone."""
        return [p for p in self.people if p.facilitates] if len(self.people) > 1 else []

    def solve(self, work: float, seed: int) -> Dating:
        # Slow to load, and needed only where a calendar is made.
        from ortools.sat.python import cp_model

        program = _Program(self, cp_model.CpModel())
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = seed
        solver.parameters.num_workers = 8
        # Workers that take turns in a fixed order: the answer is the same on every machine.
        solver.parameters.interleave_search = True
        solver.parameters.max_deterministic_time = work
        status = solver.solve(program.m)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            # Everything may be left out, so only too small a bound of work ends here.
            return Dating((), tuple(self.wanted))
        found: list[Dated] = []
        unplaced: list[Wanted] = []
        for i, wanted in enumerate(self.wanted):
            day = next((d for d, x in program.on[i].items() if solver.value(x)), None)
            if day is None:
                unplaced.append(wanted)
                continue
            place = next(p for p in self.places[i] if p.day == day)
            players = tuple(p for p, x in program.plays[i].items() if solver.value(x))
            leader = next((p for p, x in program.leads[i].items() if solver.value(x)), "")
            ready = [place.chances[p] for p in (*players, *([leader] if leader else []))]
            mean = sum(ready) / len(ready)
            found.append(Dated(wanted.period, day, place.hour, leader, players, mean))
        return Dating(tuple(sorted(found, key=lambda d: d.date)), tuple(unplaced))


class _Program:
    """The variables: on which day each drill is, who plays and who leads; and what they cost."""

    def __init__(self, table: _Table, m: cp_model.CpModel) -> None:
        self.table = table
        self.m = m
        self.on: list[dict[dt.date, cp_model.IntVar]] = []
        self.plays: list[dict[str, cp_model.IntVar]] = []
        self.leads: list[dict[str, cp_model.IntVar]] = []
        self.costs: list[cp_model.LinearExprT] = []
        for i in range(len(table.wanted)):
            self._drill(i)
        self._apart()
        self._fairly()
        m.minimize(sum(self.costs))

    def _drill(self, i: int) -> None:
        m, table = self.m, self.table
        places = table.places[i]
        on = {p.day: m.new_bool_var(f"on {i} {p.day}") for p in places}
        missing = m.new_bool_var(f"missing {i}")
        plays = {p.id: m.new_bool_var(f"plays {i} {p.id}") for p in table.people}
        leads = {p.id: m.new_bool_var(f"leads {i} {p.id}") for p in table.guides()}
        m.add_exactly_one([*on.values(), missing])
        for person in table.people:
            busy = [plays[person.id], *([leads[person.id]] if person.id in leads else [])]
            m.add_at_most_one(busy)
            for place in places:
                if person.id not in place.chances:
                    m.add_at_most_one([on[place.day], *busy])
        if leads:
            m.add(sum(leads.values()) == 1 - missing)
        m.add(sum(plays.values()) >= 1 - missing)
        seats = table.wanted[i].cadence.players or len(table.people)
        m.add(sum(plays.values()) <= seats * (1 - missing))
        self.costs += [place.cost * on[place.day] for place in places]
        self.costs += [-A_PLAYER * x for x in plays.values()]
        self.costs.append(LEFT_OUT * missing)
        self.on.append(on)
        self.plays.append(plays)
        self.leads.append(leads)

    def _apart(self) -> None:
        """At most one drill a day, and rather not on two days running."""
        by_day: dict[dt.date, list[cp_model.IntVar]] = {}
        for on in self.on:
            for day, x in on.items():
                by_day.setdefault(day, []).append(x)
        for day, here in sorted(by_day.items()):
            self.m.add_at_most_one(here)
            tomorrow = day + dt.timedelta(days=1)
            if tomorrow in self.table.taken:
                self.costs += [CLOSE * x for x in here]
            if day - dt.timedelta(days=1) in self.table.taken:
                self.costs += [CLOSE * x for x in here]
            after = by_day.get(tomorrow)
            if after:
                close = self.m.new_bool_var(f"close {day}")
                self.m.add(sum(here) + sum(after) <= 1 + close)
                self.costs.append(CLOSE * close)

    def _fairly(self) -> None:
        """The heaviest and the lightest load, and the most and the least often leading, near."""
        people = self.table.people
        minutes = [w.cadence.minutes for w in self.table.wanted]
        if len(people) < 2:
            return
        loads: list[cp_model.LinearExprT] = []
        for p in people:
            busy = [
                length * role[i][p.id]
                for i, length in enumerate(minutes)
                for role in (self.plays, self.leads)
                if p.id in role[i]
            ]
            loads.append(p.minutes + sum(busy))
        top = sum(minutes) + max(p.minutes for p in people)
        self._spread(loads, top, "load", 1)
        guides = self.table.guides()
        if len(guides) > 1:
            turns: list[cp_model.LinearExprT] = [
                p.facilitated + sum(leads[p.id] for leads in self.leads) for p in guides
            ]
            most = len(minutes) + max(p.facilitated for p in guides)
            self._spread(turns, most, "turns", A_TURN)

    def _spread(
        self, values: Sequence[cp_model.LinearExprT], top: int, name: str, each: int
    ) -> None:
        most = self.m.new_int_var(0, top, f"most {name}")
        least = self.m.new_int_var(0, top, f"least {name}")
        for value in values:
            self.m.add(most >= value)
            self.m.add(least <= value)
        self.costs.append(each * (most - least))
