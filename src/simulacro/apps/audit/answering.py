"""What an answer to a check means for an inventory: pure, inventory to inventory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from simulacro.content.checks import Check
from simulacro.engines.access.effect_marks import MARK
from simulacro.engines.access.effects import apply_effects, retract
from simulacro.engines.access.inventory import Answer, Asset, Inventory, Kind


class Said(StrEnum):
    """What somebody answered; ``withdrawn`` takes the answer before back."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    WITHDRAWN = "withdrawn"

    @property
    def answer(self) -> Answer:
        """As predicates see it."""
        return {Said.YES: Answer.YES, Said.NO: Answer.NO}.get(self, Answer.UNKNOWN)


# What is added to the map by an answer, in the brand's language; {name} is the subject's name.
NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "second_factor": {"es": "Código de {name}", "en": "Code of {name}"},
    "codes_not_by_sms": {"es": "Aplicación de códigos de {name}", "en": "Code app of {name}"},
    "own_logins": {
        "es": "Otras personas que saben la clave de {name}",
        "en": "Others who know the password of {name}",
    },
    "leavers_out": {
        "es": "Alguien que se fue y aún entra en {name}",
        "en": "Somebody who left and still gets into {name}",
    },
    "no_tool_posts": {
        "es": "Otra herramienta que publica en {name}",
        "en": "Another tool that posts on {name}",
    },
    "sessions_closed": {
        "es": "Sesión que quedó abierta de {name}",
        "en": "Session of {name} that was left open",
    },
    "phone_recovery_guarded": {
        "es": "Línea que recupera {name}",
        "en": "Line that recovers {name}",
    },
    "mailbox_recovery_guarded": {
        "es": "Correo que recupera {name}",
        "en": "Mailbox that recovers {name}",
    },
    "codes_apart": {
        "es": "Gestor con la clave y los códigos de {name}",
        "en": "Vault with the password and the codes of {name}",
    },
    "second_admin": {
        "es": "Permiso de administrar {name}, que falta",
        "en": "Right to administer {name}, which is missing",
    },
    "own_admin": {"es": "Ayuda de la agencia con {name}", "en": "The agency's help with {name}"},
    "quick_to_publish": {
        "es": "Práctica de publicar a tiempo en {name}, que falta",
        "en": "Practice in publishing on {name} in time, which is missing",
    },
    "answers_at_night": {
        "es": "Que {name} oiga el teléfono de noche",
        "en": "{name} hearing the phone at night",
    },
    "line_stays": {"es": "Saldo de {name}", "en": "Credit of {name}"},
    "separate_networks": {
        "es": "Red que comparte {name}",
        "en": "Network that {name} shares",
    },
}
AGENCY: Final[Mapping[str, str]] = {
    "es": "Agencia que administra {name}",
    "en": "Agency that administers {name}",
}


def after_answer(inventory: Inventory, check: Check, subject: str, said: Said) -> Inventory:
    """The inventory once ``said`` is the answer about ``subject`` (empty: the brand).

    "Don't know" counts as the worse answer, unsurely. What does not apply, and what is taken
    back, leaves nothing of the check's effects.
    """
    if not check.effects or subject not in inventory:
        return inventory
    if said in (Said.NOT_APPLICABLE, Said.WITHDRAWN):
        return retract(inventory, check.effect_names, subject)
    names = check.effects.get(check.bad if said is Said.UNKNOWN else said.answer, ())
    sure = said is not Said.UNKNOWN
    if not names:
        inventory = retract(inventory, check.effect_names, subject)
    return named(apply_effects(inventory, names, subject, sure=sure), subject)


def named(inventory: Inventory, subject: str) -> Inventory:
    """With a name that people can read for each thing that an effect added."""
    new = [a for a in inventory.assets if a.name == a.id and a.id.startswith(f"{MARK}.")]
    if not new:
        return inventory
    language = inventory.brand.language[:2]
    taken = {asset.name for asset in inventory.assets}
    renamed: dict[str, Asset] = {}
    for asset in new:
        name = _name_of(inventory, asset, subject, "en" if language == "en" else "es")
        number = 2
        unique = name
        while unique in taken:
            unique, number = f"{name} ({number})", number + 1
        taken.add(unique)
        renamed[asset.id] = replace(asset, name=unique)
    assets = tuple(renamed.get(asset.id, asset) for asset in inventory.assets)
    return replace(inventory, assets=assets)


def _name_of(inventory: Inventory, asset: Asset, subject: str, language: str) -> str:
    fact = asset.id.split(".")[1]
    words = NAMES.get(fact, {}).get(language, "{name}")
    if fact == "own_admin" and asset.kind is Kind.ORGANISATION:
        words = AGENCY[language]
    name = words.replace("{name}", inventory[subject].name)
    holder = next((a for a in inventory.assets if asset.id in a.holds), None)
    if holder is not None and asset.kind is Kind.AUTHENTICATOR:
        name = f"{name} ({holder.name})"
    return name[:200]
