"""What-ifs and factors as files: out, and in after a look at what would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import yaml
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight import factor_sheets, factors, what_if_files
from simulacro.apps.foresight.files import read_file
from simulacro.apps.foresight.forms import FileForm
from simulacro.apps.foresight.policies import POLICY
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit import audit_log
from simulacro.kit.brought_files import BadFile, carried, carried_by, told
from simulacro.kit.spreadsheets import XLSX_TYPE, TextTooLong
from simulacro.kit.undo.acts import undoes
from simulacro.kit.undo.services import offer_undo
from simulacro.kit.versions import VersionConflict

SHOWN: Final = 40
FACTORS_CHANGED: Final = "factors.changed"
BROUGHT_IN: Final = "possibilities.brought_in"
YAML_TYPE: Final = "application/yaml; charset=utf-8"
KINDS: Final = ("what-ifs", "factors")


@require_safe
@brand_page(POLICY, "see")
def files(request: BrandRequest) -> HttpResponse:
    """What can be taken out and brought in."""
    return _page(request)


@require_safe
@brand_page(POLICY, "take_out")
def take_out(request: BrandRequest, kind: str, form: str) -> HttpResponse:
    """The file: YAML or a workbook."""
    language = (get_language() or "es")[:2]
    if kind not in KINDS or form not in ("yaml", "xlsx"):
        raise Http404
    exporter = what_if_files if kind == "what-ifs" else factors
    document = exporter.document_of(request.brand)
    if form == "yaml":
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
        response = HttpResponse(text, content_type=YAML_TYPE)
    else:
        write = what_if_files.workbook_of if kind == "what-ifs" else factor_sheets.write_factors
        try:
            response = HttpResponse(write(document, language), content_type=XLSX_TYPE)
        except TextTooLong:
            messages.error(request, _("A text is too long for a workbook; take the YAML."))
            return redirect("foresight:files", request.brand.slug)
    name = "simulacro-what-ifs" if kind == "what-ifs" else "simulacro-factors"
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    audit_log.record(
        f"{kind}.taken_out", actor=request.user, target=request.brand, scope=request.brand.id
    )
    return response


@require_POST
@brand_page(POLICY, "change_factors")
def look_at_factors(request: BrandRequest) -> HttpResponse:
    """What the factors of a file would change; nothing has yet."""
    form = FileForm(request.POST, request.FILES, auto_id="factors-%s")
    if not form.is_valid():
        return _page(request, factors_form=form)
    try:
        document = read_file(
            form.cleaned_data["file"], factor_sheets.read_factors_workbook, factors.read_own
        )
    except BadFile as bad:
        found = told(bad.mistakes, factor_sheets.SHEETS)
        return _page(request, factors_form=form, factor_mistakes=found)
    return _preview_factors(request, document)


@require_POST
@brand_page(POLICY, "change_factors")
def keep_factors(request: BrandRequest) -> HttpResponse:
    """Yes: drill with these factors from now on."""
    before = factors.as_kept(factors.own_factors(request.brand))
    try:
        factors.keep_factors(
            brand=request.brand,
            actor=request.user,
            document=carried_by(request),
            at=timezone.now(),
            expected=_version(request),
        )
    except VersionConflict:
        messages.warning(
            request, _("Somebody changed the factors meanwhile. Look again at what would change.")
        )
        return _preview_factors(request, carried_by(request))
    except DocumentError as refused:
        return _page(request, factor_mistakes=told(refused.mistakes))
    _offer_factors_undo(request, before, _("From now on you drill with these factors."))
    return redirect("foresight:files", request.brand.slug)


@require_POST
@brand_page(POLICY, "change_factors")
def usual_factors(request: BrandRequest) -> HttpResponse:
    """Back to the factors that Simulacro comes with."""
    before = factors.back_to_usual(brand=request.brand, actor=request.user)
    if before is not None:
        _offer_factors_undo(request, before, _("You drill with the usual factors again."))
    return redirect("foresight:files", request.brand.slug)


@require_POST
@brand_page(POLICY, "note")
def look_at_what_ifs(request: BrandRequest) -> HttpResponse:
    """What the what-ifs of a file would change; nothing has yet."""
    form = FileForm(request.POST, request.FILES, auto_id="what-ifs-%s")
    if not form.is_valid():
        return _page(request, what_ifs_form=form)
    try:
        document = read_file(
            form.cleaned_data["file"],
            what_if_files.read_workbook,
            lambda given: what_if_files.read_what_ifs(request.brand, given),
        )
    except BadFile as bad:
        found = told(bad.mistakes, [what_if_files.SHEET])
        return _page(request, what_ifs_form=form, what_if_mistakes=found)
    filed = what_if_files.read_what_ifs(request.brand, document)
    context = {
        "brand": request.brand,
        "step": "foresight",
        "changes": what_if_files.changes_to(request.brand, filed),
        "shown": SHOWN,
        "document": carried(document),
    }
    return render(request, "foresight/what_ifs_preview.html", context)


@require_POST
@brand_page(POLICY, "note")
def bring_in_what_ifs(request: BrandRequest) -> HttpResponse:
    """Yes: put them on the board."""
    try:
        brought = what_if_files.bring_in(
            brand=request.brand, actor=request.user, document=carried_by(request), at=timezone.now()
        )
    except DocumentError as refused:
        return _page(request, what_if_mistakes=told(refused.mistakes))
    count = len(brought.changes.new) + len(brought.changes.changed)
    words = ngettext(
        "%(count)s what-if was brought in.", "%(count)s what-ifs were brought in.", count
    )
    offer_undo(
        request,
        BROUGHT_IN,
        scope=request.brand.id,
        payload=brought.before,
        message=words % {"count": count},
    )
    return redirect("foresight:files", request.brand.slug)


@undoes(FACTORS_CHANGED)
def put_factors_back(scope: UUID, payload: Mapping[str, Any], actor: Any) -> None:
    brand = Brand.objects.get(pk=scope)
    factors.put_back(brand=brand, actor=actor, before=payload["before"])


@undoes(BROUGHT_IN)
def take_what_ifs_back(scope: UUID, payload: Mapping[str, Any], actor: Any) -> None:
    what_if_files.take_back(
        brand=Brand.objects.get(pk=scope), actor=actor, before=payload, at=timezone.now()
    )


@dataclass(frozen=True, slots=True)
class NamedFactor:
    """A factor of the page's table."""

    name: str
    values: tuple[str, ...]


