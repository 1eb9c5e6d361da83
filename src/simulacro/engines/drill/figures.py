"""What an exercise says in figures. Ratings are ordinal: they are counted and never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulacro.engines.drill.exercise import CorrectiveAction, ExerciseState, Phase

ORDER: Final = "PSMU"
"""From the best to the worst; N says that the task did not come up."""


@dataclass(frozen=True, slots=True)
class TaskFigure:
    """How a critical task was rated: ``counts`` by letter, P S M U N, and the ``worst`` letter,
    empty where nobody rated it or it did not come up."""

    task: str
    counts: Mapping[str, int]
    worst: str


@dataclass(frozen=True, slots=True)
class QuestionFigure:
    """How a question went. ``first_answer_ms`` is from opening it to the first answer, None where
    nobody answered; ``answered`` of the ``players`` did."""

    question: str
    task: str
    first_answer_ms: int | None
    answered: int
    players: int


def worst_of(ratings: Iterable[str]) -> str:
    """The worst of some ratings; empty where none counts.

    >>> worst_of(["P", "M", "N"]), worst_of(["N"])
    ('M', '')
    """
    return max((r for r in ratings if r in ORDER), key=ORDER.index, default="")


def task_figures(state: ExerciseState) -> tuple[TaskFigure, ...]:
    """Every task that was asked about or rated, the worst first, then in the order asked."""
    tasks = dict.fromkeys([a.task for a in state.asked])
    tasks.update(dict.fromkeys(r.task for r in state.ratings.values()))
    found = []
    for task in tasks:
        given = [r.rating for r in state.ratings.values() if r.task == task]
        given += [o.rating for o in state.observations if o.task == task and o.rating]
        counts = {letter: given.count(letter) for letter in (*ORDER, "N")}
        found.append(TaskFigure(task, counts, worst_of(given)))
    return tuple(sorted(found, key=lambda f: -ORDER.find(f.worst) if f.worst else 1))


def worst_by_task(state: ExerciseState) -> dict[str, str]:
    """The worst rating of each task that has one."""
    return {f.task: f.worst for f in task_figures(state) if f.worst}


def worst_by_capability(state: ExerciseState) -> dict[str, str]:
    """The same by core capability: what stands before the dot of a task."""
    found: dict[str, list[str]] = {}
    for task, rating in worst_by_task(state).items():
        found.setdefault(task.partition(".")[0], []).append(rating)
    return {capability: worst_of(ratings) for capability, ratings in found.items()}


def question_figures(state: ExerciseState) -> tuple[QuestionFigure, ...]:
    """Each question in the order asked."""
    players = sum(who.part == "player" for who in state.participants.values())
    found = []
    for asked in state.asked:
        answers = state.answers_to(asked.question)
        first = answers[0].first_at_ms - asked.at_ms if answers else None
        found.append(QuestionFigure(asked.question, asked.task, first, len(answers), players))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Played:
    """What is needed of an exercise to tell how the actions of several stand.

    ``ended_at_ms`` is 0 unless it ended; ``worst`` is the worst rating by task.
    """

    id: str
    opened_at_ms: int
    ended_at_ms: int
    actions: tuple[CorrectiveAction, ...]
    worst: Mapping[str, str]


def played(exercise: str, state: ExerciseState) -> Played:
    """An exercise, by its id, as others see it. One that was called off never ended."""
    ended = state.ended_at_ms if state.phase is Phase.ENDED else 0
    actions = tuple(state.actions.values())
    return Played(exercise, state.opened_at_ms, ended, actions, worst_by_task(state))


@dataclass(frozen=True, slots=True)
class ActionStanding:
    """An action and the exercise it came from; ``closed_by`` is the one that closed it, if any."""

    action: CorrectiveAction
    exercise: str
    closed_by: str = ""
    closed_at_ms: int = 0

    @property
    def is_open(self) -> bool:
        return not self.closed_by


def action_standings(exercises: Sequence[Played]) -> tuple[ActionStanding, ...]:
    """Every action of these exercises, in the order they were recorded.

    An action is closed by nothing but a re-drill: a later exercise that ended and in which its task
    was performed, at worst with stumbles (P or S). That somebody says it is done closes nothing.
    """
    ended = sorted(
        (one for one in exercises if one.ended_at_ms), key=lambda one: (one.ended_at_ms, one.id)
    )
    found: list[ActionStanding] = []
    for one in sorted(exercises, key=lambda one: (one.opened_at_ms, one.id)):
        for action in one.actions:
            after = max(one.ended_at_ms, action.at_ms)
            closing = (
                later
                for later in ended
                if later.opened_at_ms > after and later.worst.get(action.task) in ("P", "S")
            )
            again = next(closing, None)
            closed = (again.id, again.ended_at_ms) if again else ("", 0)
            found.append(ActionStanding(action, one.id, *closed))
    return tuple(found)
