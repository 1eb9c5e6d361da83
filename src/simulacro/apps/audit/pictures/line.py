"""The risk over time: a line with a dot an audit, drawn on the server."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from simulacro.apps.audit import figures
from simulacro.apps.audit.pictures.map import px

WIDTH: Final = 460.0
HEIGHT: Final = 220.0
LEFT: Final = 62.0
RIGHT: Final = 18.0
TOP: Final = 22.0
BOTTOM: Final = 34.0


@dataclass(frozen=True, slots=True)
class Dot:
    """An audit: its number, when, hours a year, and what they would be at best."""

    number: int
    at: datetime
    hours: float
    best_hours: float


def nice_top(value: float) -> float:
    """The end of the scale: 1, 2 or 5 times a power of ten, not below ``value``.

    >>> nice_top(37.0), nice_top(0.0), nice_top(200.0)
    (50.0, 1.0, 200.0)
    """
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value - 1e-9)


def risk_line(dots: Sequence[Dot], region: str, *, title: str) -> SafeString:
    """The picture of at least one dot, oldest first, as an ``svg`` for a page."""
    top = nice_top(max(dot.hours for dot in dots))
    places = _places(dots, top)
    grid = [top * part / 4 for part in range(5)]
    return format_html(
        '<svg class="line-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img"'
        ' aria-labelledby="risk-line-title"><title id="risk-line-title">{}</title>'
        "{}{}{}{}{}</svg>",
        px(WIDTH),
        px(HEIGHT),
        title,
        format_html_join(
            "",
            '<path class="line-grid" d="M{} {}H{}"/>'
            '<text class="line-scale" x="{}" y="{}">{}</text>',
            (
                (
                    px(LEFT),
                    px(_y(value, top)),
                    px(WIDTH - RIGHT),
                    px(LEFT - 8),
                    px(_y(value, top) + 4),
                    figures.number(value, region, 1 if top < 4 else 0),
                )
                for value in grid
            ),
        ),
        _band(dots, places, top),
        format_html(
            '<path class="line-path" d="M{}"/>', " L".join(f"{px(x)} {px(y)}" for x, y in places)
        ),
        format_html_join(
            "",
            '<circle class="line-dot" cx="{}" cy="{}" r="5"><title>{}</title></circle>',
            (
                (px(x), px(y), f"{dot.number}: {figures.exact_hours(dot.hours, region)}")
                for dot, (x, y) in zip(dots, places, strict=True)
            ),
        ),
        format_html_join(
            "",
            '<text class="line-when" x="{}" y="{}">{}</text>',
            (
                (px(x), px(HEIGHT - 10), f"#{dot.number}")
                for dot, (x, _y_) in _spaced(list(zip(dots, places, strict=True)))
            ),
        ),
    )


def _y(hours: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * hours / top


def _places(dots: Sequence[Dot], top: float) -> list[tuple[float, float]]:
    first, last = dots[0].at.timestamp(), dots[-1].at.timestamp()
    wide = WIDTH - LEFT - RIGHT
    return [
        (
            LEFT
            + (wide * (dot.at.timestamp() - first) / (last - first) if last > first else wide / 2),
            _y(dot.hours, top),
        )
        for dot in dots
    ]


def _band(
    dots: Sequence[Dot], places: Sequence[tuple[float, float]], top: float
) -> SafeString | str:
    """What "don't know" leaves open, as a band below the line."""
    if all(dot.hours - dot.best_hours < 0.05 for dot in dots) or len(dots) < 2:
        return ""
    back = [(x, _y(dot.best_hours, top)) for dot, (x, _) in zip(dots, places, strict=True)]
    points = [*places, *reversed(back)]
    return format_html(
        '<path class="line-band" d="M{}z"/>', " L".join(f"{px(x)} {px(y)}" for x, y in points)
    )


def _spaced(
    marked: Sequence[tuple[Dot, tuple[float, float]]],
) -> list[tuple[Dot, tuple[float, float]]]:
    """Dots whose words do not run into each other, from the newest back."""
    kept: list[tuple[Dot, tuple[float, float]]] = []
    for dot, place in reversed(marked):
        if not kept or kept[-1][1][0] - place[0] >= 34:
            kept.append((dot, place))
    return kept
