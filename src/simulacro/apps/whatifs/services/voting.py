"""Vote on groups of ideas, and keep those that are to be possibilities."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from simulacro.apps.foresight.models import Possibility, Source
from simulacro.apps.foresight.services import MAX_TITLE, note_possibility, set_aside
from simulacro.apps.people.models import User
from simulacro.apps.whatifs.models import Brainstorm, Idea, Participant, Phase, Vote
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.refusals import (
    BadVote,
    NotOfThis,
)
from simulacro.apps.whatifs.services.locking import (
    COUNTS,
    TOPIC,
    lock_in,
    standing_ideas,
    tell,
)
from simulacro.content.drill_model import families
from simulacro.kit import audit_log
from simulacro.kit.undo.acts import undoes

KEPT: Final = "brainstorm.kept"


@dataclass(frozen=True, slots=True)
class Ballot:
    """What somebody holds of a group; None where they do not say."""

    likelihood: int | None = None
    damage: int | None = None


@transaction.atomic
def vote(storm: Brainstorm, *, by: Participant, ballots: Mapping[uuid.UUID, Ballot]) -> None:
    """Hold groups to be so likely and so bad; what was said before of the same ones is replaced.

    Raises NotNow, NotOfThis where one is not a group of this brainstorm, and BadVote.
    """
    locked = lock_in(storm, Phase.VOTING)
    heads = set(standing_ideas(locked).filter(under=None).values_list("pk", flat=True))
    if not heads >= ballots.keys():
        raise NotOfThis
    for ballot in ballots.values():
        if any(x is not None and not 1 <= x <= 5 for x in (ballot.likelihood, ballot.damage)):
            raise BadVote
    known = {row.idea_id: row for row in Vote.objects.filter(author=by, idea__in=ballots)}
    for idea, ballot in ballots.items():
        row = known.get(idea) or Vote(idea_id=idea, author=by)
        row.likelihood, row.damage = ballot.likelihood, ballot.damage
        row.save()
    tell(locked, COUNTS, "voted")


@transaction.atomic
def keep(
    storm: Brainstorm, *, actor: User, chosen: Mapping[uuid.UUID, str], at: dt.datetime
) -> list[Possibility]:
    """Make possibilities of groups, each of the family given; return those not kept before.

    A possibility's key is the id of the idea that stands for its group. Raises Denied, NotNow
    before the end, NotOfThis, and ValueError for an unknown family.
    """
    POLICY.require(actor, "lead", storm)
    locked = lock_in(storm, Phase.ENDED)
    if not {"", *families()} >= set(chosen.values()):
        raise ValueError(chosen.values())
    ideas = standing_ideas(locked).filter(under=None).select_related("possibility")
    heads = {idea.pk: idea for idea in ideas}
    if not heads.keys() >= chosen.keys():
        raise NotOfThis
    new = []
    for pk, family in chosen.items():
        idea = heads[pk]
        was_kept = idea.possibility is not None and idea.possibility.set_aside_at is None
        idea.possibility = note_possibility(
            locked.brand,
            source=Source.BRAINSTORM,
            key=f"idea:{idea.pk}",
            title=shortened(idea.text),
            family=family,
            at=at,
            actor=actor,
        )
        idea.save(update_fields=["possibility"])
        if not was_kept:
            new.append(idea.possibility)
    audit_log.record("brainstorm.kept", actor=actor, target=storm, scope=storm.brand_id)
    tell(locked, TOPIC, "kept")
    return new


@undoes(KEPT)
def unkeep(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    storm = Brainstorm.objects.get(pk=payload["brainstorm"])
    POLICY.require(actor, "lead", storm)
    at = timezone.now()
    for row in Possibility.objects.filter(pk__in=payload["possibilities"], set_aside_at=None):
        set_aside(row, at=at, actor=actor)
    storm.ideas.filter(possibility__in=payload["possibilities"]).update(possibility=None)
    tell(storm, TOPIC, "kept")


def shortened(text: str) -> str:
    """An idea as a title, cut at a word where it is longer than a title may be."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_TITLE else text[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"


def count_votes(storm: Brainstorm) -> None:
    """Write the medians down: from 1 to 5 are ranks, of which no mean can be taken."""
    heads = list(standing_ideas(storm).filter(under=None).defer("text"))
    given: dict[uuid.UUID, list[tuple[int | None, int | None]]] = defaultdict(list)
    votes = Vote.objects.filter(idea__brainstorm=storm).exclude(likelihood=None, damage=None)
    for idea_id, likelihood, damage in votes.values_list("idea_id", "likelihood", "damage"):
        given[idea_id].append((likelihood, damage))
    for idea in heads:
        likely = [one for one, _damage in given[idea.pk] if one is not None]
        bad = [one for _likelihood, one in given[idea.pk] if one is not None]
        idea.likelihood = float(median(likely)) if likely else None
        idea.damage = float(median(bad)) if bad else None
        idea.voters = len(given[idea.pk])
    Idea.objects.bulk_update(heads, ["likelihood", "damage", "voters"])
