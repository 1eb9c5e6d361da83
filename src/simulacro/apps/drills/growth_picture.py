"""How much of everything possible is covered by which week, drawn on the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH: Final = 640.0
HEIGHT: Final = 220.0
LEFT: Final = 64.0
BOTTOM: Final = 26.0
TOP: Final = 12.0
RIGHT: Final = 10.0


def growth_line(weeks: Sequence[tuple[str, int, int]], possible: int, *, title: str) -> SafeString:
    """Two lines over at least one week: what was drilled, and what will have been.

    ``weeks`` are (Monday, drilled, drilled and planned); ``possible`` at least 1.
    """
    steps = max(1, len(weeks) - 1)

    def point(i: int, value: int) -> str:
        x = LEFT + (WIDTH - LEFT - RIGHT) * i / steps
        y = HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / possible
        return f"{x:.1f} {y:.1f}"

    planned = " L".join(point(i, week[2]) for i, week in enumerate(weeks))
    done = " L".join(point(i, week[1]) for i, week in enumerate(weeks))
    base = HEIGHT - BOTTOM
    grid = format_html(
        "{}{}{}",
        *(
            format_html(
                '<path class="growth-grid" d="M{} {}H{}"/><text class="growth-scale" x="{}" y="{}">'
                "{}</text>",
                LEFT,
                f"{base - (base - TOP) * part / 2:.1f}",
                WIDTH - RIGHT,
                LEFT - 6,
                f"{base - (base - TOP) * part / 2 + 4:.1f}",
                _("%(share)s%%") % {"share": 50 * part},
            )
            for part in range(3)
        ),
    )
    return format_html(
        '<svg class="growth" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img"'
        ' aria-labelledby="growth-title"><title id="growth-title">{}</title>{}'
        '<path class="growth-planned" d="M{}"/><path class="growth-done" d="M{}"/></svg>',
        WIDTH,
        HEIGHT,
        title,
        grid,
        planned,
        done,
    )
