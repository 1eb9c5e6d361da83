"""The map of accesses as SVG: who and what opens each account, single points lit.

Shape, mark and words say what colour says: a person is a pill, a channel is filled, what is
enough by itself has a thick edge and a mark with the number of channels, a triangle where its
loss silences them and a diamond where its theft gives them away. Classes only: the page's style
sheet, or the one inside a standalone picture, gives colours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from simulacro.apps.audit.pictures.drawing import Box, Drawing, Line
from simulacro.apps.audit.pictures.icons import icon
from simulacro.apps.audit.pictures.layout import JOINT_PX, Layout, Point, box_size
from simulacro.apps.audit.reading import Question
from simulacro.engines.access.inventory import Kind

MARGIN: Final = 14.0
ICON_PX: Final = 16.0


def map_svg(
    drawing: Drawing,
    layout: Layout,
    question: Question,
    *,
    title: str,
    words: str,
    name: str = "map",
) -> SafeString:
    """The map as an ``svg`` element for a page. ``title`` names it, ``words`` say what it shows;
    ``name`` keeps its ids apart from others'."""
    width, height = layout.width + 2 * MARGIN, layout.height + 2 * MARGIN
    return format_html(
        '<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" '
        'height="{}" role="img" aria-labelledby="{}-title {}-words">'
        '<title id="{}-title">{}</title><desc id="{}-words">{}</desc>{}</svg>',
        px(width),
        px(height),
        px(width),
        px(height),
        name,
        name,
        name,
        title,
        name,
        words,
        map_body(drawing, layout, question, (MARGIN, MARGIN)),
    )


def map_body(drawing: Drawing, layout: Layout, question: Question, at: Point) -> SafeString:
    """Lines, joints and boxes, shifted to ``at``; lit lines above the others."""
    ordered = sorted(drawing.lines, key=lambda line: line.lit)
    return format_html(
        '<g transform="translate({} {})">{}{}{}</g>',
        px(at[0]),
        px(at[1]),
        _joined(_line(line, layout.curves[line.tail, line.head]) for line in ordered),
        _joined(_joint(layout.places[joint.id]) for joint in drawing.joints),
        _joined(_box(box, question, layout.places[box.id]) for box in drawing.boxes),
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _line(line: Line, points: tuple[Point, ...]) -> SafeString:
    marks = [
        "map-line",
        *(["is-recovery"] if line.recovery else []),
        *(["is-doubtful"] if line.doubtful else []),
        *(["is-held"] if line.held else []),
        *(["is-lit"] if line.lit else []),
    ]
    curve = points[: 1 + (len(points) - 1) // 3 * 3]
    path = f"M{_pair(curve[0])}C{' '.join(map(_pair, curve[1:]))}"
    tip = _arrow(points[-2], points[-1]) if line.arrow and len(points) % 3 == 2 else ""
    return format_html(
        '<path class="{}" d="{}"/>{}',
        " ".join(marks),
        path,
        format_html('<path class="map-tip{}" d="{}"/>', " is-lit" if line.lit else "", tip)
        if tip
        else "",
    )


def _arrow(base: Point, tip: Point) -> str:
    """A small triangle that ends at ``tip``."""
    angle = math.atan2(tip[1] - base[1], tip[0] - base[0])
    length, half = 7.0, 3.2
    back = (tip[0] - length * math.cos(angle), tip[1] - length * math.sin(angle))
    side = (half * math.sin(angle), -half * math.cos(angle))
    left, right = (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])
    return f"M{_pair(tip)}L{_pair(left)}L{_pair(right)}z"


def _joint(place: Point) -> SafeString:
    return format_html(
        '<circle class="map-joint" cx="{}" cy="{}" r="{}"/>',
        px(place[0]),
        px(place[1]),
        px(JOINT_PX / 2 - 1),
    )


def _box(box: Box, question: Question, place: Point) -> SafeString:
    width, height = box_size(box)
    marks = ["map-box", f"kind-{box.kind.value.replace('_', '-')}"]
    marks += ["is-channel"] if box.channel else []
    marks += ["is-lit"] if box.lit else []
    round_px = height / 2 if box.kind is Kind.PERSON else (9.0 if box.channel else 4.0)
    return format_html(
        '<g class="{}" transform="translate({} {})"><title>{}</title>'
        '<rect class="map-shape" width="{}" height="{}" rx="{}"/>'
        '<path class="map-icon" transform="translate(9 {})" d="{}"/>{}{}</g>',
        " ".join(marks),
        px(place[0] - width / 2),
        px(place[1] - height / 2),
        box_words(box, question),
        px(width),
        px(height),
        px(round_px),
        px(height / 2 - ICON_PX / 2),
        icon(box.kind),
        _joined(
            format_html(
                '<text class="map-name" x="31" y="{}">{}</text>',
                px(height / 2 + 4.5 + 16.0 * (i - (len(box.lines) - 1) / 2)),
                line,
            )
            for i, line in enumerate(box.lines)
        ),
        _mark(width - 4, question, len(box.enough_for)) if box.lit else "",
    )


def _mark(x: float, question: Question, count: int) -> SafeString:
    """A triangle, or a diamond for a theft, with the number of channels."""
    shape = "M0-12L12 0 0 12-12 0z" if question is Question.HIJACK else "M0-12L12 8H-12z"
    return format_html(
        '<g class="map-mark" transform="translate({} 0)"><path d="{}"/>'
        '<text x="0" y="{}">{}</text></g>',
        px(x),
        shape,
        4 if question is Question.HIJACK else 5,
        count,
    )


def box_words(box: Box, question: Question) -> str:
    """What a box says in words, for a pointer and a reader."""
    count = len(box.enough_for)
    if not count:
        return box.name
    if question is Question.HIJACK:
        words = ngettext(
            "%(name)s. Whoever takes it takes %(count)s channel",
            "%(name)s. Whoever takes it takes %(count)s channels",
            count,
        )
    else:
        words = ngettext(
            "%(name)s. Without it %(count)s channel falls silent",
            "%(name)s. Without it %(count)s channels fall silent",
            count,
        )
    return words % {"name": box.name, "count": count}


def _pair(point: Point) -> str:
    return f"{px(point[0])} {px(point[1])}"


def px(value: float) -> str:
    """A length with at most one decimal, as SVG likes it whatever the language."""
    return f"{value:.1f}".removesuffix(".0")
