"""From answers to an inventory. What was not asked is not made up: it is left out or unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import translation

from simulacro.apps.audit.wizard.accounts import add_network
from simulacro.apps.audit.wizard.answers import Answers, is_solo, networks_of
from simulacro.apps.audit.wizard.draft import InventoryDraft
from simulacro.apps.audit.wizard.later_answers import add_later_answers
from simulacro.engines.access.inventory import Brand, Inventory


def build_inventory(answers: Answers, brand: Brand, *, today: date) -> Inventory:
    """The inventory that the answers describe, as known today.

    The same answers give the same ids. Names of things nobody named ("Password of Instagram") are
    in the answers' `language`. Answers about what is not there any more are passed over.
    """
    draft = InventoryDraft()
    with translation.override(str(answers.get("language") or brand.language)):
        for network in networks_of(answers):
            add_network(draft, answers, network)
        add_later_answers(draft, answers)
    return draft.inventory(replace(brand, solo=is_solo(answers, otherwise=brand.solo)), today)
