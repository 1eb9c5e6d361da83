"""An exercise as the fold of its events: ``state = fold(events)``.

The same events give the same state on any machine, whether folded at once or a few at a time.
`propose` says whether something may happen now and gives the event that records it; the database
keeps the event, and only then is it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from simulacro.engines.drill.events import VERSIONS, Data, Event, Kind, upcast
from simulacro.engines.drill.refusals import (
    AlreadyAsked,
    AlreadyOpen,
    AlreadyRevealed,
    NotAsked,
    NotOpen,
    NotTaking,
    NotYours,
)
from simulacro.engines.drill.shapes import Part, checked


class Phase(StrEnum):
    """Where an exercise is."""

    UNOPENED = "unopened"
    LOBBY = "lobby"
    QUESTION = "question"
    DISCUSSION = "discussion"
    HOT_WASH = "hot_wash"
    ENDED = "ended"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Participant:
    id: str
    name: str
    part: Part


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put on the table; ``revealed_at_ms`` is 0 until everybody sees all."""

    question: str
    task: str
    at_ms: int
    revealed_at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered; ``first_at_ms`` when they answered first, ``at_ms`` when last."""

    question: str
    by: str
    text: str
    first_at_ms: int
    at_ms: int
    option: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """How well a critical task went, as somebody saw it."""

    task: str
    question: str
    by: str
    rating: str
    words: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Observation:
    by: str
    text: str
    question: str
    task: str
    rating: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the hot wash (``about`` strength or improvement) or, without, a decision."""

    by: str
    text: str
    about: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class CorrectiveAction:
    """What is to be mended, by whom, until when (ISO date), and which element it mends."""

    id: str
    text: str
    task: str
    owner: str
    due: str
    poete: str
    by: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class ExerciseState:
    """Everything an exercise is after its events; times in whole milliseconds of Unix time."""

    phase: Phase = Phase.UNOPENED
    sequence: int = 0
    format: str = ""
    case_key: str = ""
    title: str = ""
    combination: Mapping[str, str] = field(default_factory=dict)
    planned: str = ""
    announced: bool = True
    opened_at_ms: int = 0
    ended_at_ms: int = 0
    participants: Mapping[str, Participant] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    answers: Mapping[tuple[str, str], Answer] = field(default_factory=dict)
    ratings: Mapping[tuple[str, str, str], Rated] = field(default_factory=dict)
    observations: tuple[Observation, ...] = ()
    hot_wash: tuple[Said, ...] = ()
    decisions: tuple[Said, ...] = ()
    actions: Mapping[str, CorrectiveAction] = field(default_factory=dict)
    why_abandoned: str = ""

    @property
    def on_the_table(self) -> Asked | None:
        """The question that is being answered or discussed."""
        at_it = self.phase in (Phase.QUESTION, Phase.DISCUSSION)
        return self.asked[-1] if at_it and self.asked else None

    @property
    def facilitators(self) -> tuple[str, ...]:
        return tuple(p.id for p in self.participants.values() if p.part is Part.FACILITATOR)

    def leads(self, participant: str) -> bool:
        """Whether this participant moves the exercise on: who facilitates or, where nobody does,
        any player."""
        who = self.participants.get(participant)
        if who is None:
            return False
        return who.part is Part.FACILITATOR or (not self.facilitators and who.part is Part.PLAYER)

    def answers_to(self, question: str) -> tuple[Answer, ...]:
        """Everybody's answers to a question, the first given first."""
        found = [a for a in self.answers.values() if a.question == question]
        return tuple(sorted(found, key=lambda a: (a.first_at_ms, a.by)))


ANSWERING: Final = frozenset({Part.PLAYER, Part.FACILITATOR, Part.WHITE_CELL})
AFTERWARDS: Final = frozenset(
    {
        Kind.TASK_RATED,
        Kind.OBSERVATION_MADE,
        Kind.HOT_WASH_SAID,
        Kind.DECISION_TAKEN,
        Kind.ACTION_RECORDED,
    }
)
"""What may still be said once an exercise has ended: the report is written then."""

LEADING: Final = frozenset(
    {
        Kind.FACILITATOR_CHANGED,
        Kind.QUESTION_OPENED,
        Kind.ANSWERS_REVEALED,
        Kind.HOT_WASH_OPENED,
        Kind.EXERCISE_ENDED,
        Kind.EXERCISE_ABANDONED,
    }
)


def fold(events: Iterable[Event], onto: ExerciseState | None = None) -> ExerciseState:
    """The state after these events, in their order; ``onto`` is the state before them.

    Raises UnreadableEvent, and ValueError where the sequence has a gap.
    """
    state = onto or ExerciseState()
    for event in events:
        if event.sequence != state.sequence + 1:
            raise ValueError(f"event {event.sequence} after {state.sequence}")
        state = replace(_after(state, upcast(event)), sequence=event.sequence)
    return state


def propose(state: ExerciseState, kind: str, data: Data, *, by: str, at_ms: int) -> Event:
    """The event that records this, if it may happen now; nothing has happened yet.

    Raises a `Refused`: the facts of what stands in the way; ValueError for an unknown kind.
    """
    wanted = Kind(kind)
    kept = checked(wanted, data)
    _may(state, wanted, kept, by)
    return Event(state.sequence + 1, at_ms, wanted, by, kept, VERSIONS[wanted])


