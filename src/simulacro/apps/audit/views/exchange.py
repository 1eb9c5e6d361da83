"""Bring an inventory in from a file, after a look at what would change, and take it out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from simulacro.apps.audit import queries
from simulacro.apps.audit.difference_words import in_words
from simulacro.apps.audit.exchange import (
    MAX_FILE_BYTES,
    Format,
    agency_file,
    inventory_file,
    locked,
)
from simulacro.apps.audit.forms import ExportForm, ImportForm
from simulacro.apps.audit.mistakes_in_words import told
from simulacro.apps.audit.models import PendingImport
from simulacro.apps.audit.owner_pages import OwnerRequest, owner_page
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.imports import (
    ChangedMeanwhile,
    Expired,
    confirm_import,
    discard_import,
    preview,
    receive_file,
)
from simulacro.apps.audit.services.inventory import StillShared
from simulacro.apps.audit.spreadsheets import TextTooLong
from simulacro.apps.audit.taking_back import offer_to_take_back
from simulacro.apps.brands.models import Agency, Brand
from simulacro.kit import audit_log
from simulacro.kit.brought_files import BadFile, refuse_above
from simulacro.kit.idempotency import harmless_to_repeat


@owner_page("import_inventory", "edit_agency")
@require_http_methods(["GET", "POST"])
def bring_in(request: OwnerRequest) -> HttpResponse:
    """Choose a file; its mistakes are all listed and then nothing changed."""
    form = ImportForm(request.POST or None, request.FILES or None)
    mistakes: list[Any] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            refuse_above(given.size, MAX_FILE_BYTES)
            pending = receive_file(
                owner=request.owner,
                data=given.read(),
                file_name=given.name,
                actor=request.user,
                passphrase=form.cleaned_data["passphrase"],
            )
        except BadFile as bad:
            mistakes = [told(mistake) for mistake in bad.mistakes]
        else:
            return redirect(request.address("import_preview", pending=pending.pk))
    context = request.context({"form": form, "mistakes": mistakes})
    status = 422 if mistakes or form.errors else 200
    return render(request, "audit/import.html", context, status=status)


@owner_page("import_inventory", "edit_agency")
def look_over(request: OwnerRequest, pending: UUID) -> HttpResponse:
    """What the file would change, in words."""
    row = PendingImport.objects.filter(pk=pending, **request.owned()).first()
    if row is None:
        messages.info(request, expired_words())
        return redirect(request.address("import"))
    found = preview(row)
    context = request.context(
        {
            "pending": row,
            "changes": in_words(found.own),
            "brands": [(name, new, in_words(diff)) for name, new, diff in found.brands],
            "new_brands": sum(new for _name, new, _diff in found.brands),
            "any": found.changes,
        }
    )
    return render(request, "audit/import_preview.html", context)


@owner_page("import_inventory", "edit_agency")
@require_POST
def confirm(request: OwnerRequest, pending: UUID) -> HttpResponse:
    """Yes: make it the inventory. Or no: drop it."""
    if request.POST.get("go") == "discard":
        discard_import(pending=pending, owner=request.owner, actor=request.user)
        messages.info(request, _("Dropped. Nothing was changed."))
        return redirect(request.address("import"))
    try:
        made = confirm_import(pending=pending, owner=request.owner, actor=request.user)
    except Expired:
        messages.error(request, expired_words())
        return redirect(request.address("import"))
    except ChangedMeanwhile:
        words = _("Somebody changed the inventory meanwhile. Look again at what would change.")
        messages.warning(request, words)
        PendingImport.objects.filter(pk=pending, **request.owned()).delete()
        return redirect(request.address("import"))
    except StillShared as still:
        words = _("%(brands)s still use what the file leaves out. Nothing was changed.")
        messages.error(request, words % {"brands": ", ".join(still.brands)})
        return redirect(request.address("import_preview", pending=pending))
    count = len(made)
    words = ngettext("%(count)d inventory saved.", "%(count)d inventories saved.", count)
    if count == 1 and made[0].owner == request.owner and made[0].parent:
        offer_to_take_back(request, made[0], words % {"count": count})
    else:
        messages.success(request, words % {"count": count})
    return redirect(request.address("inventory"))


@owner_page("export_inventory", "edit_agency")
@require_http_methods(["GET", "POST"])
@harmless_to_repeat("gives the same file again; the log tells of both")
def take_out(request: OwnerRequest) -> HttpResponse:
    """A file under a passphrase; in the clear only by the command line."""
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = Format(form.cleaned_data["form"])
        try:
            plain = file_of(request, kind)
        except TextTooLong:
            form.add_error("form", _("A text is too long for a workbook; choose YAML."))
        else:
            audit_log.record(
                "inventory.exported",
                actor=request.user,
                scope=request.owner.pk,
                details={"format": kind.value},
            )
            response = HttpResponse(
                locked(plain, form.cleaned_data["passphrase"]),
                content_type="application/octet-stream",
            )
            file = file_name(request.owner, kind)
            response["Content-Disposition"] = f'attachment; filename="{file}.simulacro"'
            return response
    files = {kind.upper(): file_name(request.owner, kind) for kind in Format}
    context = request.context({"form": form, "files": files})
    return render(request, "audit/export.html", context, status=422 if form.errors else 200)


def file_name(owner: Brand | Agency, kind: Format) -> str:
    """What a copy of an inventory is called once it is unlocked."""
    name = owner.slug if isinstance(owner, Brand) else "agency"
    return f"{name}.{kind}"


def file_of(request: OwnerRequest, kind: Format) -> bytes:
    language = (get_language() or "es")[:2]
    if isinstance(request.owner, Brand):
        found = queries.current_inventory(request.owner)
        return inventory_file(found, kind, language) if found else b""
    agency = queries.agency_of_brands(
        request.owner,
        may_see=lambda brand: POLICY.allows(request.user, "export_inventory", brand),
    )
    return agency_file(agency, kind, language)


def expired_words() -> str:
    return _("That preview is no longer kept. Choose the file again; nothing was changed.")
