"""The log of a brand, and of an agency."""

import uuid
import zoneinfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.pages import AgencyRequest, BrandRequest, agency_page, brand_page
from simulacro.apps.people.places import clock_of, framed
from simulacro.apps.people.policies import POLICY
from simulacro.kit.audit_log import verify_chain
from simulacro.kit.audit_log.queries import actors_in, kinds_in, page_of
from simulacro.kit.audit_log.sentences import word_of


class FilterForm(forms.Form):
    """What of the log to show."""

    actor = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("About"), required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


def filter_form(request: HttpRequest, place: Brand | Agency) -> FilterForm:
    form = FilterForm(request.GET)
    everybody = [("", _("everybody")), *actors_in(place.id)]
    everything = [("", _("everything")), *((k, word_of(k)) for k in kinds_in(place.id))]
    for name, choices in (("actor", everybody), ("kind", everything)):
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
    return form


def show_log(request: HttpRequest, place: Brand | Agency) -> HttpResponse:
    """What was done, newest first, and whether the record is whole."""
    local = clock_of(place)
    form = filter_form(request, place)
    wanted = form.cleaned_data if form.is_valid() else {}
    actor = wanted.get("actor")
    lines, older = page_of(
        place.id,
        before=wanted.get("before"),
        actor=uuid.UUID(actor) if actor else None,
        kind=wanted.get("kind") or "",
    )
    context = {
        **framed(place),
        "local": local,
        "form": form,
        "lines": lines,
        "older": older,
        "chain": verify_chain(place.id),
    }
    with timezone.override(zoneinfo.ZoneInfo(local.timezone)):
        return render(request, "people/log.html", context)


@require_safe
@brand_page(POLICY, "see_log")
def log(request: BrandRequest) -> HttpResponse:
    return show_log(request, request.brand)


@require_safe
@agency_page(POLICY, "see_log")
def agency_log(request: AgencyRequest) -> HttpResponse:
    return show_log(request, request.agency)
