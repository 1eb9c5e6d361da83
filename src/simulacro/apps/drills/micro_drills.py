"""Micro drills: the links by which anybody plays one, and the record of a member who did."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.models import MicroLink
from simulacro.apps.drills.policies import POLICY
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.services import Opening, member_id, open_exercise, record
from simulacro.apps.foresight.models import Possibility
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import LinkSpent, digest_of, make_token
from simulacro.content.micro_drills import Choice, MicroDrill
from simulacro.engines.drill import Kind, Part
from simulacro.kit import audit_log
from simulacro.kit.undo.acts import undoes

LINK_LASTS: Final = dt.timedelta(days=60)
CLOSED: Final = "micro_links.closed"


@transaction.atomic
def share_micro_drill(*, brand: Brand, actor: User, micro: str, at: dt.datetime) -> str:
    """A new link to a micro drill; those that were forwarded before go on working.

    Returns the token, which is kept nowhere. Raises Denied.
    """
    POLICY.require(actor, "open", brand)
    token, digest = make_token()
    MicroLink.objects.create(
        brand=brand, micro=micro, digest=digest, made_by=actor, expires_at=at + LINK_LASTS
    )
    audit_log.record("micro_drill.shared", actor=actor, target=brand, scope=brand.id)
    return token


def open_links(brand: Brand, at: dt.datetime) -> dict[str, int]:
    """How many links to each micro drill are open."""
    found: dict[str, int] = {}
    links = MicroLink.objects.filter(brand=brand, closed_at=None, expires_at__gt=at)
    for micro in links.values_list("micro", flat=True):
        found[micro] = found.get(micro, 0) + 1
    return found


@transaction.atomic
def close_links(*, brand: Brand, actor: User, micro: str, at: dt.datetime) -> list[uuid.UUID]:
    """Close every open link to a micro drill; return which, so that it can be undone."""
    POLICY.require(actor, "open", brand)
    links = MicroLink.objects.filter(brand=brand, micro=micro, closed_at=None, expires_at__gt=at)
    closed = list(links.values_list("pk", flat=True))
    MicroLink.objects.filter(pk__in=closed).update(closed_at=at)
    audit_log.record("micro_drill.closed", actor=actor, target=brand, scope=brand.id)
    return closed


@undoes(CLOSED)
def open_again(scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    brand = Brand.objects.get(pk=scope)
    POLICY.require(actor, "open", brand)
    MicroLink.objects.filter(brand=brand, pk__in=payload["links"]).update(closed_at=None)
    audit_log.record("micro_drill.shared", actor=actor, target=brand, scope=brand.id)


def micro_of_link(token: str, at: dt.datetime) -> str:
    """The id of the micro drill that a link opens. Raises LinkSpent."""
    link = MicroLink.objects.filter(
        digest=digest_of(token), closed_at=None, expires_at__gt=at
    ).first()
    if link is None:
        raise LinkSpent
    return link.micro


@transaction.atomic
def keep_micro_drill(
    *,
    brand: Brand,
    actor: User,
    drill: MicroDrill,
    chosen: Sequence[Choice],
    asked_at: Sequence[dt.datetime],
    at: dt.datetime,
    planned_id: str = "",
    possibility: Possibility | None = None,
) -> Exercise:
    """Record a micro drill that a member has played: each choice with how well it goes.

    `chosen` and `asked_at` have one entry for each step; a step was answered when the next one was
    asked, the last one at `at`. Raises Denied, and ValueError where a step is missing.
    """
    opening = Opening(
        format=Exercise.Formats.MICRO,
        case_key=drill.id,
        title=drill.title,
        combination=drill.combination,
        planned_id=planned_id,
    )
    exercise = open_exercise(
        brand=brand,
        actor=actor,
        opening=opening,
        at=asked_at[0],
        part=Part.PLAYER,
        possibility=possibility,
    )
    me = member_id(actor)
    answered_at = (*asked_at[1:], at)
    steps = zip(drill.steps, chosen, asked_at, answered_at, strict=True)
    for step, choice, asked, answered in steps:
        question = {"question": step.id}
        told: list[tuple[Kind, Mapping[str, Any], dt.datetime]] = [
            (Kind.QUESTION_OPENED, {**question, "task": step.task}, asked),
            (Kind.ANSWER_GIVEN, {**question, "text": choice.text, "option": choice.id}, answered),
            (Kind.ANSWERS_REVEALED, question, answered),
            (
                Kind.TASK_RATED,
                {**question, "task": step.task, "rating": choice.rating, "words": choice.then},
                answered,
            ),
        ]
        for kind, data, when in told:
            record(exercise, kind, data, by=me, at=when)
    record(exercise, Kind.EXERCISE_ENDED, {}, by=me, at=at)
    return exercise
