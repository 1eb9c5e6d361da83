"""Errors name the place and the way out, and show no values."""

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views.debug import technical_500_response

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.config.urls import handler500
from simulacro.config.urls import urlpatterns as ours

# Composed, so that no line of this source holds it.
MARKER = "-".join(["marcador", "7f3a"])


def breaks(request: HttpRequest) -> HttpResponse:
    opened = {"alias": MARKER}
    raise ValueError(len(opened))


__all__ = ["handler500", "urlpatterns"]
urlpatterns = [*ours, path("breaks/", breaks)]


@pytest.mark.urls("tests.kit.test_error_pages")
def test_a_broken_page_shows_no_values_and_the_way_out(client: Client, db: None) -> None:
    client.raise_request_exception = False
    answer = client.post("/breaks/?code=" + MARKER, {"password": MARKER})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert 'href="/"' in page
    assert MARKER not in page
    assert "ValueError" not in page


def test_the_debugging_page_shows_no_values() -> None:
    request = RequestFactory().post("/breaks/", {"note": MARKER}, HTTP_COOKIE=f"sessionid={MARKER}")
    try:
        breaks(request)
    except ValueError as error:
        page = technical_500_response(request, ValueError, error, error.__traceback__)
    assert "ValueError" in page.content.decode()
    assert "opened = {" in page.content.decode(), "the source line is shown, not its value"
    assert MARKER not in page.content.decode()


def test_a_missing_page_leads_back(client: Client, db: None) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


def test_who_may_not_reads_why(client: Client, brand: Brand, cy: User) -> None:
    client.force_login(cy)
    answer = client.get(f"/b/{brand.slug}/log/")
    assert answer.status_code == 403
    assert 'href="/"' in answer.content.decode()


def test_a_form_without_its_token_is_refused_kindly(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {})
    assert answer.status_code == 403
    assert 'href="/"' in answer.content.decode()


def test_too_many_tries_say_to_wait(client: Client, db: None) -> None:
    cache.clear()
    answers = [client.post("/sign-in/", {"login": "a@example.org"}) for _ in range(40)]
    assert answers[-1].status_code == 429
    assert 'href="/"' in answers[-1].content.decode()
