"""Write ideas, change them and take them back; group them, and leave some out."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction

from simulacro.apps.people.models import User
from simulacro.apps.whatifs.models import Brainstorm, Idea, Participant, Phase
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.refusals import (
    NotOfThis,
    TooFew,
    TooManyIdeas,
)
from simulacro.apps.whatifs.services.locking import (
    COUNTS,
    TOPIC,
    WRITABLE,
    checked,
    lock_in,
    standing_ideas,
    still_in,
    tell,
)
from simulacro.kit import audit_log
from simulacro.kit.undo.acts import undoes

MOST_IDEAS: Final = 200
# So that one person, or one joker, does not fill the room of all.
MOST_OF_ONE: Final = 50
MAX_TEXT: Final = 300

MERGED: Final = "brainstorm.merged"
TAKEN_OUT: Final = "brainstorm.taken_out"


@transaction.atomic
def write_idea(storm: Brainstorm, *, by: Participant, text: str, at: dt.datetime) -> Idea:
    """Add an idea. Raises NotNow, TooManyIdeas and BadText."""
    locked = lock_in(storm, *WRITABLE)
    text = checked(text, MAX_TEXT)
    if locked.ideas.count() >= MOST_IDEAS:
        raise TooManyIdeas
    if not locked.alone and locked.ideas.filter(author=by).count() >= MOST_OF_ONE:
        raise TooManyIdeas
    idea = Idea(brainstorm=locked, brand_id=locked.brand_id, author=by, written_at=at)
    idea.text = text
    idea.save(force_insert=True)
    _told_of_idea(locked, "written")
    return idea


@transaction.atomic
def change_idea(storm: Brainstorm, idea: uuid.UUID, *, by: Participant, text: str) -> None:
    """Put other words to one's own idea. Raises NotNow, NotOfThis and BadText."""
    locked = lock_in(storm, *WRITABLE)
    row = _own(locked, idea, by)
    row.text = checked(text, MAX_TEXT)
    row.save(update_fields=["text"])
    _told_of_idea(locked, "changed")


@transaction.atomic
def take_back(storm: Brainstorm, idea: uuid.UUID, *, by: Participant, at: dt.datetime) -> None:
    """Take one's own idea back; `put_back` restores it. Raises NotNow and NotOfThis."""
    locked = lock_in(storm, *WRITABLE)
    _withdraw(_own(locked, idea, by), at)
    _told_of_idea(locked, "taken_back")


@transaction.atomic
def put_back(storm: Brainstorm, idea: uuid.UUID, *, by: Participant) -> None:
    """Restore an own idea that was taken back, or out. Raises NotNow and NotOfThis."""
    locked = lock_in(storm, *WRITABLE)
    row = locked.ideas.filter(pk=idea, author=by).first()
    if row is None:
        raise NotOfThis
    row.withdrawn_at = None
    row.save(update_fields=["withdrawn_at"])
    _told_of_idea(locked, "put_back")


@transaction.atomic
def take_out(
    storm: Brainstorm, *, actor: User, ideas: Iterable[uuid.UUID], at: dt.datetime
) -> dict[str, str | None]:
    """Leave ideas out: an insult, a joke. Who wrote one still sees it, and no one else.

    Returns what each was under, for `take_in_again`. Raises Denied, NotNow and NotOfThis.
    """
    POLICY.require(actor, "lead", storm)
    locked = lock_in(storm, Phase.GROUPING)
    chosen = [_standing(locked, idea) for idea in dict.fromkeys(ideas)]
    before = _unders(chosen)
    for idea in chosen:
        _withdraw(_standing(locked, idea.pk), at)
    if chosen:
        audit_log.record("brainstorm.taken_out", actor=actor, target=storm, scope=storm.brand_id)
        tell(locked, TOPIC, "taken_out")
    return before


