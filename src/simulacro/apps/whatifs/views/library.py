"""The library: what the packs ask and what happened to others, to be put on the board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.apps.whatifs.library import KINDS, WHAT_IFS, ids_of_family
from simulacro.apps.whatifs.library import library as library_of
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.refusal_words import refusal_words
from simulacro.apps.whatifs.refusals import UnknownWhatIf
from simulacro.apps.whatifs.services.board import ADDED, add_cases, add_what_ifs
from simulacro.content.drill_model import families
from simulacro.kit.undo.services import offer_undo


@require_GET
@brand_page(POLICY, "see")
def library(request: BrandRequest) -> HttpResponse:
    """A page of the library, of one family or of all."""
    kind, family = _asked(request.GET)
    seen = library_of(request.brand, kind, family, request.GET.get("page", 1))
    here = {name: value for name, value in (("of", kind), ("family", family)) if value}
    context = {
        "brand": request.brand,
        "step": "drills",
        "kind": kind,
        "is_cases": kind != WHAT_IFS,
        "family": family,
        "library": seen,
        "page": seen.page,
        "query": urlencode(here),
        "may_add": POLICY.allows(request.user, "add", request.brand),
    }
    return render(request, "whatifs/library.html", context)


@require_POST
@brand_page(POLICY, "add")
def add(request: BrandRequest) -> HttpResponse:
    """Put one on the board (`id`), or all of a family."""
    kind, family = _asked(request.POST)
    one = request.POST.get("id", "")
    ids = [one] if one else ids_of_family(request.brand, kind, family)
    put = add_what_ifs if kind == WHAT_IFS else add_cases
    try:
        new = put(brand=request.brand, actor=request.user, ids=ids, at=timezone.now())
    except UnknownWhatIf as refused:
        messages.warning(request, refusal_words(refused))
    else:
        if new:
            said = ngettext(
                "%(count)s thing is on the board now.",
                "%(count)s things are on the board now.",
                len(new),
            )
            offer_undo(
                request,
                ADDED,
                scope=request.brand.id,
                payload={"possibilities": [str(row.pk) for row in new]},
                message=said % {"count": len(new)},
            )
        else:
            messages.info(request, _("It was on the board already."))
    here = {"of": kind, "family": request.POST.get("here", ""), "page": request.POST.get("page")}
    address = reverse("whatifs:library", args=[request.brand.slug])
    return redirect(f"{address}?{urlencode({k: v for k, v in here.items() if v})}")


def _asked(given: Mapping[str, Any]) -> tuple[str, str]:
    kind, family = given.get("of", ""), given.get("family", "")
    return (kind if kind in KINDS else WHAT_IFS), (family if family in families() else "")
