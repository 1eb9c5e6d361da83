"""The language and the light a person chose, read on every request.

The language is the person's when they signed in, else the cookie's, else
Spanish: a browser's own list of languages does not decide, since Spanish is
the product's first language and the switch stands on every page.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

THEME_COOKIE = "simulacro_theme"
THEMES = ("light", "dark")
A_YEAR_S = 365 * 24 * 3600


def language_of(request: HttpRequest) -> str:
    """Return `es` or `en`: the person's, the cookie's, or Spanish."""
    offered = {code for code, _ in settings.LANGUAGES}
    person = getattr(request, "user", None)
    for wanted in (
        getattr(person, "language", None),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
    ):
        if wanted in offered:
            return str(wanted)
    return settings.LANGUAGE_CODE


def theme_of(request: HttpRequest) -> str:
    """Return `light`, `dark`, or nothing: as the device says."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in THEMES else ""


class LanguageMiddleware:
    """Answer in the person's language. Stands after the one that knows the person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


def page_context(request: HttpRequest) -> dict[str, object]:
    """What the frame of every page needs (a context processor)."""
    from simulacro.kit import menu

    return {"theme": theme_of(request), "person_menu": menu.entries_for(request)}
