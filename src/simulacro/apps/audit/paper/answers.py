"""What was asked and answered, as the report's evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from simulacro.apps.audit import figures
from simulacro.apps.audit.check_words import SAID_WORDS, check_words, coverage_sentence
from simulacro.apps.audit.models import CheckAnswer
from simulacro.apps.audit.paper.photographs import Kept
from simulacro.apps.audit.queries.checks import Asked, asked_of, coverage_of, shipped_checks
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.engines.access.inventory import Inventory


def answers_on_paper(
    brand: Brand, inventory: Inventory, at: dt.datetime, day: Callable[[dt.date], str]
) -> dict[str, Any] | None:
    """Each answered question with its answer, who gave it and when; None before the first.

    A note follows its answer; a photo is named.
    """
    asked = asked_of(brand, inventory)
    given = [question for question in asked if question.given is not None]
    if not given:
        return None
    given.sort(key=lambda question: (-question.check.severity, question.pair))
    # An answer never changes; what its author is called, and a question of a pack, may.
    said = tuple((q.given.id, q.given.by) for q in given if q.given)
    key = (brand.pk, brand.name, id(inventory), day_of(brand, at), figures.page_language(), said)

    def written() -> tuple[Inventory, list[list[str]]]:
        rows = CheckAnswer.objects.in_bulk([answer for answer, _by in said])
        # The inventory is kept beside, so that its id means no other.
        return inventory, [_row(brand, inventory, q, rows, at, day) for q in given]

    shipped = all(shipped_checks().get(q.check.id) is q.check for q in given)
    _inventory, rows = _WRITTEN.get(key, written) if shipped else written()
    return {
        "title": _("What was asked and answered"),
        "says": coverage_sentence(coverage_of(asked, at)),
        "heads": [_("Question"), _("About"), _("Answer"), _("Who and when")],
        "widths": [5, 3, 3, 3],
        "rows": rows,
    }


_WRITTEN = Opened[tuple[Inventory, list[list[str]]]](most=8)


def photos_of_answers(brand: Brand, inventory: Inventory, at: dt.datetime) -> list[Kept]:
    """The photos of the newest answer to each question, the gravest first, with the question."""
    given = [(q, q.given) for q in asked_of(brand, inventory) if q.given is not None]
    given.sort(key=lambda pair: (-pair[0].check.severity, pair[0].pair))
    rows = CheckAnswer.objects.in_bulk([answer.id for _question, answer in given])
    kept: list[Kept] = []
    for question, answer in given:
        photos = rows[answer.id].photos
        if photos:
            words = check_words(
                inventory,
                question.check,
                question.subject,
                brand_name=brand.name,
                today=day_of(brand, at),
            )
            kept += [(words.question, photo) for photo in photos]
    return kept


def _row(
    brand: Brand,
    inventory: Inventory,
    question: Asked,
    rows: dict[Any, CheckAnswer],
    at: dt.datetime,
    day: Callable[[dt.date], str],
) -> list[str]:
    given = question.given
    if given is None:
        raise ValueError("nobody answered it")
    words = check_words(
        inventory, question.check, question.subject, brand_name=brand.name, today=day_of(brand, at)
    )
    row = rows[given.id]
    answer = [str(SAID_WORDS[given.said])]
    if row.note:
        answer.append(row.note)
    if row.photos:
        answer.append(_("With a photo."))
    who = given.by or _("by a link")
    return [
        words.question,
        words.about,
        ". ".join(answer),
        f"{who}, {day(day_of(brand, given.at))}",
    ]
