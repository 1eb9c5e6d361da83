"""A team's own cases: written on a form, copied from another, brought in and taken out as files."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simulacro.apps.drills.own_case_forms import CaseFileForm, OwnCaseForm
from simulacro.apps.drills.views.cases import case_or_404
from simulacro.apps.exercises import own_cases
from simulacro.apps.exercises.case_files import read_case_file
from simulacro.apps.exercises.cexf import as_cexf
from simulacro.apps.exercises.models import OwnCase
from simulacro.apps.exercises.msel import MSEL, msel_workbook
from simulacro.apps.exercises.policies import POLICY
from simulacro.apps.foresight.factors import words_of
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.content.case_documents import USUAL_FAMILY, case_from
from simulacro.content.drill_model import FAMILY
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit import audit_log
from simulacro.kit.brought_files import BadFile, carried, carried_by, told
from simulacro.kit.spreadsheets import XLSX_TYPE, TextTooLong
from simulacro.kit.undo.services import offer_undo
from simulacro.kit.versions import VersionConflict, conflict_page


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "write_cases")
def write(request: BrandRequest) -> HttpResponse:
    """A new case, from nothing."""
    return _form_page(request, OwnCase(brand=request.brand, document={}))


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "write_cases")
def edit(request: BrandRequest, own: uuid.UUID) -> HttpResponse:
    """Change a case of the team's own."""
    return _form_page(request, _row(request, own))


@require_POST
@brand_page(POLICY, "write_cases")
def copy(request: BrandRequest, key: str) -> HttpResponse:
    """Make any case one's own, to change it."""
    row = own_cases.copy_case(
        brand=request.brand,
        actor=request.user,
        case=case_or_404(request, key),
        at=timezone.now(),
    )
    messages.success(request, _("This copy is yours: change whatever you like."))
    return redirect("drills:edit_case", request.brand.slug, row.pk)


@require_POST
@brand_page(POLICY, "write_cases")
def set_aside(request: BrandRequest, own: uuid.UUID) -> HttpResponse:
    """Take a case of the team's own out of the library."""
    row = _row(request, own)
    own_cases.set_aside_case(row, actor=request.user, at=timezone.now())
    offer_undo(
        request,
        own_cases.SET_ASIDE,
        scope=request.brand.id,
        payload={"case": str(row.pk)},
        message=_("“%(title)s” is set aside.") % {"title": row.title},
    )
    return redirect("drills:cases", request.brand.slug)


@require_POST
@brand_page(POLICY, "write_cases")
def bring_back(request: BrandRequest, own: uuid.UUID) -> HttpResponse:
    """Put one that was set aside into the library again."""
    row = _row(request, own)
    own_cases.bring_back_case(row, actor=request.user)
    return redirect("drills:case", request.brand.slug, row.key)


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "write_cases")
def bring_in(request: BrandRequest) -> HttpResponse:
    """What a file would become as a case; nothing is kept yet."""
    sent = request.method == "POST"
    form = CaseFileForm(request.POST, request.FILES) if sent else CaseFileForm()
    if not form.is_valid():
        return _file_page(request, form)
    try:
        families = own_cases.known_families(request.brand)
        document = read_case_file(form.cleaned_data["file"], families=families)
    except BadFile as bad:
        return _file_page(request, CaseFileForm(), told(bad.mistakes, [MSEL]))
    return _preview(request, document)


@require_POST
@brand_page(POLICY, "write_cases")
def keep(request: BrandRequest) -> HttpResponse:
    """Yes: the case of the file is one of the team's own."""
    document = {**carried_by(request), "family": request.POST.get("family", "")}
    try:
        row = own_cases.write_case(
            brand=request.brand, actor=request.user, document=document, at=timezone.now()
        )
    except DocumentError as refused:
        return _file_page(request, CaseFileForm(), told(refused.mistakes))
    messages.success(request, _("The case is in your library, the first of all."))
    return redirect("drills:case", request.brand.slug, row.key)


