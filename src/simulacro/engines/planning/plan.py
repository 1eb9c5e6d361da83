"""The calendar of drills: from what is possible, done and due to dates.

Completed drills are facts: they count as covered and are never moved. Kept drills (moved by hand,
announced already) stay where they are. Every other period of every cadence gets one drill; planning
again with the same arguments gives the same calendar.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from simulacro.engines.planning.cadences import (
    DEFAULT_CADENCES,
    Cadence,
    Format,
    Period,
    periods,
)
from simulacro.engines.planning.choosing import Chosen, Opening, Trains, Why, choose
from simulacro.engines.planning.coverage import Share, Week, growth, shares, universe
from simulacro.engines.planning.dating import (
    WORK,
    Dated,
    Day,
    Habits,
    Person,
    Wanted,
    give_dates,
)
from simulacro.engines.planning.decay import (
    Change,
    Combination,
    Done,
    Standing,
    standings,
    to_repeat,
)
from simulacro.engines.possibilities.model import FactorModel

EFFORT: Final = 20_000_000
"""Of the covering array; about half a second."""

ONE_TRAINS: Final = 3
"""Capabilities that one drill is taken to train, when dates are pulled forward."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A planned drill. ``id`` is its period's: it stays when the date moves.

    ``hour`` is local. ``why`` says why this one, ``at_hand`` (0 to 1) the mean chance of those who
    take part, ``pulled`` the capability whose due date pulled it forward, if any. A ``surprise``
    is not told to its players.
    """

    id: str
    format: Format
    date: dt.date
    hour: int
    minutes: int
    combination: Combination
    facilitator: str = ""
    players: tuple[str, ...] = ()
    surprise: bool = False
    why: tuple[Why, ...] = ()
    at_hand: float = 1.0
    pulled: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a team wants to drill.

    ``budget`` bounds the drills that are planned, None for as many as the cadences say;
    ``surprise`` (0 to 1) is the share that is not announced; ``strength`` (1 to 3) how many
    factors at a time.
    """

    cadences: tuple[Cadence, ...] = DEFAULT_CADENCES
    habits: Habits = field(default_factory=Habits)
    strength: int = 2
    surprise: float = 0.25
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A calendar.

    ``slots`` by date, kept ones among them; ``unplaced`` are periods without a day that would do.
    ``possible`` combinations can happen, ``done`` were drilled, ``planned`` will be then.
    ``uncovered`` names what remains; ``needed`` is how many new drills would exhaust them, and
    ``at_most`` bounds what any calendar of as many drills can cover. ``weeks`` are how coverage
    grows, ``families`` (the values of the factor ``family``) where the gaps are; ``capabilities``
    where each stands today.
    """

    slots: tuple[Slot, ...]
    unplaced: tuple[Period, ...]
    possible: int
    done: int
    planned: int
    needed: int
    at_most: int
    uncovered: tuple[Combination, ...]
    weeks: tuple[Week, ...]
    families: tuple[Share, ...]
    family: str
    capabilities: tuple[Standing, ...] = field(default=())


def plan_drills(
    model: FactorModel,
    *,
    today: dt.date,
    until: dt.date,
    days: Sequence[Day],
    people: Sequence[Person],
    wishes: Wishes,
    capabilities: Sequence[str] = (),
    trains: Trains = lambda combination: frozenset(),
    done: Sequence[Done] = (),
    kept: Sequence[Slot] = (),
    changes: Sequence[Change] = (),
    family: str = "trigger",
    effort: int = EFFORT,
    work: float = WORK,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Plan:
    """The drills from the day after ``today`` to ``until``, both local dates.

    ``days`` need only be those in between. ``family`` is the factor whose values are the families
    of gaps. ``progress(share done)`` is told between the stages; what it raises stops the planning
    and nothing is half done. Raises ValueError without people, or where ``until`` is not after
    ``today``.
    """
    if until <= today:
        raise ValueError("the calendar must end after today")
    tell = progress or (lambda share: None)
    stand = standings(capabilities, done, changes, today)
    wanted, pulled = _wanted(wishes, today, until, done, kept, stand)
    tell(0.1)
    dating = give_dates(
        wanted,
        [d for d in days if today < d.date <= until],
        people,
        wishes.habits,
        taken=frozenset(s.date for s in kept),
        work=work,
        seed=seed,
    )
    tell(0.6)
    repeats = _repeats(done, kept)
    choice = choose(
        model,
        [Opening(d.period.id, d.date, d.period.cadence.format) for d in dating.dated],
        strength=wishes.strength,
        held=[*(d.combination for d in done), *(s.combination for s in kept)],
        repeats=repeats,
        standings=stand,
        trains=trains,
        effort=effort,
        seed=seed,
    )
    tell(0.9)
    new = [
        _slot(
            d,
            choice.chosen[d.period.id],
            _is_surprise(d.period, wishes.surprise, seed),
            pulled,
        )
        for d in dating.dated
    ]
    slots = tuple(sorted([*kept, *new], key=lambda s: (s.date, s.hour, s.id)))
    every = universe(model, wishes.strength)
    facts, intentions = [d.combination for d in done], [s.combination for s in slots]
    covered, together = every.covered(facts), every.covered([*facts, *intentions])
    return Plan(
        slots=slots,
        unplaced=tuple(w.period for w in dating.unplaced),
        possible=every.size,
        done=int(covered.sum()),
        planned=int(together.sum()),
        needed=choice.needed,
        at_most=int(every.covered([*facts, *(s.combination for s in kept)]).sum()) + choice.at_most,
        uncovered=every.named(every.feasible & ~together),
        weeks=growth(
            every, [(d.date, d.combination) for d in done], [(s.date, s.combination) for s in slots]
        ),
        families=shares(every, family, facts, intentions),
        family=family,
        capabilities=stand,
    )


def _wanted(
    wishes: Wishes,
    today: dt.date,
    until: dt.date,
    done: Sequence[Done],
    kept: Sequence[Slot],
    stand: Sequence[Standing],
) -> tuple[list[Wanted], dict[str, str]]:
    """What each open period wants, and by which capability a date was pulled forward."""
    filled = {d.planned_id for d in done} | {s.id for s in kept}
    tomorrow = today + dt.timedelta(days=1)
    open_periods: list[Period] = []
    for cadence in wishes.cadences:
        for period in periods(cadence, tomorrow, until):
            within = any(
                d.format == cadence.format and period.first <= d.date <= period.last for d in done
            )
            clipped = replace(
                period, first=max(period.first, tomorrow), last=min(period.last, until)
            )
            # Of a period cut short, less than half is not worth a drill of its own.
            enough = 2 * _days(clipped) >= _days(period)
            if enough and period.id not in filled and not within:
                open_periods.append(clipped)
    if wishes.budget is not None:
        open_periods = _within_budget(open_periods, max(0, wishes.budget - len(kept)))
    open_periods.sort(key=lambda p: (p.first, p.id))
    due = sorted((s.due, s.capability) for s in stand)
    wanted: list[Wanted] = []
    pulled: dict[str, str] = {}
    for period in open_periods:
        middle = period.first + (period.last - period.first) / 2
        date = max(min(middle, due[0][0]), period.first) if due else middle
        if due and date < middle:
            pulled[period.id] = due[0][1]
        # What this drill trains is not due before long.
        due = due[ONE_TRAINS:]
        wanted.append(Wanted(period, date))
    return wanted, pulled


def _days(period: Period) -> int:
    return (period.last - period.first).days + 1


def _within_budget(open_periods: Sequence[Period], budget: int) -> list[Period]:
    """The longest formats first; of the others, evenly spread ones."""
    kept: list[Period] = []
    longest_first = sorted(Format, key=list(Format).index, reverse=True)
    for format in longest_first:
        here = [p for p in open_periods if p.cadence.format == format]
        room = min(len(here), budget - len(kept))
        kept += [here[(2 * i + 1) * len(here) // (2 * room)] for i in range(room)]
    return kept


def _repeats(done: Sequence[Done], kept: Sequence[Slot]) -> list[Done]:
    """What must be repeated and is not going to be by a kept drill."""
    planned = Counter(tuple(sorted(s.combination.items())) for s in kept)
    return [d for d in to_repeat(done) if not planned[tuple(sorted(d.combination.items()))]]


def _is_surprise(period: Period, share: float, seed: int) -> bool:
    """By lot, the same lot each time; never a half day: nobody gives up half a day unasked."""
    lot = zlib.crc32(f"{seed} {period.id}".encode()) / 2**32
    return period.cadence.format != Format.HALF_DAY and lot < share


def _slot(dated: Dated, chosen: Chosen, surprise: bool, pulled: dict[str, str]) -> Slot:
    cadence = dated.period.cadence
    return Slot(
        id=dated.period.id,
        format=cadence.format,
        date=dated.date,
        hour=dated.hour,
        minutes=cadence.minutes,
        combination=chosen.combination,
        facilitator=dated.facilitator,
        players=dated.players,
        surprise=surprise,
        why=chosen.why,
        at_hand=dated.at_hand,
        pulled=pulled.get(dated.period.id, ""),
    )
