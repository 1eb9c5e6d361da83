"""Answer a check: the answer is kept, the inventory follows it, and what moved is told."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from simulacro.apps.audit import queries
from simulacro.apps.audit.answering import Said, after_answer
from simulacro.apps.audit.merging import merge
from simulacro.apps.audit.models import CheckAnswer, CheckRequest, InventoryRevision, StepsFollowed
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.checks import Given
from simulacro.apps.audit.secrets_seen import is_refused
from simulacro.apps.audit.services.audits import SOLVED_AT_ONCE
from simulacro.apps.audit.services.check_counts import keep_count
from simulacro.apps.audit.services.inventory import (
    SecretsOffered,
    StaleInventory,
    save_inventory,
)
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.content.checks import Check
from simulacro.engines.access.inventory import Inventory
from simulacro.kit import audit_log
from simulacro.kit.sealing import files
from simulacro.kit.undo.acts import CannotUndo, undoes

Via = CheckAnswer.Via
MAX_NOTE = 2000
MAX_PHOTOS = 4


class NotAsked(Exception):
    """The brand has no such thing, or the check says nothing about it."""


class AnsweredMeanwhile(Exception):
    """Somebody else answered the question after it was shown; carries their answer."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self.given = given


def answer_check(
    *,
    brand: Brand,
    check: str,
    subject: str,
    said: Said,
    actor: User | None,
    at: dt.datetime,
    note: str = "",
    photos: Sequence[tuple[str, bytes]] = (),
    request: CheckRequest | None = None,
    via: CheckAnswer.Via = Via.PAGE,
    seen: int | None = None,
) -> CheckAnswer:
    """Keep an answer and let the inventory follow it: a revision of its own where it moves.

    ``subject`` is an asset's id, empty for the brand as a whole. ``photos`` are (type, content) of
    pictures without their metadata. ``actor`` is None for a link, and for the command line.
    ``seen`` is the number of the answer that counted when the question was shown, 0 for none; None
    where nobody was shown it.
    Raises Denied, NotAsked, AnsweredMeanwhile, SecretsOffered and StaleInventory; then nothing
    changed.
    """
    if actor is not None:
        POLICY.require(actor, "answer_checks", brand)
    asked = queries.all_checks().get(check)
    if asked is None:
        raise NotAsked
    note = note.strip()[:MAX_NOTE]
    if is_refused(note):
        raise SecretsOffered([])
    with transaction.atomic():
        Brand.objects.select_for_update().get(pk=brand.pk)
        inventory = queries.current_inventory(brand)
        if inventory is None or not _is_asked(asked, inventory, subject):
            raise NotAsked
        if seen is not None:
            _require_unanswered_since(seen, brand, check, subject, actor)
        if said is Said.NOT_APPLICABLE:
            after = _before_the_answers(inventory, asked, subject, brand)
        else:
            after = after_answer(inventory, asked, subject, said)
        revision = _follow(brand, after, actor, at) if after != inventory else None
        row = _keep(
            brand,
            asked,
            subject,
            said,
            at=at,
            author=actor,
            note=note,
            photos=[
                {"id": str(files.write_file(brand.id, content)), "type": kind}
                for kind, content in photos[:MAX_PHOTOS]
            ],
            request=request,
            via=via,
            revision=revision,
            moved=_moved(inventory, after, day_of(brand, at)) if revision else None,
        )
    return row


def follow_steps(*, brand: Brand, check: Check, actor: User, at: dt.datetime) -> StepsFollowed:
    """Say that the steps of a check were followed and are right. Raises Denied."""
    POLICY.require(actor, "answer_checks", brand)
    row, _made = StepsFollowed.objects.update_or_create(
        brand=brand,
        key=queries.steps_key(brand, check),
        defaults={"author": actor, "at": at},
    )
    audit_log.record("check.steps_followed", actor=actor, target=row, scope=brand.id, at=at)
    return row


def withdraw_answer(*, answer: CheckAnswer, actor: User, at: dt.datetime) -> CheckAnswer:
    """Take an answer back: by a new one that says what the one before it said, if there was one.

    The inventory follows. Raises Denied, NotAsked and StaleInventory.
    """
    brand = answer.brand
    POLICY.require(actor, "answer_checks", brand)
    given = queries.given_of(answer)
    check = queries.all_checks().get(given.check)
    if check is None:
        raise NotAsked
    with transaction.atomic():
        Brand.objects.select_for_update().get(pk=brand.pk)
        inventory = queries.current_inventory(brand)
        if inventory is None:
            raise NotAsked
        earlier = [
            queries.given_of(row)
            for row in queries.answers_to(brand, given.check, given.subject)
            if row.number < answer.number
        ]
        said = earlier[0].said if earlier else Said.WITHDRAWN
        after = _without(answer, inventory, check, given.subject, said)
        revision = _follow(brand, after, actor, at) if after != inventory else None
        return _keep(
            brand,
            check,
            given.subject,
            said,
            at=at,
            author=actor,
            note="",
            photos=[],
            request=None,
            via=Via.PAGE,
            revision=revision,
            moved=None,
            verb="check.withdrawn",
        )


