"""What others need of an exercise without its events: kept beside it, folded from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from simulacro.apps.exercises.models import Exercise
from simulacro.engines.drill import (
    CorrectiveAction,
    ExerciseState,
    task_figures,
    worst_by_capability,
    worst_by_task,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`tasks` and `capabilities` map to the worst rating; `counts` maps a task to how many gave
    each letter. `players` and `facilitator` are ids of participants, such as `member-…`."""

    tasks: Mapping[str, str]
    capabilities: Mapping[str, str]
    counts: Mapping[str, Mapping[str, int]]
    players: tuple[str, ...]
    facilitator: str
    actions: tuple[CorrectiveAction, ...]

    @property
    def worst(self) -> str:
        """The worst rating of all; empty where nobody rated."""
        order = "PSMU"
        return max(self.tasks.values(), key=order.index, default="")

    def as_content(self) -> dict[str, Any]:
        return {
            "tasks": dict(self.tasks),
            "capabilities": dict(self.capabilities),
            "counts": {task: dict(counts) for task, counts in self.counts.items()},
            "players": list(self.players),
            "facilitator": self.facilitator,
            "actions": [asdict(action) for action in self.actions],
        }


def outcome_of(state: ExerciseState) -> Outcome:
    """The outcome of an exercise as it stands."""
    players = tuple(p.id for p in state.participants.values() if p.part == "player")
    return Outcome(
        worst_by_task(state),
        worst_by_capability(state),
        {figure.task: figure.counts for figure in task_figures(state)},
        players,
        next(iter(state.facilitators), ""),
        tuple(state.actions.values()),
    )


def kept_outcome(exercise: Exercise) -> Outcome:
    """The outcome that is kept beside an exercise."""
    return read_outcome(exercise.outcome)


def read_outcome(kept: Mapping[str, Any]) -> Outcome:
    """What `Outcome.as_content` wrote."""
    return Outcome(
        kept["tasks"],
        kept["capabilities"],
        kept["counts"],
        tuple(kept["players"]),
        kept["facilitator"],
        tuple(CorrectiveAction(**action) for action in kept["actions"]),
    )


def in_ms(at: dt.datetime) -> int:
    """Whole milliseconds of Unix time."""
    return int(at.timestamp() * 1000)


EndTeller = Callable[[Exercise], None]
_tellers: list[EndTeller] = []


def on_end(teller: EndTeller) -> None:
    """Let a room hear, in the same transaction, that an exercise ended or its report changed."""
    if teller not in _tellers:
        _tellers.append(teller)


def tell_of_end(exercise: Exercise) -> None:
    for teller in _tellers:
        teller(exercise)
