"""Plan a real test, and say how it went: the map follows, and what failed is a weak point."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from simulacro.apps.audit import queries
from simulacro.apps.audit.answering import named
from simulacro.apps.audit.models import InventoryRevision, RealTestTry
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.real_tests import (
    all_real_tests,
    finding_of_test,
    is_last_word,
    is_triable,
    passed_too_long_ago,
    real_test_pair,
)
from simulacro.apps.audit.secrets_seen import is_refused
from simulacro.apps.audit.services.findings import NotOfTheBrand, open_finding
from simulacro.apps.audit.services.inventory import SecretsOffered, save_inventory
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.content.real_tests import FAILED, PASSED, RealTest
from simulacro.engines.access.effects import apply_effects, retract
from simulacro.engines.access.inventory import Inventory
from simulacro.kit import audit_log
from simulacro.kit.sealing import files

Outcome = RealTestTry.Outcome
MAX_NOTE = 2000
MAX_PHOTOS = 4
# A plan for later than that is a slip of the pen.
LAST_PLAN = dt.timedelta(days=731)
TELLS = (Outcome.PASSED, Outcome.FAILED)


class NotTriable(Exception):
    """The brand has no such thing, or the test says nothing about it."""


class NoDay(Exception):
    """A plan, and what is put off, needs a day that is not past and no later than LAST_PLAN."""


def plan_real_test(
    *,
    brand: Brand,
    test: str,
    subject: str,
    on: dt.date | None,
    who: User | None,
    actor: User,
    at: dt.datetime,
) -> RealTestTry:
    """Give a test a day and a person; `subject` is an asset's id, empty for the brand.

    Planning it again moves the plan. Raises Denied, NotTriable, NoDay and NotOfTheBrand.
    """
    POLICY.require(actor, "test_for_real", brand)
    _require_day(brand, on, at)
    if who is not None and not brand.memberships.filter(user=who).exists():
        raise NotOfTheBrand
    with transaction.atomic():
        Brand.objects.select_for_update().get(pk=brand.pk)
        _triable(brand, test, subject)
        row = _open_plan(brand, test, subject, at)
        row.planned_for, row.who = on, who
        row.save()
        audit_log.record("real_test.planned", actor=actor, target=row, scope=brand.id, at=at)
    return row


def tick_real_test(
    *,
    brand: Brand,
    test: str,
    subject: str,
    outcome: RealTestTry.Outcome,
    actor: User,
    at: dt.datetime,
    done_at: dt.datetime | None = None,
    note: str = "",
    photos: Sequence[tuple[str, bytes]] = (),
    put_off_to: dt.date | None = None,
) -> RealTestTry:
    """Say that a test passed or failed, or put it off to another day.

    A failed one changes the map and opens a weak point; a passed one takes both back. One that
    was tried before the newest, by `done_at`, or passed too long ago to count, is kept and moves
    neither. `photos` are (type,
    content) of pictures without their metadata. Raises Denied, NotTriable, NoDay, SecretsOffered
    and StaleInventory; then nothing changed.
    """
    POLICY.require(actor, "test_for_real", brand)
    note = note.strip()[:MAX_NOTE]
    if is_refused(note):
        raise SecretsOffered([])
    if outcome is Outcome.POSTPONED:
        _require_day(brand, put_off_to, at)
    with transaction.atomic():
        Brand.objects.select_for_update().get(pk=brand.pk)
        inventory, asked = _triable(brand, test, subject)
        row = _open_plan(brand, test, subject, at)
        row.outcome, row.note = outcome, note
        row.done_by, row.done_at = actor, done_at or at
        row.photos = [
            {"id": str(files.write_file(brand.id, content)), "type": kind}
            for kind, content in photos[:MAX_PHOTOS]
        ]
        row.save()
        # What happened before the newest try is kept, and undoes nothing of it.
        counts = outcome in TELLS and is_last_word(row)
        # A pass too old to count on says nothing of the map as it is now.
        counts = counts and not passed_too_long_ago(asked, row, day_of(brand, at))
        if counts:
            row.revision = _follow(brand, inventory, asked, subject, outcome, actor, at)
            row.save(update_fields=["revision"])
        if counts and outcome is Outcome.FAILED:
            seen = finding_of_test(asked, subject)
            open_finding(brand=brand, inventory=inventory, seen=seen, at=at)
        audit_log.record(f"real_test.{outcome}", actor=actor, target=row, scope=brand.id, at=at)
        if outcome is Outcome.POSTPONED:
            again = _open_plan(brand, test, subject, at)
            again.planned_for, again.who = put_off_to, row.who
            again.save()
    return row


def drop_plan(*, brand: Brand, test: str, subject: str, actor: User, at: dt.datetime) -> None:
    """Take a plan back; what was tried stays. Raises Denied."""
    POLICY.require(actor, "test_for_real", brand)
    pair = real_test_pair(brand, test, subject)
    with transaction.atomic():
        rows = RealTestTry.objects.filter(brand=brand, pair=pair, outcome=Outcome.PLANNED)
        for row in rows.select_for_update():
            audit_log.record("real_test.dropped", actor=actor, target=row, scope=brand.id, at=at)
            row.delete()


def _require_day(brand: Brand, on: dt.date | None, at: dt.datetime) -> None:
    today = day_of(brand, at)
    if on is None or not today <= on <= today + LAST_PLAN:
        raise NoDay


def _triable(brand: Brand, test: str, subject: str) -> tuple[Inventory, RealTest]:
    asked = all_real_tests().get(test)
    inventory = queries.current_inventory(brand)
    if asked is None or inventory is None or not is_triable(inventory, asked, subject):
        raise NotTriable
    return inventory, asked


def _open_plan(brand: Brand, test: str, subject: str, at: dt.datetime) -> RealTestTry:
    """The try that waits, or a new one not yet saved."""
    pair = real_test_pair(brand, test, subject)
    row = RealTestTry.objects.filter(brand=brand, pair=pair, outcome=Outcome.PLANNED).first()
    return row or RealTestTry(
        id=uuid.uuid4(),
        brand=brand,
        pair=pair,
        about={"test": test, "subject": subject},
        note="",
        photos=[],
        created_at=at,
    )


def _follow(
    brand: Brand,
    inventory: Inventory,
    test: RealTest,
    subject: str,
    outcome: RealTestTry.Outcome,
    actor: User,
    at: dt.datetime,
) -> InventoryRevision | None:
    """The inventory as the outcome leaves it, where that is another one."""
    if not subject or not test.effects:
        return None
    bad, good = test.effects.get(FAILED, ()), test.effects.get(PASSED, ())
    if outcome is Outcome.FAILED:
        after = named(apply_effects(inventory, bad, subject), subject)
    else:
        after = named(apply_effects(retract(inventory, bad, subject), good, subject), subject)
    if after == inventory:
        return None
    return save_inventory(
        brand=brand,
        inventory=after,
        actor=actor,
        base_revision=queries.current_revision(brand),
        origin=InventoryRevision.Origin.TEST,
        at=at,
        right="test_for_real",
    )
