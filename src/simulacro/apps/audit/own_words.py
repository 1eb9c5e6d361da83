"""The words that this brand's passwords must not be made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final

from simulacro.apps.brands.models import Brand
from simulacro.engines.access.inventory import Inventory, Kind
from simulacro.engines.passwords.strength import Estimator, dictionary
from simulacro.engines.passwords.words import own_words

STATIC: Final = "static/audit"
WORD_LISTS: Final = ("passwords", "in_sentences", "loved")
NAMED: Final = (Kind.ACCOUNT, Kind.PERSON, Kind.ORGANISATION, Kind.TOOL, Kind.PLATFORM)


def words_of_brand(brand: Brand | None, inventory: Inventory | None) -> tuple[str, ...]:
    """The words of the brand's name, its networks and its people's names."""
    texts = [brand.name, brand.slug] if brand else []
    if inventory is not None:
        texts.append(inventory.brand.name)
        for asset in inventory.of_kind(*NAMED):
            texts += [asset.name, asset.network or ""]
    return own_words(texts)


@cache
def spanish_words() -> tuple[str, ...]:
    """Frequent Spanish words, most frequent first, with and without accents."""
    return tuple(_served("strength/es-words.txt").split())


@cache
def english_words() -> tuple[str, ...]:
    """Frequent English words, most frequent first."""
    return tuple(_served("strength/en-words.txt").split())


@cache
def password_words() -> tuple[tuple[str, ...], ...]:
    """What people make passwords of, as lists that begin with what would be tried first."""
    lists = json.loads(_served("password-words.json"))
    return tuple(
        tuple(word for line in lists[name] for word in line.split()) for name in WORD_LISTS
    )


def estimator_of(own: Sequence[str]) -> Estimator:
    """What judges in the command as the page's script judges in the browser."""
    return Estimator(dictionary(own, *password_words(), spanish_words()), english_words())


def _served(name: str) -> str:
    """A file that the page's script reads too."""
    return resources.files("simulacro.apps.audit").joinpath(STATIC, name).read_text("utf-8")
