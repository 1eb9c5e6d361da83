"""Open a brainstorm, let people in, write, group, vote, and keep what comes of it.

    storm = open_brainstorm(brand=brand, actor=ada, question=…, minutes=5, alone=False, at=now)
    ada_there = storm.participants.get(member=ada)
    write_idea(storm, by=ada_there, text="Se va la luz en plena venta", at=now)
    go_to(storm, Phase.GROUPING, actor=ada, at=now)

What a participant does is for whoever was let in: the view has asked the policy or checked the link
of somebody without an account. What only whoever leads may do takes an `actor` and asks the policy.
Each call locks the brainstorm, so that nobody writes into a phase that has just ended.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility, Source
from simulacro.apps.foresight.services import MAX_TITLE, note_possibility, set_aside
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import LinkSpent, digest_of, make_token
from simulacro.apps.whatifs.models import Brainstorm, Idea, Participant, Phase, Vote
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.refusals import (
    BadText,
    BadVote,
    NothingYet,
    NotNow,
    NotOfThis,
    TooFew,
    TooManyIdeas,
    TooManyPeople,
)
from simulacro.content.drill_model import families
from simulacro.kit import audit_log, live
from simulacro.kit.undo.acts import CannotUndo, undoes

MOST_IDEAS: Final = 200
MOST_PEOPLE: Final = 60
# So that one person, or one joker, does not fill the room of all.
MOST_OF_ONE: Final = 50
MAX_TEXT: Final = 300
MAX_NAME: Final = 40
MAX_QUESTION: Final = 200
LINK_LASTS: Final = dt.timedelta(hours=24)
# So that who took part reads the result; nobody else comes in any more.
LINGERS: Final = dt.timedelta(hours=1)

# What open pages listen to: a phase or a group changed, or only how many there are of something.
TOPIC: Final = "brainstorm"
COUNTS: Final = "brainstorm_counts"

MERGED: Final = "brainstorm.merged"
TAKEN_OUT: Final = "brainstorm.taken_out"
KEPT: Final = "brainstorm.kept"

# From where one may go where; back too, since a thumb slips. Out of the result there is no way:
# whoever has seen the totals does not vote any more.
WAYS: Final[Mapping[str, Collection[str]]] = {
    Phase.WRITING: (Phase.GROUPING, Phase.ENDED),
    Phase.GROUPING: (Phase.WRITING, Phase.VOTING, Phase.ENDED),
    Phase.VOTING: (Phase.GROUPING, Phase.ENDED),
    Phase.ENDED: (),
}
WRITABLE: Final = (Phase.WRITING, Phase.GROUPING)


@dataclass(frozen=True, slots=True)
class Ballot:
    """What somebody holds of a group; None where they do not say."""

    likelihood: int | None = None
    damage: int | None = None


@transaction.atomic
def open_brainstorm(
    *, brand: Brand, actor: User, question: str, minutes: int, alone: bool, at: dt.datetime
) -> Brainstorm:
    """Open one in which `actor` takes part; the silence is meant to last `minutes`.

    Raises Denied and BadText.
    """
    POLICY.require(actor, "open", brand)
    storm = Brainstorm(
        brand=brand,
        opened_by=actor,
        question=_checked(question, MAX_QUESTION),
        alone=alone,
        opened_at=at,
        writing_until=at + dt.timedelta(minutes=minutes),
    )
    storm.save(force_insert=True)
    join(storm, member=actor, at=at)
    audit_log.record("brainstorm.opened", actor=actor, target=storm, scope=brand.id)
    return storm


@transaction.atomic
def invite(storm: Brainstorm, *, actor: User, at: dt.datetime) -> str:
    """A new link by which anybody takes part without an account; the one before is closed.

    Returns the token, of which only a digest is kept here. Raises Denied and NotNow.
    """
    POLICY.require(actor, "lead", storm)
    locked = _locked(storm, *WAYS)
    if locked.phase == Phase.ENDED or locked.alone:
        raise NotNow(locked.phase)
    token, digest = make_token()
    locked.join_digest, locked.join_until = digest, at + LINK_LASTS
    locked.save(update_fields=["join_digest", "join_until"])
    audit_log.record("brainstorm.invited", actor=actor, target=storm, scope=storm.brand_id)
    return token


def by_join_token(token: str, at: dt.datetime) -> Brainstorm:
    """The brainstorm that a link opens to somebody without an account. Raises LinkSpent."""
    found = Brainstorm.objects.filter(join_digest=digest_of(token), join_until__gt=at)
    storm = found.select_related("brand").first()
    if storm is None:
        raise LinkSpent
    return storm


@transaction.atomic
def join(
    storm: Brainstorm, *, at: dt.datetime, name: str = "", member: User | None = None
) -> Participant:
    """Let somebody take part: a guest, perhaps with a `name`, or a member, who has one.

    A member who takes part already stays who they are.

    Raises NotNow where it is over, TooManyPeople and BadText.
    """
    locked = _locked(storm, *WAYS)
    if member is not None:
        known = Participant.objects.filter(brainstorm=locked, member=member).first()
        if known is not None:
            return known
    if locked.phase == Phase.ENDED:
        raise NotNow(locked.phase)
    if locked.participants.count() >= (1 if locked.alone else MOST_PEOPLE):
        raise TooManyPeople
    name = name.strip()
    if len(name) > MAX_NAME:
        raise BadText
    who = Participant(brainstorm=locked, brand_id=locked.brand_id, member=member, joined_at=at)
    who.name = "" if member else name
    who.save(force_insert=True)
    _tell(locked, COUNTS, "joined")
    return who


@transaction.atomic
def choose_shown(
    storm: Brainstorm, *, actor: User, among: Iterable[uuid.UUID], chosen: Iterable[uuid.UUID]
) -> None:
    """Of the possibilities `among`, let those who take part read the titles of `chosen` alone.

    What the audit found is only for a lead to show. Raises Denied and NotOfThis.
    """
    POLICY.require(actor, "lead", storm)
    _locked(storm, *WAYS)
    offered, wanted = set(among), set(chosen)
    rows = {
        row.pk: row
        for row in Possibility.objects.filter(brand=storm.brand_id, pk__in=offered | wanted)
    }
    if not rows.keys() >= wanted:
        raise NotOfThis
    weak = any(rows[pk].source == Source.FINDING for pk in wanted)
    shown = set(storm.shown.values_list("pk", flat=True))
    if weak and not POLICY.allows(actor, "show_weak_points", storm):
        raise NotOfThis
    storm.shown.remove(*(rows[pk] for pk in (offered & shown) - wanted))
    storm.shown.add(*(rows[pk] for pk in wanted - shown))
    audit_log.record("brainstorm.shown", actor=actor, target=storm, scope=storm.brand_id)
    _tell(storm, TOPIC, "shown")


@transaction.atomic
def write_idea(storm: Brainstorm, *, by: Participant, text: str, at: dt.datetime) -> Idea:
    """Add an idea. Raises NotNow, TooManyIdeas and BadText."""
    locked = _locked(storm, *WRITABLE)
    text = _checked(text, MAX_TEXT)
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
    locked = _locked(storm, *WRITABLE)
    row = _own(locked, idea, by)
    row.text = _checked(text, MAX_TEXT)
    row.save(update_fields=["text"])
    _told_of_idea(locked, "changed")


@transaction.atomic
def take_back(storm: Brainstorm, idea: uuid.UUID, *, by: Participant, at: dt.datetime) -> None:
    """Take one's own idea back; `put_back` restores it. Raises NotNow and NotOfThis."""
    locked = _locked(storm, *WRITABLE)
    _withdraw(_own(locked, idea, by), at)
    _told_of_idea(locked, "taken_back")


