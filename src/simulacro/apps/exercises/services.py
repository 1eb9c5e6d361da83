"""Open an exercise, let people in, and record what happens in it.

    exercise = open_exercise(brand=brand, actor=ada, opening=Opening("case", key, title), at=now)
    record(exercise, Kind.QUESTION_OPENED, {...}, by=member_id(ada), at=now)

`record` is for whoever was let in: a view has asked the policy, or checked the link of somebody
without an account. What may happen when is the engine's to say (`simulacro.engines.drill`).
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.urls import reverse

from simulacro.apps.brands.models import Brand
from simulacro.apps.exercises import queries
from simulacro.apps.exercises.models import Exercise, ExerciseEvent
from simulacro.apps.exercises.outcomes import in_ms, kept_outcome, outcome_of, tell_of_end
from simulacro.apps.exercises.policies import POLICY
from simulacro.apps.exercises.words import drilled_words
from simulacro.apps.foresight.models import Column, Possibility
from simulacro.apps.foresight.services import record_evidence
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import make_token
from simulacro.engines.drill import Event, ExerciseState, Kind, Part, Phase, fold, propose
from simulacro.kit import audit_log, live
from simulacro.kit.bilingual import in_each_language

JOIN_LASTS: Final = dt.timedelta(hours=12)
LINGERS: Final = dt.timedelta(hours=1)
TOPIC: Final = "exercise"


@dataclass(frozen=True, slots=True)
class Opening:
    """What is drilled. `format` is micro, case, storm or half_day; `case_key` a key of
    `content.cases`; `planned_id` the slot of the calendar it fills, if any. A
    `nameless` one is told of no brand in particular, for people from elsewhere."""

    format: str
    case_key: str
    title: str
    combination: Mapping[str, str] = field(default_factory=dict)
    planned_id: str = ""
    announced: bool = True
    nameless: bool = False


def member_id(user: User) -> str:
    """The participant's id of a member: the same in every exercise."""
    return f"{queries.MEMBER}{user.pk}"


def new_guest_id() -> str:
    """The participant's id of somebody without an account."""
    return f"guest-{uuid.uuid4()}"


@transaction.atomic
def open_exercise(
    *,
    brand: Brand,
    actor: User,
    opening: Opening,
    at: dt.datetime,
    part: Part = Part.FACILITATOR,
    possibility: Possibility | None = None,
) -> Exercise:
    """Open an exercise in which `actor` takes part as `part`: a player where they drill alone.

    Raises Denied and BadData.
    """
    POLICY.require(actor, "open", brand)
    data = {
        "format": opening.format,
        "case_key": opening.case_key,
        "title": opening.title,
        "combination": dict(opening.combination),
        "planned": opening.planned_id,
        "announced": opening.announced,
    }
    event = propose(ExerciseState(), Kind.EXERCISE_OPENED, data, by="", at_ms=in_ms(at))
    state = fold([event])
    exercise = Exercise(
        brand=brand,
        possibility=possibility,
        opened_by=actor,
        planned_id=opening.planned_id,
        format=opening.format,
        phase=state.phase,
        opened_at=at,
        words={
            "case_key": opening.case_key,
            "title": opening.title,
            "combination": dict(opening.combination),
            "nameless": opening.nameless,
        },
        outcome=outcome_of(state).as_content(),
    )
    exercise.save(force_insert=True)
    _append(exercise, event, state, uuid.uuid4(), at)
    join(exercise, participant=member_id(actor), name=str(actor), part=part, at=at)
    audit_log.record("exercise.opened", actor=actor, target=exercise, scope=brand.id)
    live.publish(brand.id, TOPIC, "opened", {"exercise": str(exercise.pk)})
    return exercise


