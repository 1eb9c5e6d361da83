"""Keep an answer, and make the inventory say it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from simulacro.apps.audit import queries
from simulacro.apps.audit.documents import own_document, read_document
from simulacro.apps.audit.merging import merge
from simulacro.apps.audit.models import InventoryRevision, WizardDraft
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.audit.wizard import build_inventory
from simulacro.apps.audit.wizard.answers import Answers, is_solo
from simulacro.apps.audit.wizard.steps import first_is_done
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Brand as EngineBrand
from simulacro.engines.access.inventory import Inventory


def answer_question(
    *, brand: Brand, key: str, answer: dict[str, Any], actor: User, at: dt.datetime | None = None
) -> InventoryRevision | None:
    """Keep the answer to question `key`. Once the first three are answered, every answer makes a
    revision, which is returned. Raises Denied and SecretsOffered; then nothing changed."""
    POLICY.require(actor, "edit_inventory", brand)
    now = at or timezone.now()
    with transaction.atomic():
        draft = draft_of(brand)
        language = str(draft.answers.get("language") or get_language() or "es")
        answers = {**draft.answers, "language": language[:2], key: answer}
        answers.pop("typed", None)
        draft.answers = answers
        work_alone(brand, alone=is_solo(answers, otherwise=brand.solo))
        revision = None
        if first_is_done(answers):
            revision = _save(draft, brand, answers, actor, now)
        draft.save()
    return revision


def work_alone(brand: Brand, *, alone: bool) -> None:
    """Keep on the brand what the first question says of it; the revision tells of the change."""
    if brand.solo != alone:
        brand.solo = alone
        brand.save(update_fields=["solo"])


def keep_typed(*, brand: Brand, key: str, typed: dict[str, list[str]], actor: User) -> None:
    """Keep what was typed in a question which was left without answering it."""
    POLICY.require(actor, "edit_inventory", brand)
    with transaction.atomic():
        draft = draft_of(brand)
        draft.answers = {**draft.answers, "typed": {key: typed}}
        draft.save()


def draft_of(brand: Brand) -> WizardDraft:
    """What was answered so far, or a draft without answers that is not saved yet."""
    found = WizardDraft.objects.select_for_update().filter(brand=brand).first()
    return found or WizardDraft(brand=brand, answers={}, built=None)


def engine_brand(brand: Brand, answers: Answers) -> EngineBrand:
    """The brand as the engine knows it."""
    language = str(answers.get("language", "es"))
    return EngineBrand(brand.name, brand.region, language, brand.timezone, brand.solo)


def _save(
    draft: WizardDraft, brand: Brand, answers: Answers, actor: User, now: dt.datetime
) -> InventoryRevision:
    today = day_of(brand, now)
    built = build_inventory(answers, engine_brand(brand, answers), today=today)
    current = queries.current_revision(brand)
    inventory = built
    if current is not None:
        theirs = queries.current_inventory(brand) or built
        built = adopted(built, theirs)
        base = read_document(draft.built) if draft.built else _known_to_both(built, theirs)
        inventory = merge(base, built, theirs, prefer_mine=True).inventory or built
    draft.built = own_document(built)
    return save_inventory(
        brand=brand,
        inventory=inventory,
        actor=actor,
        base_revision=current,
        origin=InventoryRevision.Origin.WIZARD,
        at=now,
    )


def adopted(built: Inventory, theirs: Inventory) -> Inventory:
    """`built` with the ids of things which `theirs` has under the same kind and name."""
    there = {(a.kind, a.name.casefold()): a.id for a in theirs.assets}
    ids = {a.id: there.get((a.kind, a.name.casefold()), a.id) for a in built.assets}

    def moved(things: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(ids[x] for x in things)

    assets = tuple(
        replace(
            a,
            id=ids[a.id],
            holds=moved(a.holds),
            may_hold=moved(a.may_hold),
            battery=replace(a.battery, charged_from=ids[a.battery.charged_from])
            if a.battery
            else None,
        )
        for a in built.assets
    )
    methods = tuple(
        replace(m, target=ids[m.target], requires=moved(m.requires), perhaps=moved(m.perhaps))
        for m in built.methods
    )
    return replace(built, assets=assets, methods=methods)


def _known_to_both(built: Inventory, theirs: Inventory) -> Inventory:
    """As if the questions had always said what an inventory from elsewhere says of these things."""
    both = {a.id: a for a in built.assets if a.id in theirs}
    kept = tuple(
        replace(
            a,
            holds=tuple(x for x in a.holds if x in both),
            may_hold=tuple(x for x in a.may_hold if x in both),
        )
        for a in both.values()
        if a.battery is None or a.battery.charged_from in both
    )
    return replace(built, assets=kept, methods=())