@require_GET
@brand_page(POLICY, "export")
def take_out(request: BrandRequest, key: str, form: str) -> HttpResponse:
    """A case as a file: a list of events (MSEL), or CEXF."""
    found = case_or_404(request, key)
    if form == "msel.xlsx":
        try:
            response = HttpResponse(msel_workbook(found), content_type=XLSX_TYPE)
        except TextTooLong:
            messages.error(request, _("A text is too long for a workbook; take the other file."))
            return redirect("drills:case", request.brand.slug, key)
    elif form == "cexf.json":
        made_at = timezone.now().isoformat(timespec="seconds")
        told = as_cexf(found, brand=request.brand.name, made_at=made_at)
        text = json.dumps(told, ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="simulacro-{form}"'
    audit_log.record(
        "case.taken_out", actor=request.user, target=request.brand, scope=request.brand.id
    )
    return response


def _form_page(request: BrandRequest, row: OwnCase) -> HttpResponse:
    is_new = row._state.adding
    families = _families(request, row.document.get("family", ""))
    sent = request.POST if request.method == "POST" else None
    form = OwnCaseForm(sent, row=row, families=families)
    if "add" in request.POST:
        return _show_form(request, form.with_one_more(), row)
    if form.is_valid():
        now = timezone.now()
        try:
            if is_new:
                row = own_cases.write_case(
                    brand=request.brand, actor=request.user, document=form.document(), at=now
                )
            else:
                own_cases.change_case(
                    row,
                    actor=request.user,
                    document=form.document(),
                    expected=form.expected_version,
                    at=now,
                )
        except VersionConflict as conflict:
            back = reverse("drills:case", args=[request.brand.slug, row.key])
            context = {"brand": request.brand, "step": "drills", "back": back}
            return conflict_page(request, form, conflict, context)
        except DocumentError as refused:
            for mistake in told(refused.mistakes):
                form.add_error(None, str(mistake))
            return _show_form(request, form, row)
        messages.success(request, _("The case is kept."))
        return redirect("drills:case", request.brand.slug, row.key)
    return _show_form(request, form, row)


def _show_form(request: BrandRequest, form: OwnCaseForm, row: OwnCase) -> HttpResponse:
    kept = row.document
    context = {
        "brand": request.brand,
        "step": "drills",
        "form": form,
        "row": None if row._state.adding else row,
        "unshown": len(kept.get("timeline", [])) + len(kept.get("exhibits", [])),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "drills/own_case.html", context, status=status)


def _file_page(
    request: BrandRequest, form: CaseFileForm, mistakes: list[Any] | None = None
) -> HttpResponse:
    context = {"brand": request.brand, "step": "drills", "form": form, "mistakes": mistakes}
    wrong = bool(mistakes) or (form.is_bound and bool(form.errors))
    return render(request, "drills/bring_case.html", context, status=422 if wrong else 200)


def _preview(request: BrandRequest, document: Mapping[str, Any]) -> HttpResponse:
    context = {
        "brand": request.brand,
        "step": "drills",
        "case": case_from(document, key="", brand=request.brand.name),
        "families": _families(request, document.get("family", USUAL_FAMILY)),
        "document": carried(document),
    }
    return render(request, "drills/bring_case_preview.html", context)


def _families(request: BrandRequest, chosen: str) -> tuple[tuple[str, str], ...]:
    """The families to choose from, in words; one that the case has already is among them."""
    words = words_of(request.brand)
    known = own_cases.known_families(request.brand)
    every = dict.fromkeys((*known, chosen) if chosen else known)
    return tuple((family, words.value(FAMILY, family)) for family in every)


def _row(request: BrandRequest, own: uuid.UUID) -> OwnCase:
    return get_object_or_404(OwnCase.objects.select_related("brand"), pk=own, brand=request.brand)