def _may(state: ExerciseState, kind: Kind, data: Data, by: str) -> None:
    if kind is Kind.EXERCISE_OPENED:
        if state.phase is not Phase.UNOPENED:
            raise AlreadyOpen
        return
    over = state.phase is Phase.ENDED and kind not in AFTERWARDS
    if over or state.phase in (Phase.UNOPENED, Phase.ABANDONED):
        raise NotOpen
    if kind is Kind.PARTICIPANT_JOINED:
        return
    who = state.participants.get(by)
    if who is None:
        raise NotTaking(by)
    if kind in LEADING and not state.leads(by):
        raise NotYours(by, who.part)
    _may_about(state, kind, data, who)


def _may_about(state: ExerciseState, kind: Kind, data: Data, who: Participant) -> None:
    """What depends on the question, or on who is meant."""
    match kind:
        case Kind.FACILITATOR_CHANGED:
            if data["to"] not in state.participants:
                raise NotTaking(data["to"])
        case Kind.QUESTION_OPENED:
            if any(a.question == data["question"] for a in state.asked):
                raise AlreadyAsked(data["question"])
        case Kind.ANSWER_GIVEN | Kind.ANSWERS_REVEALED:
            if kind is Kind.ANSWER_GIVEN and who.part not in ANSWERING:
                raise NotYours(who.id, who.part)
            table = state.on_the_table
            if table is None or table.question != data["question"]:
                raise NotAsked(data["question"])
            if table.revealed_at_ms:
                raise AlreadyRevealed(data["question"])
        case Kind.TASK_RATED:
            if who.part is Part.OBSERVER:
                raise NotYours(who.id, who.part)


def _after(state: ExerciseState, event: Event) -> ExerciseState:
    data, by, at = event.data, event.by, event.at_ms
    match Kind(event.kind):
        case Kind.EXERCISE_OPENED:
            return replace(
                state,
                phase=Phase.LOBBY,
                format=data["format"],
                case_key=data["case_key"],
                title=data.get("title", ""),
                combination=dict(data.get("combination", {})),
                planned=data.get("planned", ""),
                announced=data.get("announced", True),
                opened_at_ms=at,
            )
        case Kind.PARTICIPANT_JOINED:
            who = Participant(data["id"], data["name"], Part(data["part"]))
            return replace(state, participants={**state.participants, who.id: who})
        case Kind.FACILITATOR_CHANGED:
            return replace(state, participants=_handed_over(state, data["to"]))
        case Kind.QUESTION_OPENED:
            asked = Asked(data["question"], data["task"], at)
            return replace(state, phase=Phase.QUESTION, asked=(*state.asked, asked))
        case Kind.ANSWER_GIVEN:
            key = data["question"], by
            first = state.answers[key].first_at_ms if key in state.answers else at
            given = Answer(key[0], by, data["text"], first, at, data.get("option", ""))
            return replace(state, answers={**state.answers, key: given})
        case Kind.ANSWERS_REVEALED:
            *before, last = state.asked
            seen = (*before, replace(last, revealed_at_ms=at))
            return replace(state, phase=Phase.DISCUSSION, asked=seen)
        case Kind.HOT_WASH_OPENED:
            return replace(state, phase=Phase.HOT_WASH)
        case Kind.EXERCISE_ENDED:
            return replace(state, phase=Phase.ENDED, ended_at_ms=at)
        case Kind.EXERCISE_ABANDONED:
            why = data.get("why", "")
            return replace(state, phase=Phase.ABANDONED, ended_at_ms=at, why_abandoned=why)
        case _:
            return _noted(state, event)


def _noted(state: ExerciseState, event: Event) -> ExerciseState:
    """What is written down beside the questions: ratings, observations, words, actions."""
    data, by, at = event.data, event.by, event.at_ms
    match Kind(event.kind):
        case Kind.TASK_RATED:
            question = data.get("question", "")
            rated = Rated(data["task"], question, by, data["rating"], data.get("words", ""), at)
            return replace(state, ratings={**state.ratings, (rated.task, question, by): rated})
        case Kind.OBSERVATION_MADE:
            question, task, rating = (data.get(x, "") for x in ("question", "task", "rating"))
            seen = Observation(by, data["text"], question, task, rating, at)
            return replace(state, observations=(*state.observations, seen))
        case Kind.HOT_WASH_SAID:
            line = Said(by, data["text"], data["about"], at)
            return replace(state, hot_wash=(*state.hot_wash, line))
        case Kind.DECISION_TAKEN:
            return replace(state, decisions=(*state.decisions, Said(by, data["text"], "", at)))
        case Kind.ACTION_RECORDED:
            action = CorrectiveAction(**data, by=by, at_ms=at)
            return replace(state, actions={**state.actions, action.id: action})
    raise AssertionError(event.kind)


def _handed_over(state: ExerciseState, to: str) -> dict[str, Participant]:
    """Who facilitated plays on; whoever is named facilitates."""
    return {
        who.id: replace(who, part=Part.FACILITATOR)
        if who.id == to
        else replace(who, part=Part.PLAYER)
        if who.part is Part.FACILITATOR
        else who
        for who in state.participants.values()
    }
