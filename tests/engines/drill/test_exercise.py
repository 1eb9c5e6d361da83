from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulacro.engines.drill import (
    AlreadyAsked,
    AlreadyOpen,
    AlreadyRevealed,
    BadData,
    Event,
    ExerciseState,
    Kind,
    NotAsked,
    NotOpen,
    NotTaking,
    NotYours,
    Phase,
    Refused,
    UnreadableEvent,
    action_standings,
    fold,
    played,
    propose,
    question_figures,
    task_figures,
    worst_by_capability,
)

START = 1_795_000_000_000
Step = tuple[Kind, dict[str, Any], str]

OPENED: Step = (Kind.EXERCISE_OPENED, {"format": "case", "case_key": "base.case.trolls.x"}, "")
ADA: Step = (
    Kind.PARTICIPANT_JOINED,
    {"id": "ada", "name": "Ada", "part": "facilitator"},
    "",
)
BEN: Step = (Kind.PARTICIPANT_JOINED, {"id": "ben", "name": "Ben", "part": "player"}, "")
CY: Step = (Kind.PARTICIPANT_JOINED, {"id": "cy", "name": "Cy", "part": "observer"}, "")
ASKED: Step = (Kind.QUESTION_OPENED, {"question": "q1", "task": "answer.first"}, "ada")
ANSWERED: Step = (Kind.ANSWER_GIVEN, {"question": "q1", "text": "We are looking into it."}, "ben")
REVEALED: Step = (Kind.ANSWERS_REVEALED, {"question": "q1"}, "ada")
ENDED: Step = (Kind.EXERCISE_ENDED, {}, "ada")
ACTION: Step = (
    Kind.ACTION_RECORDED,
    {
        "id": "a1",
        "text": "Write the first message",
        "task": "answer.first",
        "owner": "Ben",
        "due": "2026-12-01",
        "poete": "planning",
    },
    "ada",
)


def rated(rating: str, by: str = "ben") -> Step:
    return Kind.TASK_RATED, {"task": "answer.first", "rating": rating}, by


def play(*steps: Step, start: int = START) -> list[Event]:
    events: list[Event] = []
    state = ExerciseState()
    for i, (kind, data, by) in enumerate(steps):
        event = propose(state, kind, data, by=by, at_ms=start + 1000 * i)
        state = fold([event], state)
        events.append(event)
    return events


def refused(reason: type[Refused], before: Sequence[Step], step: Step) -> Refused:
    with pytest.raises(reason) as refusal:
        play(*before, step)
    return refusal.value


TABLE = (OPENED, ADA, BEN, CY, ASKED)

steps = st.lists(
    st.sampled_from(
        [OPENED, ADA, BEN, CY, ASKED, ANSWERED, REVEALED, ENDED, ACTION]
        + [rated(r, by) for r in "PU" for by in ("ada", "ben", "cy")]
        + [(Kind.HOT_WASH_OPENED, {}, "ada"), (Kind.FACILITATOR_CHANGED, {"to": "ben"}, "ada")]
    ),
    max_size=25,
)


@given(wanted=steps, cut=st.integers(0, 25))
@settings(max_examples=80, deadline=None)
def test_a_replay_gives_the_same_state_at_once_or_in_parts(wanted: list[Step], cut: int) -> None:
    events: list[Event] = []
    state = ExerciseState()
    for i, (kind, data, by) in enumerate([OPENED, ADA, *wanted]):
        try:
            event = propose(state, kind, data, by=by, at_ms=START + i)
        except Refused:
            continue
        state = fold([event], state)
        events.append(event)
    assert fold(events) == state
    assert fold(events[cut:], fold(events[:cut])) == state
    assert state.sequence == len(events)


