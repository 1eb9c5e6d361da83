"""What the packs ask and what happened to others: by family, what is on the board marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Source
from simulacro.apps.foresight.services import possibility_id
from simulacro.apps.packs import queries as packs
from simulacro.apps.whatifs.board import keys_on_board
from simulacro.apps.whatifs.families import family_words
from simulacro.content.documented_cases import DocumentedCase
from simulacro.content.drill_model import families
from simulacro.content.packs import Source as Cited
from simulacro.content.what_ifs import WhatIf

T = TypeVar("T", WhatIf, DocumentedCase)
A_PAGE: Final = 12
WHAT_IFS: Final = "what-ifs"
CASES: Final = "cases"
KINDS: Final = (WHAT_IFS, CASES)


@dataclass(frozen=True, slots=True)
class Entry:
    """A what-if or a documented case, in the language of the page."""

    id: str
    family: str
    family_name: str
    title: str
    why: str
    first: str
    when: str
    on_board: bool
    sources: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelved:
    """A family of the library: how many it asks, and how many of them are on the board."""

    family: str
    name: str
    count: int
    on_board: int


@dataclass(frozen=True, slots=True)
class Library:
    page: Page[Entry]
    families: tuple[Shelved, ...]
    every: int
    left: int
    """How many of what is shown, on all its pages, are not on the board."""


def library(brand: Brand, kind: str, family: str, number: str | int) -> Library:
    """A page of what the brand's country concerns (`kind` what-ifs), or of all documented cases."""
    entries = _what_ifs(brand) if kind == WHAT_IFS else _cases(brand)
    counts = Counter(entry.family for entry in entries)
    there = Counter(entry.family for entry in entries if entry.on_board)
    wanted = [entry for entry in entries if family in ("", entry.family)]
    return Library(
        page=Paginator(wanted, A_PAGE).get_page(number),
        families=tuple(
            Shelved(name, family_words(name), counts[name], there[name]) for name in families()
        ),
        every=len(entries),
        left=sum(not entry.on_board for entry in wanted),
    )


def ids_of_family(brand: Brand, kind: str, family: str) -> list[str]:
    """The ids that the library shows of a family."""
    if kind == CASES:
        return [case.id for case in packs.shelf().documented.values() if case.family == family]
    return [
        what_if.id
        for what_if in packs.what_ifs()
        if what_if.family == family and what_if.concerns(brand.region)
    ]


def _what_ifs(brand: Brand) -> list[Entry]:
    there, language = keys_on_board(brand), get_language() or "es"
    return [
        Entry(
            id=what_if.id,
            family=what_if.family,
            family_name=family_words(what_if.family),
            title=what_if.words(language).question,
            why=what_if.words(language).why,
            first=what_if.words(language).first,
            when="",
            on_board=possibility_id(brand, Source.PACK, what_if.id) in there,
        )
        for what_if in _by_family(packs.what_ifs())
        if what_if.concerns(brand.region)
    ]


def _cases(brand: Brand) -> list[Entry]:
    there, language = keys_on_board(brand), get_language() or "es"
    return [
        Entry(
            id=case.id,
            family=case.family,
            family_name=family_words(case.family),
            title=case.words(language).title,
            why=case.words(language).facts,
            first=case.words(language).lesson,
            when=f"{case.year}",
            on_board=possibility_id(brand, Source.CASE, case.id) in there,
            sources=case.sources,
        )
        for case in _by_family(packs.shelf().documented.values())
    ]


def _by_family(items: Iterable[T]) -> list[T]:
    order = families()
    return sorted(items, key=lambda item: order.index(item.family))