def _page(
    request: BrandRequest,
    *,
    factors_form: FileForm | None = None,
    what_ifs_form: FileForm | None = None,
    factor_mistakes: list[Any] | None = None,
    what_if_mistakes: list[Any] | None = None,
) -> HttpResponse:
    words, model = factors.words_of(request.brand), factors.model_of(request.brand)
    wrong = bool(factor_mistakes or what_if_mistakes)
    wrong = wrong or any(form is not None and form.errors for form in (factors_form, what_ifs_form))
    context = {
        "brand": request.brand,
        "step": "foresight",
        "own": factors.own_factors(request.brand) is not None,
        "factors": [
            NamedFactor(words.factor(f.id), tuple(words.value(f.id, v.id) for v in f.values))
            for f in model.factors
        ],
        "rules": len(model.rules),
        "factors_form": factors_form or FileForm(auto_id="factors-%s"),
        "what_ifs_form": what_ifs_form or FileForm(auto_id="what-ifs-%s"),
        "factor_mistakes": factor_mistakes,
        "what_if_mistakes": what_if_mistakes,
        "may_take_out": POLICY.allows(request.user, "take_out", request.brand),
        "may_note": POLICY.allows(request.user, "note", request.brand),
        "may_change_factors": POLICY.allows(request.user, "change_factors", request.brand),
    }
    return render(request, "foresight/files.html", context, status=422 if wrong else 200)


def _preview_factors(request: BrandRequest, document: Mapping[str, Any]) -> HttpResponse:
    model, move = factors.read_own(document)
    changes = factors.changes_to(
        request.brand, model, move, factors.drilled_combinations(request.brand)
    )
    own = factors.own_factors(request.brand)
    context = {
        "brand": request.brand,
        "step": "foresight",
        "changes": changes,
        "added": [_said(pair) for pair in changes.added],
        "removed": [_said(pair) for pair in changes.removed],
        "lost": [_said(pair) for pair in changes.lost],
        "document": carried(document),
        "version": own.version if own else 0,
    }
    return render(request, "foresight/factors_preview.html", context)


def _said(pair: tuple[str, str]) -> str:
    factor, value = pair
    return f"{factor}: {value}" if value else factor


def _version(request: BrandRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _offer_factors_undo(request: BrandRequest, before: dict[str, Any] | None, words: str) -> None:
    payload = {"before": before}
    offer_undo(request, FACTORS_CHANGED, scope=request.brand.id, payload=payload, message=words)
