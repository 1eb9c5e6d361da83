"""A brand's own cases: written on a form, brought in by a file, or copied from another to change.

row = write_case(brand=brand, actor=ada, document=document, at=now)
change_case(row, actor=ben, document=document, expected=row.version, at=now)
set_aside_case(row, actor=ada, at=now)
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from simulacro.apps.brands.models import Brand
from simulacro.apps.exercises.models import OwnCase
from simulacro.apps.exercises.policies import POLICY
from simulacro.apps.foresight.factors import model_of
from simulacro.apps.people.models import User
from simulacro.content.case_documents import case_from, document_of, read_case
from simulacro.content.cases import BRAND, OWN, Case, CaseLine, CaseSource, UnknownCase
from simulacro.content.drill_model import families, family_factor
from simulacro.kit import audit_log
from simulacro.kit.undo.acts import undoes
from simulacro.kit.versions import save_version

SET_ASIDE: Final = "own_case.set_aside"
# Parts of a document that are no words.
IDS: Final = frozenset({"schema", "family", "combination", "id", "task", "kind", "network"})


def own_cases(brand: Brand) -> QuerySet[OwnCase]:
    """The brand's own cases, the latest first, without those that were set aside."""
    return OwnCase.objects.filter(brand=brand, set_aside_at=None)


def own_case_lines(brand: Brand) -> tuple[CaseLine, ...]:
    """The brand's own cases as a list names them."""
    return tuple(
        CaseLine(
            row.key,
            CaseSource.OWN,
            row.document["family"],
            row.document["minutes"],
            row.title.replace(BRAND, brand.name),
        )
        for row in own_cases(brand)
    )


def own_case_row(brand: Brand, key: str) -> OwnCase | None:
    """The row of a key such as ``own:…``, set aside or not; None where it is none of this brand."""
    try:
        wanted = uuid.UUID(key.removeprefix(OWN))
    except ValueError:
        return None
    return OwnCase.objects.filter(brand=brand, pk=wanted).first() if key.startswith(OWN) else None


def own_case(brand: Brand, key: str, name: str) -> Case:
    """The case of a key such as ``own:…``, told of a brand called `name`. Raises UnknownCase.

    A drill that was done keeps its case, also after that was set aside.
    """
    row = own_case_row(brand, key)
    if row is None:
        raise UnknownCase(key)
    document = row.document
    if name != brand.name:
        document = _renamed(document, brand.name)
    return case_from(document, key=row.key, brand=name)


def known_families(brand: Brand) -> tuple[str, ...]:
    """The families that a case of this brand may be of: the usual ones, and those of its model."""
    model = model_of(brand)
    factor = model.factors[model.position(family_factor(model))]
    own = (value.id for value in factor.values)
    return tuple(dict.fromkeys((*families(), *own)))


@transaction.atomic
def write_case(
    *, brand: Brand, actor: User, document: Mapping[str, Any], at: dt.datetime
) -> OwnCase:
    """Keep a new case. Raises Denied and DocumentError."""
    POLICY.require(actor, "write_cases", brand)
    row = OwnCase(
        brand=brand,
        document=read_case(document, families=known_families(brand)),
        written_at=at,
        changed_at=at,
    )
    row.save(force_insert=True)
    audit_log.record("own_case.written", actor=actor, target=row, scope=brand.id)
    return row


@transaction.atomic
def change_case(
    row: OwnCase, *, actor: User, document: Mapping[str, Any], expected: int, at: dt.datetime
) -> OwnCase:
    """Keep a change of it. Raises Denied, DocumentError and VersionConflict."""
    POLICY.require(actor, "write_cases", row.brand)
    row.document = read_case(
        document, families=(*known_families(row.brand), row.document["family"])
    )
    row.changed_at = at
    save_version(row, expected=expected, fields=["document", "changed_at"])
    audit_log.record("own_case.changed", actor=actor, target=row, scope=row.brand_id)
    return row


def copy_case(*, brand: Brand, actor: User, case: Case, at: dt.datetime) -> OwnCase:
    """A case of one's own that begins as another. Raises Denied."""
    return write_case(brand=brand, actor=actor, document=document_of(case), at=at)


@transaction.atomic
def set_aside_case(row: OwnCase, *, actor: User, at: dt.datetime) -> None:
    """Take it out of the library; drills that were done still show it. Raises Denied."""
    POLICY.require(actor, "write_cases", row.brand)
    row.set_aside_at = at
    row.save(update_fields=["set_aside_at"])
    audit_log.record(SET_ASIDE, actor=actor, target=row, scope=row.brand_id)


@transaction.atomic
def bring_back_case(row: OwnCase, *, actor: User) -> None:
    """Undo `set_aside_case`. Raises Denied."""
    POLICY.require(actor, "write_cases", row.brand)
    row.set_aside_at = None
    row.save(update_fields=["set_aside_at"])
    audit_log.record("own_case.brought_back", actor=actor, target=row, scope=row.brand_id)


@undoes(SET_ASIDE)
def undo_set_aside(scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    bring_back_case(OwnCase.objects.get(pk=payload["case"], brand=scope), actor=actor)


def _renamed(value: Any, name: str) -> Any:
    """The words with the place for a brand where its name was written."""
    if isinstance(value, str):
        # As a whole word: a brand may be called as a part of one.
        return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _found: BRAND, value)
    if isinstance(value, Mapping):
        return {key: inner if key in IDS else _renamed(inner, name) for key, inner in value.items()}
    return [_renamed(inner, name) for inner in value] if isinstance(value, list) else value
