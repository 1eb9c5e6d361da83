import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from simulacro.engines.planning import Change, ChangeKind, Done, Format, Light, standings, to_repeat

TODAY = dt.date(2026, 11, 23)
CASE = {"trigger": "troll", "channel": "x"}


def drill(days_ago: int, rating: str, number: int = 0) -> Done:
    day = TODAY - dt.timedelta(days=days_ago)
    return Done(f"{days_ago}-{number}", day, Format.CASE, CASE, {"answer": rating})


def due(done: list[Done], changes: tuple[Change, ...] = ()) -> dt.date:
    return standings(["answer"], done, changes, TODAY)[0].due


histories = st.lists(
    st.tuples(st.integers(1, 400), st.sampled_from("PSMUN")), max_size=6, unique_by=lambda x: x[0]
)


@given(history=histories, ago=st.integers(0, 1), worse=st.sampled_from(["PS", "SM", "MU", "PU"]))
@settings(max_examples=50, deadline=None)
def test_a_worse_rating_never_puts_a_capability_off(
    history: list[tuple[int, str]], ago: int, worse: str
) -> None:
    before = [drill(days + 1, rating) for days, rating in history]
    better_one, worse_one = (due([*before, drill(ago, rating)]) for rating in worse)
    assert worse_one <= better_one


@given(
    history=histories,
    changed=st.integers(0, 60),
    kind=st.sampled_from(list(ChangeKind)),
)
@settings(max_examples=50, deadline=None)
def test_a_change_never_puts_a_capability_off(
    history: list[tuple[int, str]], changed: int, kind: ChangeKind
) -> None:
    done = [drill(days, rating) for days, rating in history]
    change = Change(TODAY - dt.timedelta(days=changed), kind)
    assert due(done, (change,)) <= due(done)
    elsewhere = Change(change.date, kind, ("access",))
    assert due(done, (elsewhere,)) == due(done)


def test_the_gap_follows_how_it_went() -> None:
    # 28 days, doubled by P to 56, kept by S, doubled again up to 90.
    done = [drill(300, "P"), drill(200, "S"), drill(100, "P"), drill(10, "P")]
    assert standings(["answer"], done, [], TODAY)[0].gap_days == 90
    assert due([drill(3, "U")]) == TODAY + dt.timedelta(days=4)
    assert due([]) == TODAY


def test_lights_turn_at_ninety_and_a_hundred_and_eighty_days() -> None:
    lights = [
        standings(["answer"], [drill(days, "P")], [], TODAY)[0].light for days in (89, 90, 179, 180)
    ]
    assert lights == [Light.GREEN, Light.AMBER, Light.AMBER, Light.RED]
    assert standings(["answer"], [], [], TODAY)[0].light is Light.RED
    # Not applicable says nothing.
    assert standings(["answer"], [drill(5, "N")], [], TODAY)[0].last is None


def test_what_nobody_managed_waits_until_it_is_managed() -> None:
    assert to_repeat([drill(30, "U")]) == (drill(30, "U"),)
    assert to_repeat([drill(30, "U"), drill(20, "M")]) == ()
    assert to_repeat([drill(30, "U"), drill(20, "M"), drill(10, "U")]) == (drill(10, "U"),)
    assert to_repeat([drill(30, "M")]) == ()
