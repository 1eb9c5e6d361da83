import datetime as dt
import itertools
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulacro.engines.planning import (
    Cadence,
    Day,
    Done,
    Format,
    Habits,
    Person,
    Plan,
    Slot,
    Unit,
    Wishes,
    growth,
    periods,
    plan_drills,
    shares,
    universe,
)
from simulacro.engines.possibilities import FactorModel, load_model, verify

TODAY = dt.date(2026, 11, 23)
UNTIL = dt.date(2027, 1, 31)
OFFICE = tuple(0.9 if 9 <= hour < 18 else 0.0 for hour in range(24))
MODEL = load_model(
    """
schema: simulacro.factors/1
factors:
  - {id: trigger, values: [troll, rumour, outage]}
  - {id: channel, values: [x, tiktok]}
  - {id: moment, values: [office, night]}
  - {id: severity, values: [low, high]}
rules:
  - {id: outage-is-high, if: {trigger: outage}, then: {severity: high}}
"""
)
SKILLS = ("detect", "answer", "access")
WEEKLY = Cadence(Format.MICRO, 1, Unit.WEEK, 15)
MONTHLY = Cadence(Format.CASE, 1, Unit.MONTH, 60)
WISHES = Wishes(cadences=(WEEKLY, MONTHLY), surprise=0.0)
TEAM = ("ada", "ben", "cy")


def trains(combination: dict[str, str]) -> frozenset[str]:
    return frozenset({"answer", "access" if combination["trigger"] == "outage" else "detect"})


def days(people: tuple[str, ...] = TEAM, off: frozenset[dt.date] = frozenset()) -> list[Day]:
    every = (TODAY + dt.timedelta(days=i) for i in range((UNTIL - TODAY).days + 1))
    return [
        Day(
            day,
            dict.fromkeys(people, OFFICE),
            holiday=(day.month, day.day) in {(12, 25), (1, 1)},
            blocked=day in off,
        )
        for day in every
    ]


def plan(
    done: tuple[Done, ...] = (),
    kept: tuple[Slot, ...] = (),
    wishes: Wishes = WISHES,
    people: tuple[str, ...] = TEAM,
    calendar: list[Day] | None = None,
) -> Plan:
    return plan_drills(
        MODEL,
        today=TODAY,
        until=UNTIL,
        days=calendar or days(people),
        people=[Person(p) for p in people],
        wishes=wishes,
        capabilities=SKILLS,
        trains=trains,
        done=done,
        kept=kept,
        effort=100_000,
        work=0.3,
    )


def done(row: dict[str, str], ago: int, rating: str = "P") -> Done:
    day = TODAY - dt.timedelta(days=ago)
    return Done(f"d{ago}", day, Format.MICRO, row, {"answer": rating}, TEAM)


ROW = {"trigger": "troll", "channel": "x", "moment": "night", "severity": "low"}


@given(
    start=st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)),
    length=st.integers(0, 800),
    every=st.integers(1, 5),
    unit=st.sampled_from(list(Unit)),
)
@settings(max_examples=40, deadline=None)
def test_periods_part_the_calendar_and_keep_their_names(
    start: dt.date, length: int, every: int, unit: Unit
) -> None:
    cadence = replace(WEEKLY, every=every, unit=unit)
    end = start + dt.timedelta(days=length)
    found = list(periods(cadence, start, end))
    assert found[0].first <= start
    assert found[-1].last >= end
    for one, after in itertools.pairwise(found):
        assert after.first == one.last + dt.timedelta(days=1)
    later = list(periods(cadence, end, end))
    assert later[0] == found[-1]


def test_the_same_facts_give_the_same_calendar_and_it_exhausts_what_it_can() -> None:
    calendar = plan(done=(done(ROW, 20),))
    assert calendar == plan(done=(done(ROW, 20),))
    # Ten weeks, two months: enough for every pair, and an independent verifier agrees.
    held = [ROW, *(slot.combination for slot in calendar.slots)]
    cells = universe(MODEL, 2).cells(held)
    proof = verify(MODEL, [tuple(map(int, row)) for row in cells])
    assert proof.complete
    assert proof.covered == calendar.possible == calendar.planned
    assert calendar.uncovered == ()


