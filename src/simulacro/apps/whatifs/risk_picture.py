"""How likely against how bad, drawn on the server: each number is a row of the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SIZE: Final = 440.0
LEFT: Final = 40.0
BOTTOM: Final = 40.0
STEPS: Final = 5
SIDE: Final = (SIZE - LEFT) / STEPS
RADIUS: Final = 13.0
DRAWN_AT_MOST: Final = 40
# How many dots stand side by side on one place before the next row.
A_ROW: Final = 3


def zone(likelihood: int, damage: int) -> int:
    """From 1 to 4 how much a field of the picture asks for: likelihood times damage, in four.

    >>> [zone(1, 1), zone(2, 3), zone(3, 4), zone(5, 5)]
    [1, 2, 3, 4]
    """
    weight = likelihood * damage
    return 1 if weight <= 4 else 2 if weight <= 9 else 3 if weight <= 14 else 4


def risk_picture(rows: Sequence[tuple[int, float, float]], *, title: str) -> SafeString:
    """A field of five by five; `rows` are (rank, likelihood, damage), each from 1.0 to 5.0.

    The first forty are drawn; several on one place stand side by side.
    """
    fields = format_html_join(
        "",
        '<rect class="risk-zone risk-zone-{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (zone(i, j), f"{LEFT + (i - 1) * SIDE:.1f}", f"{(STEPS - j) * SIDE:.1f}", SIDE, SIDE)
            for i in range(1, STEPS + 1)
            for j in range(1, STEPS + 1)
        ),
    )
    marks = format_html_join(
        "",
        '<text class="risk-scale" x="{}" y="{}">{}</text><text class="risk-scale" x="{}" y="{}">{}'
        "</text>",
        (
            (
                f"{LEFT + (i - 0.5) * SIDE:.1f}",
                f"{STEPS * SIDE + 18:.1f}",
                i,
                f"{LEFT - 10:.1f}",
                f"{(STEPS - i + 0.5) * SIDE + 5:.1f}",
                i,
            )
            for i in range(1, STEPS + 1)
        ),
    )
    places: dict[tuple[float, float], list[int]] = {}
    for rank, likelihood, damage in rows[:DRAWN_AT_MOST]:
        places.setdefault((likelihood, damage), []).append(rank)
    dots = format_html_join(
        "",
        '<circle class="risk-dot" cx="{}" cy="{}" r="{}"/>'
        '<text class="risk-number" x="{}" y="{}">{}</text>',
        (
            (f"{x:.1f}", f"{y:.1f}", RADIUS, f"{x:.1f}", f"{y + 5:.1f}", rank)
            for (likelihood, damage), ranks in places.items()
            for rank, x, y in _spread(likelihood, damage, ranks)
        ),
    )
    return format_html(
        '<svg class="risk" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img"'
        ' aria-labelledby="risk-title"><title id="risk-title">{}</title>{}{}'
        '<text class="risk-axis" x="{}" y="{}">{}</text>'
        '<text class="risk-axis" transform="translate(14 {}) rotate(-90)">{}</text>{}</svg>',
        SIZE,
        STEPS * SIDE + BOTTOM,
        title,
        fields,
        marks,
        f"{LEFT + STEPS * SIDE / 2:.1f}",
        f"{STEPS * SIDE + 36:.1f}",
        _("how likely"),
        f"{STEPS * SIDE / 2:.1f}",
        _("how bad"),
        dots,
    )


def _spread(likelihood: float, damage: float, ranks: list[int]) -> list[tuple[int, float, float]]:
    """Where each dot of one place stands, in rows around its middle."""
    middle_x = LEFT + (likelihood - 0.5) * SIDE
    middle_y = (STEPS - damage + 0.5) * SIDE
    gap, count = 2 * RADIUS - 1, len(ranks)
    lines = -(-count // A_ROW)
    placed = []
    for i, rank in enumerate(ranks):
        line, place = divmod(i, A_ROW)
        here = min(A_ROW, count - line * A_ROW)
        x = middle_x + (place - (here - 1) / 2) * gap
        y = middle_y + (line - (lines - 1) / 2) * gap
        placed.append((rank, x, y))
    return placed