@transaction.atomic
def put_back(storm: Brainstorm, idea: uuid.UUID, *, by: Participant) -> None:
    """Restore an own idea that was taken back, or out. Raises NotNow and NotOfThis."""
    locked = _locked(storm, *WRITABLE)
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
    locked = _locked(storm, Phase.GROUPING)
    chosen = [_standing(locked, idea) for idea in dict.fromkeys(ideas)]
    before = _unders(chosen)
    for idea in chosen:
        _withdraw(_standing(locked, idea.pk), at)
    if chosen:
        audit_log.record("brainstorm.taken_out", actor=actor, target=storm, scope=storm.brand_id)
        _tell(locked, TOPIC, "taken_out")
    return before


@transaction.atomic
def go_to(storm: Brainstorm, phase: str, *, actor: User, at: dt.datetime) -> None:
    """Go on to a phase, or back. To be where one wants to go is no mistake.

    Raises Denied, NotNow where no way leads there, and NothingYet without an idea to vote on.
    """
    POLICY.require(actor, "lead", storm)
    locked = _locked(storm, *WAYS)
    if locked.phase == phase:
        return
    if phase not in WAYS[locked.phase]:
        raise NotNow(locked.phase)
    if phase == Phase.VOTING and not standing_ideas(locked).exists():
        raise NothingYet
    locked.phase = Phase(phase).value
    if phase == Phase.ENDED:
        locked.ended_at = at
        locked.join_until = at + LINGERS if locked.join_digest else None
        _count_votes(locked)
    locked.save()
    storm.phase, storm.ended_at = locked.phase, locked.ended_at
    audit_log.record(f"brainstorm.{phase}", actor=actor, target=storm, scope=storm.brand_id)
    _tell(locked, TOPIC, str(phase))


