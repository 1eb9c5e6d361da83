"""Every state, seen or not, on each side of an end date: nothing is left to chance."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulacro.apps.audit.finding_states import BY_HAND, Outcome, State, after_audit, standing

TODAY = dt.date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)

TABLE = [
    (State.OPEN, True, None, Outcome(State.OPEN)),
    (State.OPEN, False, None, Outcome(State.VERIFIED)),
    (State.FIXED, True, None, Outcome(State.OPEN, returned=True)),
    (State.FIXED, False, None, Outcome(State.VERIFIED)),
    (State.VERIFIED, True, None, Outcome(State.OPEN, returned=True)),
    (State.VERIFIED, False, None, Outcome(State.VERIFIED)),
    (State.ACCEPTED, True, TOMORROW, Outcome(State.ACCEPTED)),
    (State.ACCEPTED, True, TODAY, Outcome(State.ACCEPTED)),
    (State.ACCEPTED, True, YESTERDAY, Outcome(State.OPEN, expired=True)),
    (State.ACCEPTED, False, TOMORROW, Outcome(State.VERIFIED)),
]


@pytest.mark.parametrize(("state", "seen", "until", "outcome"), TABLE)
def test_an_audit_moves_each_state_as_the_table_says(
    state: State, seen: bool, until: dt.date | None, outcome: Outcome
) -> None:
    assert after_audit(state, seen, until, TODAY) == outcome


dates = st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))


@given(st.sampled_from(State), st.lists(st.booleans(), min_size=1, max_size=12), dates)
def test_what_the_last_audit_saw_is_never_called_gone(
    state: State, audits: list[bool], until: dt.date | None
) -> None:
    for seen in audits:
        state = after_audit(state, seen, until, TODAY).state
    assert (state is State.VERIFIED) == (not audits[-1])


@given(st.sampled_from(State), st.booleans(), dates)
def test_the_same_audit_again_changes_nothing_more(
    state: State, seen: bool, until: dt.date | None
) -> None:
    once = after_audit(state, seen, until, TODAY).state
    again = after_audit(once, seen, until, TODAY)
    assert again == Outcome(once)


def test_an_acceptance_without_a_date_does_not_hold() -> None:
    assert standing(State.ACCEPTED, None, TODAY) is State.OPEN


def test_nobody_verifies_by_hand() -> None:
    assert all(State.VERIFIED not in to for state, to in BY_HAND.items() if state != "verified")
