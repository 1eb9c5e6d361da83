"""An exercise's after-action report, and a brand's improvement plan, laid out for a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import get_language

from simulacro.apps.brands.models import Brand
from simulacro.apps.exercises import queries
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.words import (
    EVENT_WORDS,
    PART_WORDS,
    POETE_WORDS,
    rating_words,
    task_words,
)
from simulacro.content.capabilities import capabilities, capability_of
from simulacro.engines.drill import (
    ActionStanding,
    CorrectiveAction,
    ExerciseState,
    Said,
    question_figures,
    task_figures,
)
from simulacro.engines.drill.shapes import RATINGS

Words = str | Promise


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A critical task with its ratings: how many gave each letter, and the worst in words."""

    capability: str
    target: str
    task: str
    counts: tuple[tuple[str, int], ...]
    worst: str
    worst_words: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    number: int
    task: str
    first_answer: str
    answered: int
    players: int


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A corrective action; ``late`` where its day is past and no drill has closed it."""

    action: CorrectiveAction
    task: str
    element: Words
    due: dt.date
    exercise: str
    is_open: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the replay: minutes and seconds from the opening."""

    clock: str
    what: Words
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class AfterAction:
    """What the page of an exercise shows (HSEEP's AAR/IP)."""

    exercise: Exercise
    state: ExerciseState
    minutes: int
    people: tuple[tuple[str, Words], ...]
    tasks: tuple[TaskRow, ...]
    questions: tuple[QuestionRow, ...]
    strengths: tuple[Said, ...]
    improvements: tuple[Said, ...]
    actions: tuple[ActionRow, ...]
    letters: tuple[str, ...]


def after_action(exercise: Exercise, today: dt.date) -> AfterAction:
    """The report of an exercise, as its events make it."""
    state = queries.state_of(exercise)
    standing = {
        s.action.id: s
        for s in queries.standing_actions(exercise.brand)
        if s.exercise == str(exercise.pk)
    }
    end = state.ended_at_ms or state.opened_at_ms
    return AfterAction(
        exercise=exercise,
        state=state,
        minutes=round((end - state.opened_at_ms) / 60_000),
        people=tuple((p.name, PART_WORDS[p.part]) for p in state.participants.values()),
        tasks=_task_rows(state),
        questions=tuple(
            QuestionRow(
                number,
                task_words(figure.task),
                _clock(figure.first_answer_ms) if figure.first_answer_ms is not None else "—",
                figure.answered,
                figure.players,
            )
            for number, figure in enumerate(question_figures(state), start=1)
        ),
        strengths=tuple(line for line in state.hot_wash if line.about == "strength"),
        improvements=tuple(line for line in state.hot_wash if line.about == "improvement"),
        actions=tuple(action_row(s, today) for s in standing.values()),
        letters=tuple(rating_words(letter) for letter in RATINGS),
    )


def action_row(standing: ActionStanding, today: dt.date) -> ActionRow:
    action = standing.action
    due = dt.date.fromisoformat(action.due)
    return ActionRow(
        action,
        task_words(action.task),
        POETE_WORDS[action.poete],
        due,
        standing.exercise,
        standing.is_open,
        standing.is_open and due < today,
    )


def improvement_plan(brand: Brand, at: dt.datetime) -> tuple[ActionRow, ...]:
    """Every action that no later drill has closed, the earliest due first."""
    today = at.astimezone(ZoneInfo(brand.timezone)).date()
    return tuple(action_row(standing, today) for standing in queries.open_actions(brand))


def replay(exercise: Exercise) -> tuple[Happened, ...]:
    """Every event in its order, for reading."""
    state = queries.state_of(exercise)
    names = {p.id: p.name for p in state.participants.values()}
    found = []
    for event in queries.events_of(exercise):
        data = event.data
        text = str(data.get("text") or data.get("name") or "")
        if event.kind == "task_rated":
            text = f"{task_words(data['task'])}: {rating_words(data['rating'])}"
        elif event.kind == "question_opened":
            text = task_words(data["task"])
        clock = _clock(event.at_ms - state.opened_at_ms)
        found.append(Happened(clock, EVENT_WORDS[event.kind], names.get(event.by, ""), text))
    return tuple(found)


def _task_rows(state: ExerciseState) -> tuple[TaskRow, ...]:
    language = get_language() or "es"
    known = {capability.id: capability for capability in capabilities()}
    rows = []
    for figure in task_figures(state):
        capability = known.get(capability_of(figure.task))
        rows.append(
            TaskRow(
                capability.title(language) if capability else "",
                capability.target(language) if capability else "",
                task_words(figure.task),
                tuple((rating_words(letter), figure.counts[letter]) for letter in RATINGS),
                figure.worst,
                rating_words(figure.worst),
            )
        )
    return tuple(rows)


def _clock(ms: int) -> str:
    """
    >>> _clock(754_000)
    '12:34'
    """
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"
