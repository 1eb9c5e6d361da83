"""The front door, the cycle of a brand, and how a person likes to read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from simulacro.apps.home.policies import POLICY
from simulacro.apps.people.models import User
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.kit import cycle as the_cycle
from simulacro.kit.preferences import A_YEAR_S, THEME_COOKIE, THEMES


def front(request: HttpRequest) -> HttpResponse:
    return render(request, "home/front.html")


@brand_page(POLICY, "see")
def cycle(request: BrandRequest) -> HttpResponse:
    context = {
        "brand": request.brand,
        "places": the_cycle.places(request.brand, request.user),
        "next_best": the_cycle.next_best(request.brand, request.user),
    }
    return render(request, "home/cycle.html", context)


@require_POST
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
            request.user.language = language
            request.user.save(update_fields=["language"])
    if "theme" in request.POST:
        theme = request.POST["theme"]
        if theme in THEMES:
            response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR_S, samesite="Lax")
        else:
            response.delete_cookie(THEME_COOKIE)
    return response