@transaction.atomic
def merge(storm: Brainstorm, *, actor: User, ideas: Iterable[uuid.UUID]) -> dict[str, str | None]:
    """Group ideas, and all that is grouped under them, under the one that was written first.

    Returns what each moved idea was under, for `unmerge`. Raises Denied, NotNow, NotOfThis, and
    TooFew where there is nothing to put together.
    """
    POLICY.require(actor, "lead", storm)
    locked = _locked(storm, Phase.GROUPING)
    chosen = [_standing(locked, idea) for idea in dict.fromkeys(ideas)]
    roots = {idea.under_id or idea.pk for idea in chosen}
    if len(roots) < 2:
        raise TooFew
    head, *rest = locked.ideas.filter(pk__in=roots)
    moved = list(locked.ideas.filter(under__in=rest)) + rest
    before = _unders(moved)
    Idea.objects.filter(pk__in=[idea.pk for idea in moved]).update(under=head)
    _tell(locked, TOPIC, "merged")
    return before


@transaction.atomic
def separate(
    storm: Brainstorm, *, actor: User, ideas: Iterable[uuid.UUID]
) -> dict[str, str | None]:
    """Let grouped ideas stand for themselves again; those that do already are passed over.

    Returns what each moved idea was under, for `unmerge`. Raises Denied, NotNow and NotOfThis.
    """
    POLICY.require(actor, "lead", storm)
    locked = _locked(storm, Phase.GROUPING)
    chosen = [_standing(locked, idea) for idea in dict.fromkeys(ideas)]
    moved = [idea for idea in chosen if idea.under_id is not None]
    Idea.objects.filter(pk__in=[idea.pk for idea in moved]).update(under=None)
    if moved:
        _tell(locked, TOPIC, "separated")
    return _unders(moved)


@transaction.atomic
def vote(storm: Brainstorm, *, by: Participant, ballots: Mapping[uuid.UUID, Ballot]) -> None:
    """Hold groups to be so likely and so bad; what was said before of the same ones is replaced.

    Raises NotNow, NotOfThis where one is not a group of this brainstorm, and BadVote.
    """
    locked = _locked(storm, Phase.VOTING)
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
    _tell(locked, COUNTS, "voted")


@transaction.atomic
def keep(
    storm: Brainstorm, *, actor: User, chosen: Mapping[uuid.UUID, str], at: dt.datetime
) -> list[Possibility]:
    """Make possibilities of groups, each of the family given; return those not kept before.

    A possibility's key is the id of the idea that stands for its group. Raises Denied, NotNow
    before the end, NotOfThis, and ValueError for an unknown family.
    """
    POLICY.require(actor, "lead", storm)
    locked = _locked(storm, Phase.ENDED)
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
    _tell(locked, TOPIC, "kept")
    return new


@undoes(MERGED)
def unmerge(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    storm = Brainstorm.objects.get(pk=payload["brainstorm"])
    POLICY.require(actor, "lead", storm)
    locked = _still(storm, Phase.GROUPING)
    _put_under(locked, payload["before"])
    _tell(locked, TOPIC, "separated")


@undoes(TAKEN_OUT)
def take_in_again(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    storm = Brainstorm.objects.get(pk=payload["brainstorm"])
    POLICY.require(actor, "lead", storm)
    locked = _still(storm, *WRITABLE)
    locked.ideas.filter(pk__in=payload["before"]).update(withdrawn_at=None)
    _put_under(locked, payload["before"])
    _tell(locked, TOPIC, "put_back")


@undoes(KEPT)
def unkeep(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    storm = Brainstorm.objects.get(pk=payload["brainstorm"])
    POLICY.require(actor, "lead", storm)
    at = timezone.now()
    for row in Possibility.objects.filter(pk__in=payload["possibilities"], set_aside_at=None):
        set_aside(row, at=at, actor=actor)
    storm.ideas.filter(possibility__in=payload["possibilities"]).update(possibility=None)
    _tell(storm, TOPIC, "kept")


def standing_ideas(storm: Brainstorm) -> Any:
    """The ideas that nobody took back, the first written first."""
    return storm.ideas.filter(withdrawn_at=None)


def shortened(text: str) -> str:
    """An idea as a title, cut at a word where it is longer than a title may be."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_TITLE else text[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _locked(storm: Brainstorm, *phases: str) -> Brainstorm:
    """The brainstorm as it is now, locked; raise NotNow unless it is in one of `phases`."""
    locked = Brainstorm.objects.select_for_update().get(pk=storm.pk)
    if locked.phase not in phases:
        raise NotNow(locked.phase)
    return locked


def _still(storm: Brainstorm, *phases: str) -> Brainstorm:
    try:
        return _locked(storm, *phases)
    except NotNow as moved:
        raise CannotUndo(_("The brainstorm has moved on, so this stays as it is.")) from moved


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


def _count_votes(storm: Brainstorm) -> None:
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


def _told_of_idea(storm: Brainstorm, kind: str) -> None:
    """While all write in silence only the count is news; afterwards so is the idea."""
    _tell(storm, COUNTS if storm.phase == Phase.WRITING else TOPIC, kind)


def _tell(storm: Brainstorm, topic: str, kind: str) -> None:
    live.publish(storm.pk, topic, kind)


def _checked(text: str, most: int) -> str:
    text = text.strip()
    if not 0 < len(text) <= most:
        raise BadText
    return text