@undoes("check.answered")
def take_back(scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    """Undo an answer just given."""
    row = CheckAnswer.objects.select_related("brand", "revision", "revision__parent").get(
        pk=payload["answer"], brand=scope
    )
    newest = queries.answers_to(row.brand, row.said["check"], row.said["subject"])[0]
    if newest.pk != row.pk:
        raise CannotUndo(_("It was answered again meanwhile."))
    try:
        withdraw_answer(answer=row, actor=actor, at=timezone.now())
    except (NotAsked, StaleInventory) as error:
        raise CannotUndo(_("The inventory changed meanwhile.")) from error


def _without(
    answer: CheckAnswer, inventory: Inventory, check: Check, subject: str, earlier: Said
) -> Inventory:
    """The inventory without what an answer changed in it, so that the ``earlier`` one holds.

    What was changed since stays. Where somebody wrote over what the answer changed, it is what
    the earlier answer makes of the inventory.
    """
    made = answer.revision
    if made is None or made.parent is None:
        return inventory
    was = queries.inventory_at(made.parent, made.agency_revision)
    answered = queries.inventory_of(made)
    if inventory == answered:
        return was
    merged = merge(answered, was, inventory).inventory
    if merged is not None:
        return merged
    cleared = after_answer(inventory, check, subject, Said.WITHDRAWN)
    return after_answer(cleared, check, subject, earlier)


def _before_the_answers(
    inventory: Inventory, check: Check, subject: str, brand: Brand
) -> Inventory:
    """The inventory without what the answers to a question changed in it."""
    for answer in queries.answers_to(brand, check.id, subject):
        if queries.given_of(answer).said is Said.WITHDRAWN:
            break
        inventory = _without(answer, inventory, check, subject, Said.WITHDRAWN)
    return inventory


def _require_unanswered_since(
    seen: int, brand: Brand, check: str, subject: str, actor: User | None
) -> None:
    """Who answers anew what they answered themselves knows of it; so does who saw the answer."""
    newest = next(iter(queries.answers_to(brand, check, subject)), None)
    if newest is None or newest.number <= seen or (actor and newest.author_id == actor.pk):
        return
    given = queries.given_of(newest)
    if given.said is not Said.WITHDRAWN:
        raise AnsweredMeanwhile(given)


def _is_asked(check: Check, inventory: Inventory, subject: str) -> bool:
    if subject and subject not in inventory:
        return False
    kinds = check.about
    return inventory[subject].kind in kinds if subject else not kinds


def _follow(
    brand: Brand, after: Inventory, actor: User | None, at: dt.datetime
) -> InventoryRevision:
    return save_inventory(
        brand=brand,
        inventory=after,
        actor=actor,
        base_revision=queries.current_revision(brand),
        origin=InventoryRevision.Origin.CHECK,
        at=at,
        right="answer_checks",
    )


def _keep(
    brand: Brand,
    check: Check,
    subject: str,
    said: Said,
    *,
    at: dt.datetime,
    verb: str = "check.answered",
    **fields: object,
) -> CheckAnswer:
    last = CheckAnswer.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0
    row = CheckAnswer(
        id=uuid.uuid4(),
        brand=brand,
        number=last + 1,
        pair=queries.pair_digest(brand, check.id, subject),
        said={"check": check.id, "subject": subject, "answer": said.value},
        created_at=at,
        **fields,
    )
    row.save(force_insert=True)
    keep_count(brand)
    audit_log.record(
        verb,
        actor=row.author,
        target=row,
        scope=brand.id,
        details={"number": row.number, "via": row.via},
        at=at,
    )
    return row


def _moved(before: Inventory, after: Inventory, day: dt.date) -> dict[str, float] | None:
    """The hours a year before and after, with the better end of each; None for a large one."""
    old, new = _risk(before, day), _risk(after, day)
    if old is None or new is None:
        return None
    return {"before": old[0], "before_best": old[1], "after": new[0], "after_best": new[1]}


def risk_now(brand: Brand, at: dt.datetime) -> tuple[float, float] | None:
    """The hours a year of the inventory as it is, and the better end of what nobody knows; None
    where there is nothing to solve, or too much while somebody waits."""
    inventory = queries.current_inventory(brand)
    return _risk(inventory, day_of(brand, at)) if inventory else None


def _risk(inventory: Inventory, day: dt.date) -> tuple[float, float] | None:
    if len(inventory.assets) > SOLVED_AT_ONCE or not inventory.channels:
        return None
    from simulacro.apps.audit.auditing import solve

    solved = solve(inventory, day=day, with_fixes=False)
    return solved.risk_h, solved.risk_best_h
