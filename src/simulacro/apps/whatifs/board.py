"""The board: everything that can happen to a brand, of every source, by family.

Titles are sealed: they are opened in memory to be searched, at most some hundreds of a brand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight import queries as foresight
from simulacro.apps.foresight.models import Column, Evidence, Possibility, Source
from simulacro.apps.whatifs.families import family_of, family_words
from simulacro.apps.whatifs.models import Idea
from simulacro.apps.whatifs.words import SOURCE_WORDS
from simulacro.content.drill_model import families
from simulacro.engines.possibilities.likeness import folded

A_PAGE: Final = 24
SET_ASIDE_SHOWN: Final = 20
OTHER: Final = "other"
STATES: Final = ("", "undrilled", "unwritten")


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the board somebody wants to see."""

    family: str = ""
    source: str = ""
    state: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A possibility on the board: what is known of it, and where it is drilled."""

    possibility: Possibility
    family: str
    family_name: str
    source: object
    likelihood: float | None
    damage: float | None
    voters: int
    drilled: Evidence | None
    written: Evidence | None
    drill_url: str

    @property
    def may_be_set_aside(self) -> bool:
        """A weak point is not waved away: it is mended, or lived with, in the audit."""
        return self.possibility.source != Source.FINDING


@dataclass(frozen=True, slots=True)
class FamilyTally:
    """How many possibilities of a family are on the board, and how many were never drilled."""

    family: str
    name: str
    count: int
    undrilled: int


@dataclass(frozen=True, slots=True)
class Board:
    page: Page[Line]
    tallies: tuple[FamilyTally, ...]
    others: int
    every: int
    undrilled: int
    hidden: int


def board(brand: Brand, wish: Wish, number: str | int, *, weak_points: bool) -> Board:
    """A page of the board; in the order of the votes, then the least foreseen, then the oldest.

    Without `weak_points`, what the audit found is left out, and only counted as `hidden`.
    """
    rows = list(
        foresight.possibilities(brand, weak_points=weak_points)
        .defer("key")
        .annotate(
            is_drilled=Exists(_standing(Column.DRILLED)),
            is_written=Exists(_standing(Column.WRITTEN)),
        )
    )
    votes = _votes(brand)
    of = {row.pk: family_of(row) for row in rows}
    counts = Counter(of.values())
    undrilled = Counter(of[row.pk] for row in rows if not row.is_drilled)
    words = folded(wish.search).split()
    wanted = [
        row
        for row in rows
        if (not wish.family or of[row.pk] == ("" if wish.family == OTHER else wish.family))
        and wish.source in ("", row.source)
        and not (wish.state == "undrilled" and row.is_drilled)
        and not (wish.state == "unwritten" and row.is_written)
        and (not words or _says(row, words))
    ]
    wanted.sort(key=lambda row: -_weight(votes.get(row.pk)))
    page = Paginator(wanted, A_PAGE).get_page(number)
    shown = list(page.object_list)
    evidence = _evidence([row.pk for row in shown])
    lines = [_line(brand, row, of[row.pk], votes.get(row.pk), evidence) for row in shown]
    tallies = tuple(
        FamilyTally(family, family_words(family), counts[family], undrilled[family])
        for family in families()
    )
    return Board(
        page=_with(page, lines),
        tallies=tallies,
        others=counts[""],
        every=len(rows),
        undrilled=sum(undrilled.values()),
        hidden=0 if weak_points else _hidden(brand),
    )


def set_aside(brand: Brand, *, weak_points: bool) -> list[Possibility]:
    """What was set aside last."""
    return list(foresight.set_aside(brand, weak_points=weak_points)[:SET_ASIDE_SHOWN])


def keys_on_board(brand: Brand) -> frozenset[UUID]:
    """The ids of everything on the board."""
    rows = Possibility.objects.filter(brand=brand, set_aside_at=None)
    return frozenset(rows.values_list("pk", flat=True))


def _standing(column: str) -> QuerySet[Evidence]:
    return Evidence.objects.filter(
        possibility=OuterRef("pk"), column=column, withdrawn_at=None
    ).order_by()


def _votes(brand: Brand) -> dict[UUID, Idea]:
    """The group of a brainstorm that each possibility was made of."""
    made = Idea.objects.filter(brand=brand, possibility__isnull=False, voters__gt=0)
    return {
        idea.possibility_id: idea for idea in made.defer("text") if idea.possibility_id is not None
    }


def _weight(idea: Idea | None) -> float:
    return (idea.likelihood or 0.0) * (idea.damage or 0.0) if idea else 0.0


def _says(row: Possibility, words: list[str]) -> bool:
    said = folded(" ".join(row.titles.values()))
    return all(word in said for word in words)


def _evidence(ids: list[UUID]) -> dict[tuple[UUID, str], Evidence]:
    found = Evidence.objects.filter(
        possibility__in=ids, column__in=[Column.DRILLED, Column.WRITTEN], withdrawn_at=None
    ).defer("words")
    latest: dict[tuple[UUID, str], Evidence] = {}
    for row in found.order_by("-happened_at", "id"):
        latest.setdefault((row.possibility_id, row.column), row)
    return latest


def _line(
    brand: Brand,
    row: Possibility,
    family: str,
    idea: Idea | None,
    evidence: dict[tuple[UUID, str], Evidence],
) -> Line:
    url = f"{reverse('drills:cases', args=[brand.slug])}?possibility={row.pk}"
    return Line(
        possibility=row,
        family=family,
        family_name=family_words(family) if family else "",
        source=SOURCE_WORDS[row.source],
        likelihood=idea.likelihood if idea else None,
        damage=idea.damage if idea else None,
        voters=idea.voters if idea else 0,
        drilled=evidence.get((row.pk, Column.DRILLED)),
        written=evidence.get((row.pk, Column.WRITTEN)),
        drill_url=f"{url}&family={family}" if family else url,
    )


def _hidden(brand: Brand) -> int:
    found = Possibility.objects.filter(brand=brand, set_aside_at=None, source=Source.FINDING)
    return found.count()


def _with(page: Page[Any], lines: list[Line]) -> Page[Line]:
    """The same page with lines in the place of its rows."""
    return Page(lines, page.number, page.paginator)
