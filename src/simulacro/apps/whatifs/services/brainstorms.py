"""Open a brainstorm, let people in, and go from phase to phase. What is written and grouped is in
`ideas`, what is voted and kept in `voting`.

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
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db import transaction

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility, Source
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import LinkSpent, digest_of, make_token
from simulacro.apps.whatifs.models import Brainstorm, Participant, Phase
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.refusals import (
    BadText,
    NothingYet,
    NotNow,
    NotOfThis,
    TooManyPeople,
)
from simulacro.apps.whatifs.services.locking import (
    COUNTS,
    TOPIC,
    checked,
    lock_in,
    standing_ideas,
    tell,
)
from simulacro.apps.whatifs.services.voting import count_votes
from simulacro.kit import audit_log

MOST_PEOPLE: Final = 60
MAX_NAME: Final = 40
MAX_QUESTION: Final = 200
LINK_LASTS: Final = dt.timedelta(hours=24)
# So that who took part reads the result; nobody else comes in any more.
LINGERS: Final = dt.timedelta(hours=1)

# From where one may go where; back too, since a thumb slips. Out of the result there is no way:
# whoever has seen the totals does not vote any more.
WAYS: Final[Mapping[str, Collection[str]]] = {
    Phase.WRITING: (Phase.GROUPING, Phase.ENDED),
    Phase.GROUPING: (Phase.WRITING, Phase.VOTING, Phase.ENDED),
    Phase.VOTING: (Phase.GROUPING, Phase.ENDED),
    Phase.ENDED: (),
}


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
        question=checked(question, MAX_QUESTION),
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
    locked = lock_in(storm, *WAYS)
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
    locked = lock_in(storm, *WAYS)
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
    tell(locked, COUNTS, "joined")
    return who


@transaction.atomic
def choose_shown(
    storm: Brainstorm, *, actor: User, among: Iterable[uuid.UUID], chosen: Iterable[uuid.UUID]
) -> None:
    """Of the possibilities `among`, let those who take part read the titles of `chosen` alone.

    What the audit found is only for a lead to show. Raises Denied and NotOfThis.
    """
    POLICY.require(actor, "lead", storm)
    lock_in(storm, *WAYS)
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
    tell(storm, TOPIC, "shown")


@transaction.atomic
def go_to(storm: Brainstorm, phase: str, *, actor: User, at: dt.datetime) -> None:
    """Go on to a phase, or back. To be where one wants to go is no mistake.

    Raises Denied, NotNow where no way leads there, and NothingYet without an idea to vote on.
    """
    POLICY.require(actor, "lead", storm)
    locked = lock_in(storm, *WAYS)
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
        count_votes(locked)
    locked.save()
    storm.phase, storm.ended_at = locked.phase, locked.ended_at
    audit_log.record(f"brainstorm.{phase}", actor=actor, target=storm, scope=storm.brand_id)
    tell(locked, TOPIC, str(phase))
