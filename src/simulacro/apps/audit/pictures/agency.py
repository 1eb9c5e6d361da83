"""What an agency's clients fall with: a square a client, a bar a brand, drawn on the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from simulacro.apps.audit.pictures.line import nice_top
from simulacro.apps.audit.pictures.map import px

WIDTH: Final = 340.0
SQUARE: Final = 12.0
GAP: Final = 3.0
NAME: Final = 22.0
ROW_GAP: Final = 14.0
LONGEST_NAME: Final = 34
BAR: Final = 14.0


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of squares: what it is about, and which clients (by place, from 0) fall with it."""

    name: str
    says: str
    fallen: frozenset[int]


@dataclass(frozen=True, slots=True)
class Bar:
    """A brand's risk in hours a year, and what it would be with each "don't know" at its best."""

    name: str
    hours: float
    best_hours: float
    says: str


def client_squares(strips: Sequence[Strip], clients: int, *, title: str) -> SafeString:
    """A square for each client in each row, full where it falls: the rows as they are ranked."""
    a_row = max(1, int((WIDTH + GAP) // (SQUARE + GAP)))
    lines = max(1, -(-clients // a_row))
    height = NAME + lines * (SQUARE + GAP) + ROW_GAP
    rows = []
    for place, strip in enumerate(strips):
        top = place * height
        squares = format_html_join(
            "",
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
            (
                (
                    "client-falls" if client in strip.fallen else "client-stands",
                    px((client % a_row) * (SQUARE + GAP) + 1),
                    px(top + NAME + (client // a_row) * (SQUARE + GAP)),
                    px(SQUARE - 2),
                    px(SQUARE - 2),
                )
                for client in range(clients)
            ),
        )
        rows.append(
            (px(top + 14), shortened(strip.name), px(WIDTH), px(top + 14), strip.says, squares)
        )
    return framed(
        "client-squares",
        height * len(strips),
        title,
        format_html_join(
            "",
            '<text class="strip-name" x="0" y="{}">{}</text>'
            '<text class="strip-says" x="{}" y="{}">{}</text>{}',
            rows,
        ),
    )


def brand_bars(bars: Sequence[Bar], *, title: str) -> SafeString:
    """A bar a brand on one scale; the part that rests on "don't know" is paler."""
    top = nice_top(max((bar.hours for bar in bars), default=0.0))
    height = NAME + BAR + ROW_GAP
    rows = []
    for place, bar in enumerate(bars):
        y = place * height
        rows.append(
            (
                px(y + 14),
                shortened(bar.name),
                px(WIDTH),
                px(y + 14),
                bar.says,
                px(y + NAME),
                px(max(1.0, WIDTH * bar.hours / top)),
                px(BAR),
                px(y + NAME),
                px(max(1.0, WIDTH * min(bar.best_hours, bar.hours) / top)),
                px(BAR),
            )
        )
    return framed(
        "brand-bars",
        height * len(bars),
        title,
        format_html_join(
            "",
            '<text class="strip-name" x="0" y="{}">{}</text>'
            '<text class="strip-says" x="{}" y="{}">{}</text>'
            '<rect class="bar-doubt" x="0" y="{}" width="{}" height="{}"/>'
            '<rect class="bar-sure" x="0" y="{}" width="{}" height="{}"/>',
            rows,
        ),
    )


def framed(name: str, height: float, title: str, inside: SafeString) -> SafeString:
    return format_html(
        '<svg class="agency-picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"'
        ' role="img" aria-labelledby="{}-title"><title id="{}-title">{}</title>{}</svg>',
        px(WIDTH),
        px(max(1.0, height)),
        name,
        name,
        title,
        inside,
    )


def shortened(name: str) -> str:
    """A name that fits beside its figure.

    >>> shortened("x" * 80)[-1]
    '…'
    """
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
