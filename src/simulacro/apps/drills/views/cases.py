"""The case studies: a library, each with one's own brand in it, and opening one to drill."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from simulacro.apps.drills import services
from simulacro.apps.drills.calendar import planned_drill
from simulacro.apps.drills.case_words import EXHIBIT_WORDS, SOURCE_WORDS, family_words
from simulacro.apps.drills.policies import POLICY
from simulacro.apps.drills.rehearsals import case_key_for, of_family, possibility_or_404
from simulacro.apps.exercises import queries as exercises
from simulacro.apps.exercises.cases import case_of
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.own_cases import own_case_lines, own_case_row
from simulacro.apps.exercises.policies import POLICY as EXERCISES
from simulacro.apps.exercises.services import Opening, open_exercise
from simulacro.apps.exercises.words import task_words
from simulacro.apps.foresight.factors import words_of
from simulacro.apps.packs.queries import shelf
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.content.cases import Case, CaseLine, CaseSource, UnknownCase
from simulacro.content.drill_model import FAMILY, families
from simulacro.engines.drill import Part

A_PAGE = 24
# Three questions: a micro drill in a room.
SHORT_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the library, and how often it was drilled."""

    line: CaseLine
    family: str
    source: str
    times: int


@require_GET
@brand_page(POLICY, "see_cases")
def cases(request: BrandRequest) -> HttpResponse:
    """Every case, by family and by where it comes from."""
    possibility = possibility_or_404(
        request.brand, request.user, request.GET.get("possibility", "")
    )
    wanted_family, wanted_source = request.GET.get("family", ""), request.GET.get("source", "")
    if possibility is not None and "family" not in request.GET:
        wanted_family = possibility.family if possibility.family in families() else ""
    own = own_case_lines(request.brand)
    lines = (*own, *shelf().lines(_language(), request.brand.name))
    times = exercises.times_by_case(request.brand)
    words = words_of(request.brand)
    shown = [
        Listed(
            line,
            words.value(FAMILY, line.family),
            str(SOURCE_WORDS[line.source]),
            times[line.key],
        )
        for line in lines
        if wanted_family in ("", line.family) and wanted_source in ("", line.source)
    ]
    kept = {"family": wanted_family, "source": wanted_source}
    if possibility is not None:
        kept["possibility"] = str(possibility.pk)
    context = {
        "brand": request.brand,
        "step": "drills",
        "query": urlencode(kept),
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "every": len(lines),
        "families": [(family, family_words(family)) for family in families()],
        "sources": [
            (source.value, SOURCE_WORDS[source])
            for source in (CaseSource.OWN, CaseSource.CURATED, CaseSource.DOCUMENTED)
        ],
        "family": wanted_family,
        "source": wanted_source,
        "possibility": possibility,
        "made_for_it": case_key_for(request.brand, possibility) if possibility else "",
        "running": exercises.running(request.brand)[:5],
        "may_open": POLICY.allows(request.user, "open", request.brand),
        "may_write": EXERCISES.allows(request.user, "write_cases", request.brand),
    }
    return render(request, "drills/cases.html", context)


@require_GET
@brand_page(POLICY, "see_cases")
def case(request: BrandRequest, key: str) -> HttpResponse:
    """One case to read, without its answers unless they are asked for."""
    found = case_or_404(request, key)
    possibility = possibility_or_404(
        request.brand, request.user, request.GET.get("possibility", "")
    )
    offered = of_family(request.brand, request.user, found.family)
    planned = request.GET.get("planned", "")
    slot = planned_drill(request.brand, planned)
    context = {
        "brand": request.brand,
        "step": "drills",
        "case": found,
        "family": words_of(request.brand).value(FAMILY, found.family),
        "source": SOURCE_WORDS[found.source],
        "exhibits": exhibits_in_words(found),
        "questions": [(question, task_words(question.task)) for question in found.questions],
        "with_answers": "answers" in request.GET,
        "planned": planned,
        "slot": slot,
        "short": SHORT_MINUTES if slot and slot.format == Exercise.Formats.MICRO else 0,
        "possibility": possibility,
        # A planned drill is for what waits longest; who only browses says what it stands for.
        "offered": offered,
        "chosen": possibility or (offered[0] if planned and offered else None),
        "may_open": POLICY.allows(request.user, "open", request.brand),
        "own": own_case_row(request.brand, key),
        "may_write": EXERCISES.allows(request.user, "write_cases", request.brand),
        "may_export": EXERCISES.allows(request.user, "export", request.brand),
    }
    return render(request, "drills/case.html", context)


@require_POST
@brand_page(POLICY, "open")
def begin(request: BrandRequest, key: str) -> HttpResponse:
    """Open a drill of this case: alone, or for a room that comes by a link."""
    found = case_or_404(request, key)
    try:
        services.refuse_while_paused(request.brand)
    except services.Paused:
        messages.warning(request, _("The drills are paused. Say that the crisis is over first."))
        return redirect("drills:calendar", request.brand.slug)
    how = request.POST.get("how")
    alone, nameless = how == "alone", how == "meetup"
    planned = planned_drill(request.brand, request.POST.get("planned", ""))
    exercise = open_exercise(
        brand=request.brand,
        actor=request.user,
        opening=Opening(
            format=planned.format if planned else "micro" if alone else "case",
            case_key=found.key,
            title=case_of(request.brand, key, nameless=nameless).title,
            combination=found.combination,
            planned_id=planned.slot if planned else "",
            nameless=nameless,
        ),
        at=timezone.now(),
        part=Part.PLAYER if alone else Part.FACILITATOR,
        possibility=possibility_or_404(
            request.brand, request.user, request.POST.get("possibility", "")
        ),
    )
    return redirect("drills:table", request.brand.slug, exercise.pk)


def case_or_404(request: BrandRequest, key: str) -> Case:
    try:
        return case_of(request.brand, key)
    except UnknownCase:
        raise Http404 from None


def exhibits_in_words(found: Case) -> list[tuple[object, object]]:
    """Each exhibit with what its kind is called."""
    return [(exhibit, EXHIBIT_WORDS.get(exhibit.kind, exhibit.kind)) for exhibit in found.exhibits]


def _language() -> str:
    return get_language() or "es"
