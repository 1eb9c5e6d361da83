"""Which holidays count: for everybody, or for one person who lives elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from simulacro.apps.availability import queries
from simulacro.apps.availability.forms import HolidayForm
from simulacro.apps.availability.models import HolidayRule
from simulacro.apps.availability.people_told import told_of
from simulacro.apps.availability.policies import POLICY
from simulacro.apps.availability.services.rota import set_holidays
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.kit.versions import VersionConflict, conflict_page


@never_cache
@brand_page(POLICY, "set_holidays")
@require_http_methods(["GET", "POST"])
def holidays(request: BrandRequest, person: str = "") -> HttpResponse:
    names = {one.id: one.name for one in told_of(request.brand).people}
    if person and person not in names:
        raise Http404
    written = queries.holiday_rows(request.brand).get(person)
    row = written or HolidayRule(brand=request.brand, content={"person": person})
    back = reverse("availability:coverage", args=[request.brand.slug])
    context = {"brand": request.brand, "step": "audit", "back": back}
    if request.method == "POST" and request.POST.get("go") == "same" and person:
        set_holidays(brand=request.brand, actor=request.user, person=person, rule=None)
        messages.success(request, _("Saved."))
        return redirect(back)
    form = HolidayForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            set_holidays(
                brand=request.brand,
                actor=request.user,
                person=person,
                rule=form.rule(),
                expected=form.expected_version,
            )
        except VersionConflict as conflict:
            return conflict_page(request, form, conflict, context)
        messages.success(request, _("Saved."))
        return redirect(back)
    context |= {"form": form, "name": names.get(person, ""), "own": bool(person and written)}
    status = 422 if form.errors else 200
    return render(request, "availability/holidays.html", context, status=status)
