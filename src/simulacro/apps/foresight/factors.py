"""The factors with which a brand's drills differ: the usual ones, or its own.

Ids never change their meaning. Where a new version moved some, completed drills are read through
every move since, and what has no place any more is listed, not guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import get_language

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.channels import channels_of
from simulacro.apps.foresight.models import BrandFactors
from simulacro.apps.foresight.policies import POLICY
from simulacro.apps.people.models import User
from simulacro.content.drill_model import FactorWords, brand_document, brand_model
from simulacro.engines.documents.mistakes import DocumentError, Mistake
from simulacro.engines.possibilities import (
    Carried,
    FactorModel,
    Move,
    RuleTooWide,
    carry,
    load_model,
    read_factors,
    some_row,
)
from simulacro.kit import audit_log
from simulacro.kit.page_memory import once
from simulacro.kit.sealing.opened import OpenedValues
from simulacro.kit.versions import save_version

MOST_FACTORS: Final = 20
MOST_VALUES: Final = 40
Listener = Callable[[Brand], None]
Teller = Callable[[Brand], Sequence[Mapping[str, str]]]

MODELS: Final = OpenedValues(BrandFactors, "document", load_model, most=64)

_listeners: list[Listener] = []
_tellers: list[Teller] = []


def on_change(listener: Listener) -> None:
    """Let `listener(brand)` be told, in the same transaction, that the factors changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_drilled(teller: Teller) -> None:
    """Let a room tell the combinations that were drilled, as they were written down."""
    if teller not in _tellers:
        _tellers.append(teller)


def drilled_combinations(brand: Brand) -> list[Mapping[str, str]]:
    """Every combination that any room tells."""
    return [row for teller in _tellers for row in teller(brand)]


def own_factors(brand: Brand) -> BrandFactors | None:
    """The brand's own factors, if it has any."""
    return BrandFactors.objects.filter(brand=brand).first()


def document_of(brand: Brand) -> dict[str, Any]:
    """The document of the factors that the brand drills with, in the language of the page."""
    own = own_factors(brand)
    if own is not None:
        return own.document
    return brand_document(channels_of(brand), get_language() or "es")


def model_of(brand: Brand) -> FactorModel:
    """The factor model of the brand: its own, or the usual one of the networks that it is on."""
    return _own_model(brand) or brand_model(channels_of(brand))


def words_of(brand: Brand) -> FactorWords:
    """What the brand's factors are called in the language of the page."""
    model, language = _own_model(brand), (get_language() or "es")[:2]
    if model is None:
        return FactorWords(language)
    return FactorWords(
        language, {f.id: (f.name, {v.id: v.name for v in f.values}) for f in model.factors}
    )


def carried(brand: Brand, rows: Sequence[Mapping[str, str]]) -> Carried:
    """What was drilled, in the ids of today's factors."""
    own = own_factors(brand)
    return carry(rows, model_of(brand), [_move(kept) for kept in own.moves] if own else [])


@dataclass(frozen=True, slots=True)
class FactorChanges:
    """What a new version would change: (factor id, value id or empty) that come and go, ids of
    rules that do, and what it means for what was drilled."""

    added: tuple[tuple[str, str], ...]
    removed: tuple[tuple[str, str], ...]
    rules_added: tuple[str, ...]
    rules_removed: tuple[str, ...]
    drills: int
    lost: tuple[tuple[str, str], ...]

    @property
    def is_any(self) -> bool:
        return bool(self.added or self.removed or self.rules_added or self.rules_removed)


def read_own(source: str | bytes | Mapping[str, Any]) -> tuple[FactorModel, Move]:
    """The model of a document, as a brand may have it. Raises DocumentError with every mistake:
    of the document, of its size, and where nothing can happen at all."""
    model, move = read_factors(source)
    mistakes = []
    if len(model.factors) > MOST_FACTORS:
        mistakes.append(_mistake("too_many_factors", ("factors",), limit=str(MOST_FACTORS)))
    for i, factor in enumerate(model.factors):
        if len(factor.values) > MOST_VALUES:
            place = ("factors", i, "values")
            mistakes.append(_mistake("too_many_factors", place, limit=str(MOST_VALUES)))
    if not mistakes:
        try:
            possible = some_row(model, {}, seed=0) is not None
        except RuleTooWide as wide:
            where = ("rules", [rule.id for rule in model.rules].index(wide.rule.id))
            mistakes.append(_mistake("rule_too_wide", where))
        else:
            if not possible:
                mistakes.append(_mistake("nothing_possible", ("rules",)))
    if mistakes:
        raise DocumentError(mistakes)
    return model, move


