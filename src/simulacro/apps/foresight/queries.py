"""The foresight matrix of a brand, a page at a time."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Q, QuerySet

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight import columns
from simulacro.apps.foresight.models import Column, Evidence, Possibility, Source

# With more, the page of a full matrix is too heavy for a phone on 3G.
ROWS_PER_PAGE = 20
STANDING = Q(evidence__withdrawn_at=None)


@dataclass(frozen=True, slots=True)
class Cell:
    """One possibility in one column: the latest evidence, or what would fill it."""

    column: Column
    evidence: Evidence | None
    earlier: int
    next_thing: columns.NextThing | None


@dataclass(frozen=True, slots=True)
class Row:
    possibility: Possibility
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ColumnTotal:
    """How many of the brand's possibilities have something in a column."""

    column: Column
    question: object
    known: int
    of: int
    filled_here: bool

    @property
    def percent(self) -> int:
        """Whole percent, 0 where there is no possibility."""
        return round(100 * self.known / self.of) if self.of else 0


def possibilities(brand: Brand, *, weak_points: bool) -> "QuerySet[Possibility]":
    """Return what can happen to the brand, the least foreseen first.

    Without `weak_points`, what the audit found is left out.
    """
    shown = Q() if weak_points else ~Q(source=Source.FINDING)
    return (
        brand.possibilities.filter(shown, set_aside_at=None)
        .annotate(filled=Count("evidence__column", filter=STANDING, distinct=True))
        .order_by("filled", "noted_at", "id")
    )


def to_drill(brand: Brand, family: str, *, weak_points: bool) -> "QuerySet[Possibility]":
    """Return a family's possibilities: what was never drilled first, then what was longest ago."""
    drilled = STANDING & Q(evidence__column=Column.DRILLED)
    return (
        possibilities(brand, weak_points=weak_points)
        .filter(family=family)
        .annotate(drilled_at=Max("evidence__happened_at", filter=drilled))
        .order_by(F("drilled_at").asc(nulls_first=True), "noted_at", "id")
    )


def set_aside(brand: Brand, *, weak_points: bool) -> "QuerySet[Possibility]":
    """Return what somebody took out of the matrix, the latest first."""
    shown = Q() if weak_points else ~Q(source=Source.FINDING)
    return brand.possibilities.filter(shown, set_aside_at__isnull=False).order_by(
        "-set_aside_at", "id"
    )


def page_of(brand: Brand, number: str | int, *, weak_points: bool) -> "Page[Possibility]":
    """Return the numbered page, or the nearest there is."""
    rows_of_all = possibilities(brand, weak_points=weak_points)
    return Paginator(rows_of_all, ROWS_PER_PAGE).get_page(number)


def rows(shown: "Page[Possibility]") -> list[Row]:
    """Return the page's rows, each with one cell per column in the cycle's order."""
    held: dict[tuple[object, str], list[Evidence]] = defaultdict(list)
    standing = Evidence.objects.filter(possibility__in=list(shown), withdrawn_at=None)
    for evidence in standing.order_by("-happened_at", "id"):
        held[evidence.possibility_id, evidence.column].append(evidence)
    return [
        Row(
            possibility,
            tuple(_cell(possibility, column, held[possibility.pk, column]) for column in Column),
        )
        for possibility in shown
    ]


def totals(brand: Brand) -> list[ColumnTotal]:
    """Return, per column, how much of what can happen is known."""
    of = Possibility.objects.filter(brand=brand, set_aside_at=None).count()
    known = dict(
        Evidence.objects.filter(brand=brand, withdrawn_at=None, possibility__set_aside_at=None)
        .order_by()
        .values_list("column")
        .annotate(Count("possibility", distinct=True))
    )
    return [
        ColumnTotal(
            column,
            columns.QUESTIONS[column],
            known.get(column.value, 0),
            of,
            columns.is_filled_here(column),
        )
        for column in Column
    ]


def _cell(possibility: Possibility, column: Column, found: list[Evidence]) -> Cell:
    if found:
        return Cell(column, found[0], len(found) - 1, None)
    return Cell(column, None, 0, columns.next_thing(column, possibility))
