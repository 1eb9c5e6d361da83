"""The map of accesses, of the brand and of one channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simulacro.apps.audit import page_sentences, queries, results, sentences
from simulacro.apps.audit.pictures.drawing import draw
from simulacro.apps.audit.pictures.map import map_svg
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.audit.reading import Question
from simulacro.apps.audit.views.opening import Open, opened, page, part
from simulacro.apps.people.pages import BrandRequest, brand_page


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map as a page shows it, and how many assets it leaves out."""

    picture: SafeString
    left_out: int


# Kept as the readings are; the sentences are part of the key, and an audit never changes.
DRAWN = Opened[Drawn](most=32)


def drawn(
    it: Open,
    question: Question,
    *,
    title: str,
    words: str,
    channel: str | None = None,
    name: str = "map",
) -> Drawn:
    """The map of an audit, or of one channel of it, drawn once for each language."""

    def make() -> Drawn:
        drawing = draw(it.inventory, it.reading, question, channel=channel)
        layout = queries.layout_of(it.audit.brand, drawing, timezone.now())
        picture = map_svg(drawing, layout, question, title=title, words=words, name=name)
        return Drawn(picture, drawing.left_out)

    key = (it.audit.pk, question, channel, name, title, words, get_language())
    return DRAWN.get(key, make)


@require_GET
@brand_page(POLICY, "see_audit")
def access_map(request: BrandRequest) -> HttpResponse:
    """Who and what opens each account, single points lit; and what could be stolen."""
    it = opened(request)
    if it is None:
        return page(request, "map", "", None)
    question = Question.HIJACK if request.GET.get("view") == "theft" else Question.SILENCE
    says = page_sentences.map_sentence(it.inventory, it.reading, question)
    shown = drawn(
        it,
        question,
        title=_("Map of accesses of %(brand)s") % {"brand": request.brand.name},
        words=sentences.plain(says),
    )
    lit = it.reading.enough_alone(question)
    return page(
        request,
        "map",
        "audit/results_map.html",
        it,
        theft=question is Question.HIJACK,
        view="theft" if question is Question.HIJACK else "silence",
        full=request.GET.get("size") == "full",
        picture=shown.picture,
        says=says,
        left_out=shown.left_out,
        lit=len(lit),
        channels=part(
            it,
            "audit/_map_channels.html",
            lambda: {"brand": request.brand, "channels": channels_of(it, question)},
            request.brand.slug,
            question,
        ),
        assets=part(
            it,
            "audit/_assets.html",
            lambda: {"rows": results.asset_rows(it.inventory, it.reading)},
        ),
    )


def channels_of(it: Open, question: Question) -> list[dict[str, Any]]:
    """Each channel with its answer to the question and the ways into it."""
    return [
        {
            "id": channel.id,
            "name": channel.name,
            "says": sentences.about(it.inventory, answer) if answer else "",
            "ways": results.ways_in(it.inventory, it.reading, channel.id),
        }
        for channel in it.inventory.channels
        for answer in [it.reading.answer(channel.id, question)]
    ]


@require_GET
@brand_page(POLICY, "see_audit")
def channel_map(request: BrandRequest, channel: str) -> HttpResponse:
    """The map of one channel."""
    it = opened(request)
    if it is None or channel not in {c.id for c in it.inventory.channels}:
        raise Http404
    pictures = []
    for question in (Question.SILENCE, Question.HIJACK):
        answer = it.reading.answer(channel, question)
        says = sentences.about(it.inventory, answer) if answer else ""
        pictures.append(
            {
                "label": results.question_label(question),
                "says": says,
                "picture": drawn(
                    it,
                    question,
                    title=results.question_label(question),
                    words=sentences.plain(says),
                    channel=channel,
                    name=f"map-{question.value}",
                ).picture,
            }
        )
    return page(
        request,
        "map",
        "audit/results_channel.html",
        it,
        name=it.inventory[channel].name,
        pictures=pictures,
        cards=[
            results.answer_card(it.inventory, answer, it.region, exactly=True)
            for question in Question
            if (answer := it.reading.answer(channel, question))
        ],
        ways=results.ways_in(it.inventory, it.reading, channel),
    )
