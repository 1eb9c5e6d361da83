"""What was drilled, how it went, and what is still to be mended."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from simulacro.apps.brands.models import Brand
from simulacro.apps.exercises.models import Exercise, ExerciseEvent
from simulacro.apps.exercises.opened import DRILLED, OUTCOMES
from simulacro.apps.exercises.outcomes import Outcome, in_ms
from simulacro.apps.people.one_time_tokens import LinkSpent, digest_of
from simulacro.engines.drill import (
    ActionStanding,
    Event,
    ExerciseState,
    Phase,
    Played,
    action_standings,
    fold,
)

MOST_FOLDED: Final = 64
MEMBER: Final = "member-"
FACTS: Final = ("pk", "opened_at", "ended_at", "format", "possibility_id", "planned_id", "words",
                "outcome")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Completed:
    """An exercise that ended: a fact for the calendar. `ratings` maps a core capability to its
    worst letter, `tasks` a critical task; `players` are participants' ids."""

    exercise_id: uuid.UUID
    at: dt.datetime
    ended_at: dt.datetime
    format: str
    case_key: str
    combination: Mapping[str, str]
    ratings: Mapping[str, str]
    tasks: Mapping[str, str]
    players: tuple[str, ...]
    facilitator: str
    possibility_id: uuid.UUID | None
    planned_id: str
    nameless: bool = False


def exercises(brand: Brand) -> QuerySet[Exercise]:
    """Every exercise of the brand, the latest first."""
    return brand.exercises.all()


def running(brand: Brand) -> QuerySet[Exercise]:
    """Those that neither ended nor were called off."""
    return exercises(brand).exclude(phase__in=[Phase.ENDED, Phase.ABANDONED])


def taken_up(brand: Brand, planned_id: str) -> bool:
    """Whether a planned drill was opened, and not called off."""
    rows = exercises(brand).filter(planned_id=planned_id)
    return rows.exclude(phase=Phase.ABANDONED).exists()


def completed(brand: Brand) -> list[Completed]:
    """Every exercise of the team that ended, the oldest first; one that was told of no brand in
    particular, for people from elsewhere, says nothing of the team."""
    rows = exercises(brand).filter(phase=Phase.ENDED).order_by("opened_at", "id")
    every = [_completed(brand, *row) for row in rows.values_list(*FACTS)]
    return [one for one in every if not one.nameless]


def times_by_case(brand: Brand) -> Counter[str]:
    """How often each case was drilled, by its key."""
    rows = exercises(brand).order_by().values_list("pk", "words")
    return Counter(DRILLED.of(pk, brand.pk, words).case_key for pk, words in rows)


def events_of(exercise: Exercise) -> list[Event]:
    """The events as the engine takes them, in their order."""
    return [_event(row) for row in ExerciseEvent.objects.filter(exercise=exercise)]


def state_of(exercise: Exercise) -> ExerciseState:
    """The exercise as its events make it.

    A state is a value and events are never changed: the latest few stay in memory, and only what
    came after is opened.
    """
    known = _FOLDED.get(exercise.pk) or ExerciseState()
    rows = ExerciseEvent.objects.filter(exercise=exercise, sequence__gt=known.sequence)
    state = fold((_event(row) for row in rows.order_by("sequence")), known)
    # What a transaction wrote may still be taken back.
    if not connection.in_atomic_block:
        _FOLDED.put(exercise.pk, state)
    return state


def standing_actions(brand: Brand) -> tuple[ActionStanding, ...]:
    """Every corrective action of the brand, and which exercise closed it if any did."""
    rows = (
        exercises(brand)
        .order_by("opened_at")
        .values_list("pk", "phase", "opened_at", "ended_at", "outcome")
    )
    return action_standings(
        [
            _played(pk, opened_at, ended_at if phase == Phase.ENDED else None, outcome)
            for pk, phase, opened_at, ended_at, sealed in rows
            for outcome in [OUTCOMES.of(pk, brand.pk, sealed)]
        ]
    )


def open_actions(brand: Brand) -> tuple[ActionStanding, ...]:
    """What is still to be mended, the earliest due first."""
    waiting = [s for s in standing_actions(brand) if s.is_open]
    return tuple(sorted(waiting, key=lambda s: (s.action.due, s.action.id)))


def by_join_token(token: str, at: dt.datetime) -> Exercise:
    """The exercise that a link opens to somebody without an account. Raises LinkSpent."""
    found = Exercise.objects.filter(join_digest=digest_of(token), join_until__gt=at)
    exercise = found.select_related("brand").first()
    if exercise is None:
        raise LinkSpent
    return exercise


def _completed(
    brand: Brand,
    pk: uuid.UUID,
    opened_at: dt.datetime,
    ended_at: dt.datetime | None,
    format_name: str,
    possibility_id: uuid.UUID | None,
    planned_id: str,
    sealed_words: bytes,
    sealed_outcome: bytes,
) -> Completed:
    drilled = DRILLED.of(pk, brand.pk, sealed_words)
    outcome = OUTCOMES.of(pk, brand.pk, sealed_outcome)
    return Completed(
        pk,
        opened_at,
        ended_at or opened_at,
        format_name,
        drilled.case_key,
        drilled.combination,
        outcome.capabilities,
        outcome.tasks,
        outcome.players,
        outcome.facilitator,
        possibility_id,
        planned_id,
        drilled.nameless,
    )


def _played(
    pk: uuid.UUID, opened_at: dt.datetime, ended_at: dt.datetime | None, outcome: Outcome
) -> Played:
    """The exercise as the engine compares it with others."""
    ended_at_ms = in_ms(ended_at) if ended_at else 0
    return Played(str(pk), in_ms(opened_at), ended_at_ms, outcome.actions, outcome.tasks)


def _event(row: ExerciseEvent) -> Event:
    content = row.content
    return Event(row.sequence, row.at_ms, row.kind, content["by"], content["data"], row.version)


class _Folded:
    """The states folded last, by exercise; one that another process moved on is folded further."""

    def __init__(self) -> None:
        self._states: OrderedDict[uuid.UUID, ExerciseState] = OrderedDict()
        self._lock = Lock()

    def get(self, key: uuid.UUID) -> ExerciseState | None:
        with self._lock:
            return self._states.get(key)

    def put(self, key: uuid.UUID, state: ExerciseState) -> None:
        with self._lock:
            known = self._states.get(key)
            if known is None or known.sequence < state.sequence:
                self._states[key] = state
            self._states.move_to_end(key)
            while len(self._states) > MOST_FOLDED:
                self._states.popitem(last=False)


_FOLDED = _Folded()