@transaction.atomic
def merge(storm: Brainstorm, *, actor: User, ideas: Iterable[uuid.UUID]) -> dict[str, str | None]:
    """Group ideas, and all that is grouped under them, under the one that was written first.

    Returns what each moved idea was under, for `unmerge`. Raises Denied, NotNow, NotOfThis, and
    TooFew where there is nothing to put together.
    """
    POLICY.require(actor, "lead", storm)
    locked = lock_in(storm, Phase.GROUPING)
    chosen = [_standing(locked, idea) for idea in dict.fromkeys(ideas)]
    roots = {idea.under_id or idea.pk for idea in chosen}
    if len(roots) < 2:
        raise TooFew
    head, *rest = locked.ideas.filter(pk__in=roots)
    moved = list(locked.ideas.filter(under__in=rest)) + rest
    before = _unders(moved)
    Idea.objects.filter(pk__in=[idea.pk for idea in moved]).update(under=head)
    tell(locked, TOPIC, "merged")
    return before


@transaction.atomic
def separate(
    storm: Brainstorm, *, actor: User, ideas: Iterable[uuid.UUID]
) -> dict[str, str | None]:
    """Let grouped ideas stand for themselves again; those that do already are passed over.

    Returns what each moved idea was under, for `unmerge`. Raises Denied, NotNow and NotOfThis.
    """
    POLICY.require(actor, "lead", storm)
    locked = lock_in(storm, Phase.GROUPING)
    chosen = [_standing(locked, idea) for idea in dict.fromkeys(ideas)]
    moved = [idea for idea in chosen if idea.under_id is not None]
    Idea.objects.filter(pk__in=[idea.pk for idea in moved]).update(under=None)
    if moved:
        tell(locked, TOPIC, "separated")
    return _unders(moved)


@undoes(MERGED)
def unmerge(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    storm = Brainstorm.objects.get(pk=payload["brainstorm"])
    POLICY.require(actor, "lead", storm)
    locked = still_in(storm, Phase.GROUPING)
    _put_under(locked, payload["before"])
    tell(locked, TOPIC, "separated")


@undoes(TAKEN_OUT)
def take_in_again(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    storm = Brainstorm.objects.get(pk=payload["brainstorm"])
    POLICY.require(actor, "lead", storm)
    locked = still_in(storm, *WRITABLE)
    locked.ideas.filter(pk__in=payload["before"]).update(withdrawn_at=None)
    _put_under(locked, payload["before"])
    tell(locked, TOPIC, "put_back")


def _standing(storm: Brainstorm, idea: uuid.UUID) -> Idea:
    row: Idea | None = standing_ideas(storm).filter(pk=idea).first()
    if row is None:
        raise NotOfThis
    return row


def _own(storm: Brainstorm, idea: uuid.UUID, by: Participant) -> Idea:
    row = _standing(storm, idea)
    if row.author_id != by.pk:
        raise NotOfThis
    return row


def _unders(ideas: Iterable[Idea]) -> dict[str, str | None]:
    return {str(idea.pk): str(idea.under_id) if idea.under_id else None for idea in ideas}


def _put_under(storm: Brainstorm, before: Mapping[str, str | None]) -> None:
    """Group ideas as they were, where what they were under still stands for itself."""
    heads = standing_ideas(storm).filter(under=None).exclude(pk__in=before)
    there = {str(pk) for pk in heads.values_list("pk", flat=True)}
    there |= {idea for idea, under in before.items() if under is None}
    for idea, under in before.items():
        storm.ideas.filter(pk=idea).update(under=under if under in there else None)


def _withdraw(idea: Idea, at: dt.datetime) -> None:
    """Take an idea out; the next of its group stands for it then."""
    others = list(idea.others.all())
    if others:
        head, *rest = others
        Idea.objects.filter(pk=head.pk).update(under=None)
        Idea.objects.filter(pk__in=[other.pk for other in rest]).update(under=head)
    idea.withdrawn_at, idea.under = at, None
    idea.save(update_fields=["withdrawn_at", "under"])


def _told_of_idea(storm: Brainstorm, kind: str) -> None:
    """While all write in silence only the count is news; afterwards so is the idea."""
    tell(storm, COUNTS if storm.phase == Phase.WRITING else TOPIC, kind)
