"""Laws of the one availability model, and examples worked by hand on real clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulacro.engines.access.chances import at_hand_by_hour
from simulacro.engines.availability.clocks import local_hours, minute_of, on_the_wall
from simulacro.engines.availability.pattern import Availability, Shift
from simulacro.engines.availability.rota import (
    Change,
    DatedChange,
    Holiday,
    Reason,
    Rota,
    Why,
    at_hand,
    chance_at,
    reason_at,
    reason_over,
)

LAWS = settings(max_examples=40, deadline=None)
# Lima never moves its clock; Madrid and Havana (at midnight) do, Lord Howe by half an hour.
ZONES = ("America/Lima", "Europe/Madrid", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu")
chances = st.sampled_from((0.0, 0.3, 0.5, 0.9, 1.0))
shifts = st.builds(
    Shift,
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.integers(0, 95).map(lambda quarter: quarter * 15),
    st.integers(0, 96).map(lambda quarter: quarter * 15),
    chances,
)
patterns = st.builds(
    Availability,
    st.lists(shifts, max_size=3).map(tuple),
    st.sampled_from(((), tuple([0.0] * 9 + [0.8] * 9 + [0.0] * 6) * 7)),
    st.sampled_from((None, *ZONES)),
)


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


spans = st.tuples(st.integers(0, 20 * 24), st.integers(1, 5 * 24)).map(
    lambda x: (at("2026-10-12") + timedelta(hours=x[0]), at("2026-10-12") + timedelta(hours=sum(x)))
)
changes = st.builds(
    lambda kind, span, chance, zone: DatedChange(kind, *span, chance, zone),
    st.sampled_from(Change),
    spans,
    chances,
    st.sampled_from((None, *ZONES)),
)
rotas = st.builds(
    Rota,
    st.one_of(st.none(), patterns, st.just(Availability(unknown=True))),
    st.sampled_from(ZONES),
    st.lists(changes, max_size=3).map(tuple),
    st.lists(st.integers(0, 27), max_size=2).map(
        lambda days: tuple(Holiday(date(2026, 10, 12) + timedelta(days=d), "x") for d in days)
    ),
    st.sampled_from((None, 0.0, 0.5, 1.0)),
    st.lists(shifts, max_size=1).map(tuple),
)
START = minute_of(at("2026-10-12"))
MONTH = 28 * 1440


@LAWS
@given(rotas, rotas, spans, st.booleans())
def test_a_cover_never_gives_more_than_the_hours_of_who_is_covered(
    rota: Rota, theirs: Rota, span: tuple[datetime, datetime], worst: bool
) -> None:
    cover = DatedChange(Change.EXTRA, *span, 0.9, of=theirs)
    before = at_hand(rota, START, MONTH, worst=worst)
    after = at_hand(replace(rota, changes=(*rota.changes, cover)), START, MONTH, worst=worst)
    hers = at_hand(theirs, START, MONTH, worst=worst)
    assert (after >= before - 1e-12).all()
    # So an absence with a cover is never better than no absence, whoever the two are.
    assert (after <= 1.0 - (1.0 - before) * (1.0 - hers) + 1e-12).all()
    minutes = np.arange(START, START + MONTH)
    outside = (minutes < minute_of(span[0])) | (minutes >= minute_of(span[1]))
    assert (after[outside] == before[outside]).all()


@LAWS
@given(rotas, shifts)
def test_one_more_shift_never_lowers_the_chance_at_hand(rota: Rota, shift: Shift) -> None:
    pattern = rota.pattern
    if pattern is None or pattern.unknown:
        return
    more = replace(rota, pattern=replace(pattern, shifts=(*pattern.shifts, shift)))
    covered = replace(rota, deputies=(*rota.deputies, shift))
    before = at_hand(rota, START, MONTH)
    assert (at_hand(more, START, MONTH) >= before).all()
    assert (at_hand(covered, START, MONTH) >= before - 1e-12).all()


@LAWS
@given(rotas, spans, chances)
def test_an_absence_never_raises_and_an_extra_shift_never_lowers(
    rota: Rota, span: tuple[datetime, datetime], chance: float
) -> None:
    before = at_hand(rota, START, MONTH)
    away = replace(rota, changes=(*rota.changes, DatedChange(Change.AWAY, *span, chance)))
    extra = replace(rota, changes=(*rota.changes, DatedChange(Change.EXTRA, *span, chance)))
    assert (at_hand(away, START, MONTH) <= before + 1e-12).all()
    assert (at_hand(extra, START, MONTH) >= before - 1e-12).all()


@LAWS
@given(rotas)
def test_what_nobody_knows_lies_between_its_worst_and_its_best(rota: Rota) -> None:
    worst, best = at_hand(rota, START, MONTH), at_hand(rota, START, MONTH, worst=False)
    assert (worst >= 0).all()
    assert (worst <= best + 1e-12).all()
    assert (best <= 1).all()


@LAWS
@given(patterns, st.sampled_from(ZONES))
def test_a_week_with_nothing_dated_is_the_reference_week(pattern: Availability, zone: str) -> None:
    # In this week no clock of ours moves, nor in the one before.
    monday = date(2026, 6, 8)
    hours = local_hours(zone, monday, 7)
    by_minute = at_hand(Rota(pattern, zone), int(hours.starts[0]), 7 * 1440)
    assert hours.hour_of_week.tolist() == list(range(168))
    dated = hours.mean_of(by_minute)
    assert np.allclose(dated, at_hand_by_hour(pattern, zone, monday), atol=1e-12)


@pytest.mark.parametrize(
    ("zone", "day", "count", "shown"),
    [
        ("Europe/Madrid", date(2026, 3, 29), 23, [0, 1, 3, 4]),
        ("Europe/Madrid", date(2026, 10, 25), 25, [0, 1, 2, 2]),
        ("America/Havana", date(2026, 3, 8), 23, [1, 2, 3, 4]),
        ("America/Havana", date(2026, 11, 1), 25, [0, 0, 1, 2]),
        ("America/Lima", date(2026, 3, 29), 24, [0, 1, 2, 3]),
    ],
)
def test_a_day_has_the_hours_that_its_clock_shows(
    zone: str, day: date, count: int, shown: list[int]
) -> None:
    hours = local_hours(zone, day, 1)
    assert (hours.count, hours.hour[:4].tolist()) == (count, shown)
    assert (np.diff(hours.starts) == 60).all()


def test_a_clock_that_moves_half_an_hour_makes_one_short_hour() -> None:
    hours = local_hours("Australia/Lord_Howe", date(2026, 10, 4), 1)
    lengths = np.diff(hours.starts).tolist()
    assert sum(lengths) == 23 * 60 + 30
    assert sorted(set(lengths)) == [30, 60]


@LAWS
@given(st.sampled_from(ZONES), st.dates(date(2026, 1, 1), date(2027, 12, 1)))
def test_ninety_days_follow_each_other_without_a_gap(zone: str, first: date) -> None:
    hours = local_hours(zone, first, 90)
    assert (np.diff(hours.starts) > 0).all()
    for index in (0, hours.count // 2, hours.count - 1):
        start = hours.start_of(index)
        assert (start.date(), start.hour) == (hours.date_of(index), hours.hour[index])
    after = local_hours(zone, first + timedelta(days=90), 1)
    assert hours.starts[-1] == after.starts[0]


def test_a_night_shift_lasts_as_the_wall_clock_says() -> None:
    """22:00 to 06:00 on the night when Madrid sleeps an hour more: nine real hours."""
    night = Rota(Availability((Shift((5,), 1320, 360),)), "Europe/Madrid")
    start = on_the_wall("Europe/Madrid", date(2026, 10, 24), 1320)
    assert at_hand(night, start - 60, 12 * 60).sum() == 9 * 60
    spring = on_the_wall("Europe/Madrid", date(2026, 3, 28), 1320)
    assert at_hand(night, spring - 60, 12 * 60).sum() == 7 * 60


def test_a_shift_abroad_moves_when_only_one_clock_does() -> None:
    """Ada works 9 to 17 in Madrid for a brand in Lima, which never moves its clock."""
    ada = Rota(Availability((Shift(tuple(range(7)), 540, 1020),), zone="Europe/Madrid"), "UTC")
    assert chance_at(ada, at("2026-10-20 02:30", "America/Lima")) == 1.0
    assert chance_at(ada, at("2026-10-27 02:30", "America/Lima")) == 0.0
    assert chance_at(ada, at("2026-10-27 03:30", "America/Lima")) == 1.0


def test_a_holiday_takes_the_shift_that_begins_on_it_the_night_after_too() -> None:
    nights = Availability((Shift(tuple(range(7)), 1320, 360, 0.8),))
    christmas = (Holiday(date(2026, 12, 25), "Navidad"),)
    ben = Rota(nights, "America/Lima", holidays=christmas, on_holidays=0.5)
    eve, night = at("2026-12-25 03:00", "America/Lima"), at("2026-12-26 03:00", "America/Lima")
    assert (chance_at(ben, eve), chance_at(ben, night)) == (0.8, 0.4)
    assert reason_at(ben, night) == Reason(Why.HOLIDAY, 0.4, "Navidad")
    silent = replace(ben, on_holidays=None)
    assert chance_at(silent, night) == 0.0
    assert chance_at(silent, night, worst=False) == 0.8
    assert reason_at(silent, night) == Reason(Why.HOLIDAY, 0.0, "Navidad", asked=False)


def test_a_journey_moves_the_clock_and_a_swap_moves_the_shift() -> None:
    office = Availability((Shift((0, 1, 2, 3, 4), 540, 1080),))
    trip = DatedChange(
        Change.TRAVEL, at("2026-11-23"), at("2026-11-30"), 1.0, "Europe/Madrid", "Madrid"
    )
    ana = Rota(office, "America/Lima", (trip,))
    assert chance_at(ana, at("2026-11-24 10:00", "Europe/Madrid")) == 1.0
    assert chance_at(ana, at("2026-11-24 15:00", "America/Lima")) == 0.0
    given = DatedChange(Change.AWAY, at("2026-12-01"), at("2026-12-02"), 0.0, label="cambio")
    taken = replace(given, kind=Change.EXTRA, chance=1.0)
    ada, ben = Rota(office, "UTC", (given,)), Rota(None, "UTC", (taken,))
    noon = at("2026-12-01 12:00")
    assert (chance_at(ada, noon), chance_at(ben, noon)) == (0.0, 1.0)
    assert reason_at(ada, noon) == Reason(Why.AWAY, 0.0, "cambio")


def test_the_reason_of_an_hour_is_that_of_its_darkest_minute_with_the_mean_chance() -> None:
    office = Availability((Shift((0,), 540, 1050, 0.8), Shift((0,), 570, 600, 0.6)))
    monday = minute_of(datetime(2026, 11, 23, tzinfo=UTC))
    leave = DatedChange(Change.AWAY, at("2026-11-23 10:45"), at("2026-11-23 12:00"), 0.0, None, "x")
    ada = Rota(office, "UTC", (leave,))
    assert reason_over(ada, monday + 9 * 60, 60) == Reason(Why.PERHAPS, 0.8)
    partly = reason_over(ada, monday + 10 * 60, 60)
    assert (partly.why, partly.label, partly.but_min) == (Why.AWAY, "x", 45)
    assert partly.chance == pytest.approx(0.6)
    assert reason_over(ada, monday + 11 * 60, 60) == Reason(Why.AWAY, 0.0, "x")
    ends = reason_over(ada, monday + 17 * 60, 60)
    assert (ends.why, ends.but_min) == (Why.OFF_SHIFT, 30)


def test_each_reason_is_told_for_what_it_is() -> None:
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    office = Availability((Shift((0,), 540, 1080, 0.7),))
    assert reason_at(Rota(None, "UTC"), noon).why is Why.HERE
    assert reason_at(Rota(office, "UTC"), noon).why is Why.OFF_SHIFT
    assert reason_at(Rota(office, "UTC"), noon - timedelta(days=1)).why is Why.PERHAPS
    assert reason_at(Rota(Availability(unknown=True), "UTC"), noon).why is Why.UNKNOWN