def changes_to(
    brand: Brand, model: FactorModel, move: Move, drilled: Sequence[Mapping[str, str]]
) -> FactorChanges:
    """What the brand's factors becoming `model` would change; `drilled` are completed rows as
    they were written."""
    now = model_of(brand)
    here, there = _values(now), _values(model)
    gone = {(old, "") for old in move.factors} | set(move.values)
    came = {(new, "") for new in move.factors.values()} | {
        (factor, new) for (factor, _old), new in move.values.items()
    }
    before = [_move(kept) for kept in own.moves] if (own := own_factors(brand)) else []
    went = carry(carry(drilled, now, before).rows, model, [move])
    rules = [rule.id for rule in now.rules]
    new_rules = [rule.id for rule in model.rules]
    return FactorChanges(
        added=tuple(pair for pair in there if pair not in here and pair not in came),
        removed=tuple(pair for pair in here if pair not in there and pair not in gone),
        rules_added=tuple(rule for rule in new_rules if rule not in rules),
        rules_removed=tuple(rule for rule in rules if rule not in new_rules),
        drills=len(drilled),
        lost=tuple(dict.fromkeys((factor, value) for _row, factor, value in went.lost)),
    )


@transaction.atomic
def keep_factors(
    *, brand: Brand, actor: User, document: Mapping[str, Any], at: dt.datetime, expected: int
) -> BrandFactors:
    """Make a document the brand's own factors; `expected` is the version seen, 0 for none.

    Raises Denied, DocumentError and VersionConflict.
    """
    POLICY.require(actor, "change_factors", brand)
    _model, move = read_own(document)
    kept = {name: value for name, value in document.items() if name != "moved"}
    moved = {
        "factors": dict(move.factors),
        "values": [[factor, old, new] for (factor, old), new in move.values.items()],
    }
    moves = [moved] if move.factors or move.values else []
    own = BrandFactors.objects.select_for_update().filter(brand=brand).first()
    if own is None:
        own = BrandFactors(brand=brand, document=kept, moves=moves, changed_at=at)
        own.save(force_insert=True)
    else:
        own.document, own.moves, own.changed_at = kept, [*own.moves, *moves], at
        save_version(own, expected=expected, fields=["document", "moves", "changed_at"])
    _tell(brand, actor, "factors.changed")
    return own


def as_kept(own: BrandFactors | None) -> dict[str, Any] | None:
    """The factors as plain values, for `put_back`; None for the usual ones."""
    if own is None:
        return None
    return {"document": own.document, "moves": own.moves, "at": own.changed_at.isoformat()}


@transaction.atomic
def back_to_usual(*, brand: Brand, actor: User) -> dict[str, Any] | None:
    """Drill with the usual factors again; return what `put_back` needs, None where nothing changed.

    Raises Denied.
    """
    POLICY.require(actor, "change_factors", brand)
    own = BrandFactors.objects.select_for_update().filter(brand=brand).first()
    if own is None:
        return None
    before = as_kept(own)
    own.delete()
    _tell(brand, actor, "factors.usual")
    return before


@transaction.atomic
def put_back(*, brand: Brand, actor: User, before: Mapping[str, Any] | None) -> None:
    """Undo a change: the factors as they were, the usual ones for None. Raises Denied."""
    POLICY.require(actor, "change_factors", brand)
    BrandFactors.objects.filter(brand=brand).delete()
    if before is not None:
        BrandFactors.objects.create(
            brand=brand,
            document=before["document"],
            moves=before["moves"],
            changed_at=dt.datetime.fromisoformat(before["at"]),
        )
    _tell(brand, actor, "factors.changed")


def _own_model(brand: Brand) -> FactorModel | None:
    """The model of the brand's own factors, if it has any."""

    def ask() -> FactorModel | None:
        rows = BrandFactors.objects.filter(brand=brand).order_by()
        sealed = rows.values_list("document", flat=True).first()
        return MODELS.of(brand.pk, brand.pk, sealed) if sealed is not None else None

    return once(brand, "factors", ask)


def _tell(brand: Brand, actor: User, verb: str) -> None:
    audit_log.record(verb, actor=actor, target=brand, scope=brand.id)
    for listener in _listeners:
        listener(brand)


def _values(model: FactorModel) -> dict[tuple[str, str], None]:
    """Every factor (with an empty value) and every value, in their order."""
    found: dict[tuple[str, str], None] = {}
    for factor in model.factors:
        found[factor.id, ""] = None
        found |= {(factor.id, value.id): None for value in factor.values}
    return found


def _move(kept: Mapping[str, Any]) -> Move:
    return Move(kept["factors"], {(factor, old): new for factor, old, new in kept["values"]})


def _mistake(code: str, path: tuple[str | int, ...], **values: str) -> Mistake:
    return Mistake(code, path, tuple(values.items()))