def test_dates_keep_to_the_teams_time() -> None:
    vacation = frozenset(dt.date(2026, 12, 7) + dt.timedelta(days=i) for i in range(5))
    paused = frozenset(dt.date(2026, 12, 14) + dt.timedelta(days=i) for i in range(5))
    calendar = [
        replace(day, at_hand={p: v for p, v in day.at_hand.items() if p != "ada"})
        if day.date in vacation
        else day
        for day in days(off=paused)
    ]
    planned = plan(calendar=calendar)
    dates = [slot.date for slot in planned.slots]
    assert len(dates) == len(set(dates))
    # The paused week has no drill, and says so instead of dropping it.
    assert not set(dates) & paused
    assert [str(p.first) for p in planned.unplaced] == ["2026-12-14"]
    for slot in planned.slots:
        assert slot.date.weekday() < 5
        assert (slot.date.month, slot.date.day) not in {
            (12, 25),
            (1, 1),
        }
        assert OFFICE[slot.hour]
        assert slot.facilitator not in slot.players
        assert not (slot.date in vacation and "ada" in {*slot.players, slot.facilitator})
    turns = Counter(slot.facilitator for slot in planned.slots)
    assert max(turns.values()) - min(turns[p] for p in TEAM) <= 2


def test_facts_and_kept_drills_stay_and_only_the_rest_is_filled() -> None:
    first = plan()
    moved = replace(first.slots[2], date=dt.date(2026, 12, 12), hour=8)
    again = plan(kept=(moved,))
    assert moved in again.slots
    assert {s.id for s in again.slots} == {s.id for s in first.slots}
    played = done(dict(first.slots[0].combination), 0)
    fulfilled = replace(played, date=TODAY, planned_id=first.slots[0].id)
    left = plan(done=(fulfilled,))
    assert first.slots[0].id not in {s.id for s in left.slots}
    assert left.done == 6


def test_what_nobody_managed_comes_again_first() -> None:
    planned = plan(done=(done(ROW, 8, "U"),))
    again = [s for s in planned.slots if any(w.code == "repeat" for w in s.why)]
    assert again == [planned.slots[0]]
    assert dict(again[0].combination) == ROW
    assert not [s for s in plan(done=(done(ROW, 8, "S"),)).slots if s.why[:1] == again[0].why[:1]]


@pytest.mark.parametrize("budget", [0, 1, 3])
def test_a_small_budget_takes_the_best_and_says_what_remains(budget: int) -> None:
    planned = plan(wishes=replace(WISHES, budget=budget))
    assert len(planned.slots) == budget
    assert len(planned.uncovered) == planned.possible - planned.planned > 0
    assert planned.planned <= planned.at_most <= planned.possible
    assert planned.needed >= 6
    # Four factors, six pairs a row; three rows of this model can all be new.
    assert planned.planned == 6 * budget


def test_somebody_alone_drills_without_a_facilitator() -> None:
    planned = plan(people=("ada",))
    assert {(s.facilitator, s.players) for s in planned.slots} == {("", ("ada",))}
    with pytest.raises(ValueError, match="nobody"):
        plan(people=(), calendar=days(("ada",)))


def test_surprises_are_the_same_each_time_and_none_or_all_when_asked() -> None:
    assert not any(s.surprise for s in plan().slots)
    assert all(s.surprise for s in plan(wishes=replace(WISHES, surprise=1.0)).slots)


def test_once_every_pair_is_covered_triples_are_next() -> None:
    facts = tuple(done(dict(s.combination), i + 1) for i, s in enumerate(plan().slots))
    planned = plan(done=facts)
    assert planned.done == planned.possible
    assert {w.facts["strength"] for s in planned.slots for w in s.why if w.code == "new"} >= {3}


rows = st.fixed_dictionaries(
    {},
    optional={
        factor.id: st.sampled_from([v.id for v in factor.values] + ["gone"])
        for factor in MODEL.factors
    },
)


@given(facts=st.lists(st.tuples(st.integers(0, 60), rows), max_size=8))
@settings(max_examples=50, deadline=None)
def test_coverage_only_grows_and_ends_where_it_says(
    facts: list[tuple[int, dict[str, str]]],
) -> None:
    every = universe(MODEL, 2)
    dated = [(TODAY - dt.timedelta(days=ago), row) for ago, row in facts]
    weeks = growth(every, dated, [])
    counts = [w.done for w in weeks]
    assert counts == sorted(counts)
    total = int(every.covered([row for _, row in facts]).sum())
    assert (counts[-1] if counts else 0) == total <= every.size
    by_trigger = shares(every, "trigger", [row for _, row in facts], [])
    assert all(0 <= s.done == s.planned <= s.of for s in by_trigger)


def test_the_hours_are_where_everybody_is() -> None:
    early = Habits(hours=(8, 10, 17))
    assert {s.hour for s in plan(wishes=replace(WISHES, habits=early)).slots} == {10}


def test_the_universe_is_that_of_the_verifier() -> None:
    model: FactorModel = MODEL
    proof = verify(model, [])
    every = universe(model, 2)
    assert every.size == len(proof.missing)
    assert every.layout.size - every.size == proof.infeasible == 1
