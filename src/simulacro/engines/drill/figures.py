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
    """An exercise by its id, for the actions of several."""

    id: str
    state: ExerciseState


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


def action_standings(played: Sequence[Played]) -> tuple[ActionStanding, ...]:
    """Every action of these exercises, as they were recorded.

    An action is closed by nothing but a re-drill: a later exercise that ended and in which its task
    was performed, at worst with stumbles (P or S). That somebody says it is done closes nothing.
    """
    in_order = sorted(
        (p for p in played if p.state.phase is Phase.ENDED),
        key=lambda p: (p.state.ended_at_ms, p.id),
    )
    worst = {p.id: worst_by_task(p.state) for p in in_order}
    found: list[ActionStanding] = []
    for one in sorted(played, key=lambda p: (p.state.opened_at_ms, p.id)):
        for action in one.state.actions.values():
            again = next(
                (
                    later
                    for later in in_order
                    if later.id != one.id
                    and later.state.opened_at_ms > max(one.state.ended_at_ms, action.at_ms)
                    and worst[later.id].get(action.task, "") in ("P", "S")
                ),
                None,
            )
            closed = (again.id, again.state.ended_at_ms) if again else ("", 0)
            found.append(ActionStanding(action, one.id, *closed))
    return tuple(found)
