"""The map and the week as they are printed: light, still, and told in words too."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from simulacro.apps.audit import page_sentences, queries
from simulacro.apps.audit.pictures.drawing import draw
from simulacro.apps.audit.pictures.map import map_body, px
from simulacro.apps.audit.pictures.standalone import STYLE, legend_words
from simulacro.apps.audit.pictures.week import level_of, week_of
from simulacro.apps.audit.reading import Question, Reading
from simulacro.apps.audit.sentences import plain
from simulacro.apps.brands.models import Brand
from simulacro.engines.access.inventory import Inventory

# Taller than wide by this much, the drawing fills a page by its height.
TALL: Final = 1.35
FONT: Final = "Libertinus Serif"


def map_on_paper(
    brand: Brand, inventory: Inventory, reading: Reading, at: dt.datetime
) -> dict[str, Any] | None:
    """The map of accesses as an SVG in the colours of paper; None where there is nothing on it."""
    if not inventory.channels:
        return None
    drawing = draw(inventory, reading, Question.SILENCE)
    layout = queries.layout_of(brand, drawing, at)
    svg = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"><style>{}</style>{}</svg>',
        px(layout.width),
        px(layout.height),
        SafeString(paper_style()),
        map_body(drawing, layout, Question.SILENCE, (0.0, 0.0)),
    )
    return {
        "title": _("Map of accesses"),
        "svg": svg,
        "alt": _("Map of accesses of %(brand)s. %(says)s")
        % {"brand": brand.name, "says": plain(page_sentences.headline(inventory, reading))},
        "caption": legend_words(Question.SILENCE),
        "tall": layout.height > TALL * layout.width,
    }


def paper_style() -> str:
    """The map's style with its light colours written out: on paper there are no variables."""
    light, _media, rules = STYLE.partition("@media")
    colours = dict(re.findall(r"--([\w-]+):(#\w+)", light))
    rules = rules.partition("}}")[2]
    written = re.sub(r"var\(--([\w-]+)\)", lambda match: colours[match[1]], rules)
    return f'text{{font-family:"{FONT}"}}{written}'


def week_on_paper(
    reading: Reading, region: str, best: Sequence[float] | None = None
) -> dict[str, Any] | None:
    """The week as seven rows of 24 figures; None where no hour was asked about. ``best`` are its
    hours with all that nobody knows at its best."""
    if not reading.week:
        return None
    week = week_of(reading.week, region)
    levels = [level_of(chance) for chance in reading.week]
    return {
        "title": _("Weak moments of the week"),
        "says": plain(page_sentences.week_sentence(reading.week, region, best)),
        "corner": "%",
        "hours": list(week.hour_names),
        "days": [
            {
                "name": row.short,
                "figures": [cell.figure for cell in row.cells],
                "levels": levels[24 * day : 24 * day + 24],
            }
            for day, row in enumerate(week.days)
        ],
        "legend": week.says,
    }
