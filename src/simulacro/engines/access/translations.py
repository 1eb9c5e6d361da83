"""The names of a file in another language: whoever reads the audit may not read the file's.

``translations`` has for each language what a name of the file (of the brand, an asset or a way in)
is called in it. A name without a translation stays as it is. It says nothing about the inventory:
answers and figures are the same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from simulacro.engines.access.inventory import Asset, Brand, Method
from simulacro.engines.documents.fields import Fields, closest
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import Mistakes

Translations = Mapping[str, Mapping[str, str]]


def read_translations(
    f: Fields, brand: Brand, assets: Sequence[Asset], methods: Sequence[Method], mistakes: Mistakes
) -> Translations:
    """The field ``translations``: language, then name, then its translation.

    Mistakes are a name that the file does not have, and two assets that would be called the same.
    """
    given = Fields(f.take("translations"), f.at("translations"), mistakes, "the translations")
    known = {brand.name, *(asset.name for asset in assets), *(m.name for m in methods if m.name)}
    found = {}
    for language in LANGUAGES:
        words = Fields(given.take(language), given.at(language), mistakes, "the translations")
        names = {}
        for name in words.values:
            if name in known:
                names[name] = words.text(name, name)
            else:
                hint = closest(name, known, "write a name of this file, as it stands there")
                mistakes.add("unknown_asset", words.at(name), wrong=name, hint=hint)
        seen: set[str] = set()
        for asset in assets:
            called = names.get(asset.name, asset.name)
            if names and called.casefold() in seen:
                place = words.at(asset.name) if asset.name in names else words.path
                mistakes.add("duplicate_name", place, wrong=called)
            seen.add(called.casefold())
        if names:
            found[language] = names
    given.close()
    return found


def in_other_words(
    names: Mapping[str, str], brand: Brand, assets: Sequence[Asset], methods: Sequence[Method]
) -> tuple[Brand, list[Asset], list[Method]]:
    """The same with each name that ``names`` has translated."""
    return (
        replace(brand, name=names.get(brand.name, brand.name)),
        [replace(asset, name=names.get(asset.name, asset.name)) for asset in assets],
        [replace(way, name=names.get(way.name, way.name)) for way in methods],
    )
