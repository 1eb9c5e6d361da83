"""The map of accesses, of the brand and of one channel."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simulacro.apps.audit import page_sentences, queries, results, sentences
from simulacro.apps.audit.pictures.drawing import draw
from simulacro.apps.audit.pictures.map import map_svg
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.reading import Question
from simulacro.apps.audit.views.opening import opened, page
from simulacro.apps.people.pages import BrandRequest, brand_page


@require_GET
@brand_page(POLICY, "see_audit")
def access_map(request: BrandRequest) -> HttpResponse:
    """Who and what opens each account, single points lit; and what could be stolen."""
    it = opened(request)
    if it is None:
        return page(request, "map", "", None)
    question = Question.HIJACK if request.GET.get("view") == "theft" else Question.SILENCE
    drawing = draw(it.inventory, it.reading, question)
    layout = queries.layout_of(request.brand, drawing, timezone.now())
    lit = it.reading.enough_alone(question)
    return page(
        request,
        "map",
        "audit/results_map.html",
        it,
        theft=question is Question.HIJACK,
        view="theft" if question is Question.HIJACK else "silence",
        full=request.GET.get("size") == "full",
        picture=map_svg(
            drawing,
            layout,
            question,
            title=_("Map of accesses of %(brand)s") % {"brand": request.brand.name},
            words=sentences.plain(page_sentences.map_sentence(it.inventory, it.reading, question)),
        ),
        says=page_sentences.map_sentence(it.inventory, it.reading, question),
        left_out=drawing.left_out,
        lit=len(lit),
        channels=[
            {
                "id": channel.id,
                "name": channel.name,
                "says": sentences.about(it.inventory, answer) if answer else "",
                "ways": results.ways_in(it.inventory, it.reading, channel.id),
            }
            for channel in it.inventory.channels
            for answer in [it.reading.answer(channel.id, question)]
        ],
        rows=results.asset_rows(it.inventory, it.reading),
    )


@require_GET
@brand_page(POLICY, "see_audit")
def channel_map(request: BrandRequest, channel: str) -> HttpResponse:
    """The map of one channel."""
    it = opened(request)
    if it is None or channel not in {c.id for c in it.inventory.channels}:
        raise Http404
    pictures = []
    for question in (Question.SILENCE, Question.HIJACK):
        drawing = draw(it.inventory, it.reading, question, channel=channel)
        answer = it.reading.answer(channel, question)
        says = sentences.about(it.inventory, answer) if answer else ""
        pictures.append(
            {
                "label": results.question_label(question),
                "says": says,
                "picture": map_svg(
                    drawing,
                    queries.layout_of(request.brand, drawing, timezone.now()),
                    question,
                    title=results.question_label(question),
                    words=sentences.plain(says),
                    name=f"map-{question.value}",
                ),
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