def test_nobody_sees_or_changes_an_answer_out_of_its_time() -> None:
    assert isinstance(refused(AlreadyOpen, [OPENED], OPENED), AlreadyOpen)
    refused(NotOpen, [], ADA)
    refused(NotTaking, [OPENED, ADA], ANSWERED)
    refused(NotAsked, [OPENED, ADA, BEN], ANSWERED)
    refused(AlreadyRevealed, [*TABLE, ANSWERED, REVEALED], ANSWERED)
    refused(AlreadyAsked, [*TABLE, REVEALED], ASKED)
    assert refused(NotYours, TABLE, (*REVEALED[:2], "ben")).args == ("ben: player",)
    refused(NotYours, TABLE, (*ANSWERED[:2], "cy"))
    refused(NotYours, TABLE, rated("P", "cy"))
    refused(NotOpen, [*TABLE, ENDED], ANSWERED)
    refused(NotOpen, [*TABLE, (Kind.EXERCISE_ABANDONED, {}, "ada")], rated("P"))


def test_a_report_is_written_after_the_end() -> None:
    state = fold(play(*TABLE, ANSWERED, REVEALED, ENDED, rated("S"), ACTION))
    assert state.phase is Phase.ENDED
    assert list(state.actions) == ["a1"]
    assert worst_by_capability(state) == {"answer": "S"}


def test_somebody_alone_moves_on_without_a_facilitator() -> None:
    alone = (
        OPENED,
        BEN,
        (*ASKED[:2], "ben"),
        ANSWERED,
        (*REVEALED[:2], "ben"),
        rated("M"),
        (*ENDED[:2], "ben"),
    )
    assert fold(play(*alone)).phase is Phase.ENDED


def test_who_facilitates_can_be_handed_over() -> None:
    state = fold(play(*TABLE, (Kind.FACILITATOR_CHANGED, {"to": "ben"}, "ada")))
    assert state.facilitators == ("ben",)
    assert not state.leads("ada")


def test_ratings_are_counted_and_the_worst_named() -> None:
    state = fold(play(*TABLE, ANSWERED, rated("P"), rated("U", "ada"), rated("S")))
    (figure,) = task_figures(state)
    # Ben said P and then S: the latter counts.
    assert figure.counts == {"P": 0, "S": 1, "M": 0, "U": 1, "N": 0}
    assert figure.worst == "U"
    (question,) = question_figures(state)
    assert (question.first_answer_ms, question.answered, question.players) == (1000, 1, 1)


def test_only_a_drill_that_goes_well_closes_an_action() -> None:
    first = fold(play(*TABLE, ANSWERED, rated("M"), ENDED, ACTION))
    again = [
        played(f"{rating}{i}", fold(play(*TABLE, rated(rating), ENDED, start=START + day)))
        for i, (rating, day) in enumerate([("P", -90_000_000), ("M", 90_000_000)], start=1)
    ]
    (waiting,) = action_standings([played("0", first), *again])
    assert waiting.is_open
    managed = played("9", fold(play(*TABLE, rated("S"), ENDED, start=START + 200_000_000)))
    (closed,) = action_standings([played("0", first), *again, managed])
    assert closed.closed_by == "9"
    # An exercise that was called off closes nothing.
    off = fold(play(*TABLE, rated("P"), (Kind.EXERCISE_ABANDONED, {}, "ada"), start=START * 2))
    assert action_standings([played("0", first), played("x", off)])[0].is_open


def test_every_mistake_of_an_event_is_told_at_once() -> None:
    wrong = (Kind.ACTION_RECORDED, {"id": "", "due": "soon", "poete": "luck", "cost": 3}, "ada")
    refusal = refused(BadData, TABLE, wrong)
    assert isinstance(refusal, BadData)
    assert {name for name, _what in refusal.problems} == {
        *("id", "text", "task", "owner", "due", "poete", "cost")
    }


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(UnreadableEvent):
        fold([Event(1, START, "exercise_opened", data={}, version=99)])
    with pytest.raises(UnreadableEvent):
        fold([Event(1, START, "tea_made")])
    events = play(OPENED, ADA, BEN)
    with pytest.raises(ValueError, match="event 3 after 1"):
        fold([events[0], events[2]])
