"""What becomes of a weak point: by a person's hand, and by each new audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    FIXED = "fixed"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state after an audit; ``returned`` where something thought gone is there again,
    ``expired`` where an acceptance had ended."""

    state: State
    returned: bool = False
    expired: bool = False


def standing(state: State, accepted_until: date | None, day: date) -> State:
    """The state that holds on ``day``: an acceptance holds to its end date, that day included.

    >>> standing(State.ACCEPTED, date(2026, 11, 22), date(2026, 11, 23))
    <State.OPEN: 'open'>
    """
    if state is State.ACCEPTED and (accepted_until is None or accepted_until < day):
        return State.OPEN
    return state


def after_audit(state: State, seen: bool, accepted_until: date | None, day: date) -> Outcome:
    """The state after an audit that saw the weak point, or did not.

    What an audit sees no more is verified, whoever said what before. What was fixed or verified
    and is seen is open again.
    """
    if not seen:
        return Outcome(State.VERIFIED)
    now = standing(state, accepted_until, day)
    if now in (State.FIXED, State.VERIFIED):
        return Outcome(State.OPEN, returned=True)
    return Outcome(now, expired=now is not state)


# What a person may do by hand; only an audit verifies.
BY_HAND: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.OPEN, State.ACCEPTED, State.FIXED}),
    State.ACCEPTED: frozenset({State.OPEN, State.ACCEPTED, State.FIXED}),
    State.FIXED: frozenset({State.OPEN, State.FIXED}),
    State.VERIFIED: frozenset({State.VERIFIED}),
}
