"""The log of a brand."""

import uuid
import zoneinfo

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.apps.people.policies import POLICY
from simulacro.kit.audit_log import verify_chain
from simulacro.kit.audit_log.queries import actors_in, kinds_in, page_of
from simulacro.kit.audit_log.sentences import word_of


class FilterForm(forms.Form):
    """What of the log to show."""

    actor = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("About"), required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


def filter_form(request: BrandRequest) -> FilterForm:
    form = FilterForm(request.GET)
    everybody = [("", _("everybody")), *actors_in(request.brand.id)]
    everything = [("", _("everything")), *((k, word_of(k)) for k in kinds_in(request.brand.id))]
    for name, choices in (("actor", everybody), ("kind", everything)):
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
    return form


@require_safe
@brand_page(POLICY, "see_log")
def log(request: BrandRequest) -> HttpResponseBase:
    """What was done in the brand, newest first, and whether the record is whole."""
    form = filter_form(request)
    wanted = form.cleaned_data if form.is_valid() else {}
    actor = wanted.get("actor")
    lines, older = page_of(
        request.brand.id,
        before=wanted.get("before"),
        actor=uuid.UUID(actor) if actor else None,
        kind=wanted.get("kind") or "",
    )
    context = {
        "brand": request.brand,
        "form": form,
        "lines": lines,
        "older": older,
        "chain": verify_chain(request.brand.id),
    }
    with timezone.override(zoneinfo.ZoneInfo(request.brand.timezone)):
        return render(request, "people/log.html", context)