def join(
    exercise: Exercise, *, participant: str, name: str, part: Part, at: dt.datetime
) -> ExerciseState:
    """Let somebody take part; who was in already keeps the part they have."""
    known = queries.state_of(exercise).participants.get(participant)
    if known is not None and known.name == name:
        return queries.state_of(exercise)
    kept = known.part if known else part
    data = {"id": participant, "name": name, "part": kept}
    return record(exercise, Kind.PARTICIPANT_JOINED, data, by="", at=at)


@transaction.atomic
def record(
    exercise: Exercise,
    kind: Kind,
    data: Mapping[str, Any],
    *,
    by: str,
    at: dt.datetime,
    event_id: uuid.UUID | None = None,
) -> ExerciseState:
    """Record what happened and return the state after it.

    `event_id` is the sender's own name for the event: sent again after a lost connection, it is
    kept once. Raises a `Refused` of the engine, with nothing changed.
    """
    # One writer at a time for each exercise, so that the numbers have no gap.
    locked = Exercise.objects.select_for_update().select_related("brand").get(pk=exercise.pk)
    before = queries.state_of(locked)
    if event_id is not None and ExerciseEvent.objects.filter(pk=event_id, exercise=locked).exists():
        return before
    event = propose(before, kind, data, by=by, at_ms=in_ms(at))
    state = fold([event], before)
    _append(locked, event, state, event_id or uuid.uuid4(), at)
    exercise.phase, exercise.sequence, exercise.ended_at, exercise.outcome = (
        locked.phase,
        locked.sequence,
        locked.ended_at,
        locked.outcome,
    )
    return state


@transaction.atomic
def invite(exercise: Exercise, *, actor: User, at: dt.datetime) -> str:
    """A new link by which anybody takes part without an account; the one before is closed.

    Returns the token, which is kept nowhere. Raises Denied.
    """
    POLICY.require(actor, "invite", exercise)
    token, digest = make_token()
    exercise.join_digest, exercise.join_until = digest, at + JOIN_LASTS
    exercise.save(update_fields=["join_digest", "join_until"])
    audit_log.record("exercise.invited", actor=actor, target=exercise, scope=exercise.brand_id)
    return token


def _append(
    exercise: Exercise, event: Event, state: ExerciseState, event_id: uuid.UUID, at: dt.datetime
) -> None:
    ExerciseEvent.objects.create(
        id=event_id,
        exercise=exercise,
        brand_id=exercise.brand_id,
        sequence=event.sequence,
        at_ms=event.at_ms,
        kind=event.kind,
        version=event.version,
        content={"by": event.by, "data": dict(event.data)},
    )
    was = exercise.phase
    exercise.sequence, exercise.phase = event.sequence, state.phase
    exercise.outcome = outcome_of(state).as_content()
    over = state.phase in (Phase.ENDED, Phase.ABANDONED)
    if over and exercise.ended_at is None:
        exercise.ended_at = at
        # Long enough for those at the table to read that it is over; nobody else comes in.
        exercise.join_until = at + LINGERS if exercise.join_digest else None
    exercise.save()
    live.publish(exercise.pk, TOPIC, event.kind, {"sequence": event.sequence})
    if over and was != state.phase:
        audit_log.record(
            f"exercise.{state.phase}", actor=None, target=exercise, scope=exercise.brand_id
        )
        live.publish(exercise.brand_id, TOPIC, str(state.phase), {"exercise": str(exercise.pk)})
    if state.phase is Phase.ENDED:
        _tell_foresight(exercise, at)
        tell_of_end(exercise)


def _tell_foresight(exercise: Exercise, at: dt.datetime) -> None:
    """Fill the matrix's cell with the worst rating, now and whenever the report says more."""
    if exercise.possibility is None:
        return
    outcome = kept_outcome(exercise)
    record_evidence(
        exercise.possibility,
        Column.DRILLED,
        reference=str(exercise.pk),
        words=in_each_language(lambda: drilled_words(exercise, outcome.worst)),
        at=exercise.ended_at or at,
        rating=outcome.worst,
        place=reverse("exercises:exercise", args=["-", exercise.pk]).removeprefix("/b/-/"),
    )
