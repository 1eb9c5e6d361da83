"""The pages for when something did not work."""

import logging
import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from simulacro.kit import errors, request_ids


def explode(request: HttpRequest) -> HttpResponse:
    marker = "marker-secret-5512"
    raise RuntimeError(f"broke on {marker}")


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("marker-secret-5512")


urlpatterns = [
    path("explode/", explode),
    path("suspect/", suspect),
    path("", include("simulacro.config.urls")),
]
handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.server_error


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("address", "status"), [("/explode/", 500), ("/suspect/", 400)])
def test_an_error_page_gives_its_number_and_no_secret(
    address: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(request_ids.RequestIdInLog())
    answer = Client(raise_request_exception=False).get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "marker-secret" not in page
    assert f"<code>{answer[request_ids.HEADER]}</code>" in page
    told = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert {getattr(record, "request_id", "") for record in told} == {answer[request_ids.HEADER]}


@pytest.mark.django_db
def test_a_wrong_address_says_what_to_do() -> None:
    answer = Client().get("/b/nobody-here/whatever/")
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_calm_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/preferences/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "CSRF" not in answer.content.decode()
    assert "kit/mark" in answer.content.decode()


def test_the_page_of_our_own_mistakes_asks_neither_database_nor_session() -> None:
    # No `db` fixture: any query would fail this test.
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"<h1>" in answer.content


@pytest.mark.django_db
def test_every_answer_has_an_id_of_its_own() -> None:
    ids = {Client().get("/")[request_ids.HEADER] for _ in range(3)}
    assert len(ids) == 3
    assert all(re.fullmatch(f"[{request_ids.LETTERS}]{{8}}", one) for one in ids)
    assert request_ids.current() == "-"
