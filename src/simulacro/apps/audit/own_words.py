"""The words that this brand's passwords must not be made of."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from simulacro.apps.brands.models import Brand
from simulacro.engines.access.inventory import Inventory, Kind
from simulacro.engines.passwords.words import own_words

WORDS_FILE: Final = "static/audit/strength/es-words.txt"
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
    file = resources.files("simulacro.apps.audit").joinpath(WORDS_FILE)
    return tuple(file.read_text("utf-8").split())
