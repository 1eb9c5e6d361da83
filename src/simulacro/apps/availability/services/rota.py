"""Absences, journeys, extra shifts and swaps; the holidays that count."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from simulacro.apps.availability import queries
from simulacro.apps.availability.dates import Absence, read_absence
from simulacro.apps.availability.models import HolidayRule, RotaChange
from simulacro.apps.availability.policies import POLICY
from simulacro.apps.availability.queries import Rule
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.availability.rota import Change
from simulacro.kit import audit_log
from simulacro.kit.undo.acts import CannotUndo, undoes
from simulacro.kit.versions import save_version

# What somebody who said yes to a shift is taken to answer.
AGREED = 0.9


class EndsBeforeItBegins(ValueError):
    """The end is not after the start."""


@transaction.atomic
def write_change(
    *,
    brand: Brand,
    actor: User,
    absence: Absence,
    row: RotaChange | None = None,
    expected: int = 1,
    covered_by: str = "",
) -> RotaChange:
    """Write an absence, a journey or an extra shift down, or change one that is there.

    `covered_by` takes this person's hours over meanwhile: both rows know of each other, and when
    the absence moves its cover moves with it. Raises Denied, EndsBeforeItBegins and
    VersionConflict.
    """
    POLICY.require(actor, "change_rota", brand)
    if absence.end <= absence.start:
        raise EndsBeforeItBegins
    if row is None:
        row = RotaChange(brand=brand, content=absence.as_content())
        row.save(force_insert=True)
    else:
        before = read_absence(row.content)
        absence = replace(absence, pair=before.pair)
        row.content = absence.as_content()
        save_version(row, expected=expected, fields=["content"])
        if (absence.start, absence.end) != (before.start, before.end):
            move_cover(brand, absence)
    if covered_by and covered_by != absence.person:
        cover = replace(
            absence, person=covered_by, kind=Change.EXTRA, chance=AGREED, zone="", pair=str(row.pk)
        )
        other = RotaChange(brand=brand, content=cover.as_content())
        other.save(force_insert=True)
        row.content = {**row.content, "pair": str(other.pk)}
        row.save(update_fields=["content"])
    audit_log.record("rota.changed", actor=actor, target=row, scope=brand.id)
    return row


def move_cover(brand: Brand, absence: Absence) -> None:
    """Let whoever covers an absence or a journey do so from its start to its end.

    In the transaction that moves the absence. Nothing happens where nobody covers it.
    """
    if absence.kind is Change.EXTRA:
        return
    for row in pair_of(brand, absence.pair).select_for_update():
        cover = read_absence(row.content)
        if cover.kind is Change.EXTRA:
            row.content = replace(cover, start=absence.start, end=absence.end).as_content()
            save_version(row, expected=row.version, fields=["content"])


def pair_of(brand: Brand, pair: str) -> QuerySet[RotaChange]:
    """The row that a change names as its pair; none where that is empty."""
    return RotaChange.objects.filter(brand=brand, pk=pair or uuid.UUID(int=0))


@transaction.atomic
def remove_change(*, brand: Brand, actor: User, row: RotaChange) -> list[dict[str, Any]]:
    """Take a row out, and its pair with it; returns what brings both back."""
    POLICY.require(actor, "change_rota", brand)
    gone = [row, *pair_of(brand, row.content["pair"])]
    kept = [{"id": str(r.pk), "content": r.content} for r in gone]
    audit_log.record("rota.removed", actor=actor, target=row, scope=brand.id)
    for r in gone:
        r.delete()
    return kept


@undoes("rota.removed")
@transaction.atomic
def bring_change_back(scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    brand = Brand.objects.get(pk=scope)
    POLICY.require(actor, "change_rota", brand)
    for kept in payload["rows"]:
        row = RotaChange(id=uuid.UUID(kept["id"]), brand=brand, content=kept["content"])
        if RotaChange.objects.filter(pk=row.pk).exists():
            raise CannotUndo(_("It is there already."))
        row.save(force_insert=True)
        audit_log.record("rota.brought_back", actor=actor, target=row, scope=brand.id)


@transaction.atomic
def set_holidays(
    *, brand: Brand, actor: User, person: str, rule: Rule | None, expected: int = 1
) -> None:
    """Say which holidays count for a person (or, empty, for everybody) and what holds on them.

    A rule of None: as for everybody. Raises Denied and VersionConflict.
    """
    POLICY.require(actor, "set_holidays", brand)
    Brand.objects.select_for_update().get(pk=brand.pk)
    row = queries.holiday_rows(brand).get(person)
    if rule is None:
        if row is not None:
            row.delete()
    else:
        content = {
            "person": person,
            "country": rule.country,
            "subdivision": rule.subdivision,
            "on_holidays": rule.on_holidays,
        }
        if row is None:
            HolidayRule(brand=brand, content=content).save(force_insert=True)
        else:
            row.content = content
            save_version(row, expected=expected, fields=["content"])
    audit_log.record("holidays.set", actor=actor, target=brand, scope=brand.id)
