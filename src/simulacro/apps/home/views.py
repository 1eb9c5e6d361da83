"""The front door, the cycle of a brand, and how a person likes to read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from simulacro.apps.audit.week_card import week_card
from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight import queries
from simulacro.apps.home.policies import POLICY
from simulacro.apps.people.models import User
from simulacro.apps.people.pages import BrandRequest, brand_page, open_to_everybody
from simulacro.apps.people.second_factor_again import is_due
from simulacro.apps.people.services.account import choose_language
from simulacro.kit import cycle as the_cycle
from simulacro.kit.idempotency import harmless_to_repeat
from simulacro.kit.preferences import A_YEAR_S, THEME_COOKIE, THEMES

# The arrows of the picture, in the order of the cycle.
WAYS = ("one", "two", "three", "four")


@open_to_everybody
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, for a newcomer; somebody who signed in goes on to their brand."""
    if isinstance(request.user, User):
        brands = list(Brand.objects.filter(memberships__user=request.user)[:2])
        if len(brands) == 1:
            return redirect("home:cycle", brands[0].slug)
        return redirect("people:brands")
    context = {
        "places": the_cycle.outline(),
        "ways": WAYS,
        "demo_url": _demo_url(),
        "sign_in_url": reverse(settings.LOGIN_URL),
    }
    return render(request, "home/front.html", context)


def _demo_url() -> str:
    """The door of the demo brand, where it is installed and has one."""
    if not Brand.objects.filter(is_demo=True).exists():
        return ""
    try:
        resolve("/demo/")
    except Resolver404:
        return ""
    return "/demo/"


@brand_page(POLICY, "see")
def cycle(request: BrandRequest) -> HttpResponse:
    totals = queries.totals(request.brand)
    places = the_cycle.places(request.brand, request.user)
    context = {
        "brand": request.brand,
        "step": "cycle",
        "ways": WAYS,
        "totals": totals,
        "possibilities": totals[0].of,
        "places": the_cycle.at_a_glance(places) if is_due(request) else places,
        "next_best": the_cycle.next_best(request.brand, request.user),
        "week": week_card(request.brand, request.user, timezone.now()),
    }
    return render(request, "home/cycle.html", context)


@open_to_everybody
@require_POST
@harmless_to_repeat("keeps the same language or light")
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the language or the light, and go back to where the person was."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    language = request.POST.get("language")
    if language in {code for code, _ in settings.LANGUAGES}:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR_S, samesite="Lax"
        )
        if isinstance(request.user, User):
            choose_language(user=request.user, language=language)
    if "theme" in request.POST:
        theme = request.POST["theme"]
        if theme in THEMES:
            response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR_S, samesite="Lax")
        else:
            response.delete_cookie(THEME_COOKIE)
    return response
