"""The same write, sent twice."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.running import Installation

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import User
from simulacro.kit import idempotency
from simulacro.kit.idempotency import FIELD, SENT_COOKIE, IdempotencyKey, send_once

pytestmark = pytest.mark.django_db


@send_once
def add_agency(request: HttpRequest) -> HttpResponse:
    name = request.POST["name"]
    if not name:
        return HttpResponse("name it", status=200)
    if name == "forbidden":
        raise PermissionError
    agency = Agency.objects.create(name=name)
    return HttpResponseRedirect(f"/agencies/{agency.id}")


def post(name: str, key: str = "k1", user: object = None) -> HttpResponse:
    request: Any = RequestFactory().post("/agencies/", {"name": name, FIELD: key})
    request.user = user or AnonymousUser()
    return add_agency(request)


def test_same_write_sent_twice_happens_once_and_answers_the_same() -> None:
    first, second = post("Norte"), post("Norte")
    assert Agency.objects.count() == 1
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])


def test_browser_is_told_that_the_write_arrived() -> None:
    assert post("Norte").cookies[SENT_COOKIE].value == "k1"
    assert post("Norte").cookies[SENT_COOKIE].value == "k1"


def test_changed_words_under_the_same_key_are_a_new_write() -> None:
    post("Norte")
    post("Sur")
    assert Agency.objects.count() == 2


def test_another_key_is_another_write() -> None:
    post("Norte", "k1")
    post("Norte", "k2")
    assert Agency.objects.count() == 2


def test_form_shown_again_with_a_mistake_leaves_no_trace() -> None:
    answer = post("")
    assert SENT_COOKIE not in answer.cookies
    assert IdempotencyKey.objects.count() == 0


def test_write_that_failed_may_be_sent_again() -> None:
    with pytest.raises(PermissionError):
        post("forbidden")
    assert IdempotencyKey.objects.count() == 0


def test_nothing_of_what_was_written_can_be_read_in_the_key() -> None:
    post("MARKER-word")
    row = IdempotencyKey.objects.get()
    assert "MARKER" not in " ".join(str(value) for value in vars(row).values())


def test_offer_to_undo_is_told_again_where_the_first_answer_was_lost(
    brand: Brand, ada: User
) -> None:
    """The phone sends again from the same page, with the cookies that it had."""
    client = Client()
    client.force_login(ada)
    page = f"/b/{brand.slug}/what-if/note/"
    sent = {"title": "MARKER ¿y si llueve?", FIELD: "k1"}
    before = client.cookies.copy()
    client.post(page, sent)
    client.cookies = before
    client.post(page, sent)
    assert "message-success" in client.get(f"/b/{brand.slug}/what-if/").content.decode()
    assert IdempotencyKey.objects.get().said


def test_old_keys_are_forgotten() -> None:
    post("Norte")
    assert idempotency.prune(timezone.now()) == 0
    assert idempotency.prune(timezone.now() + idempotency.KEPT_FOR * 2) == 1


AT_ONCE = """
import threading
from django.db import connections
from tests.kit.test_idempotency import Agency, post
answers, together = [], threading.Barrier(4)
def send():
    try:
        together.wait()
        answers.append(post("Norte")["Location"])
    finally:
        connections.close_all()
threads = [threading.Thread(target=send) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
answer = {"agencies": Agency.objects.count(), "answers": len(answers), "places": len(set(answers))}
"""


def test_four_at_the_same_moment_happen_once() -> None:
    installation = Installation()
    try:
        assert installation.do(AT_ONCE) == {"agencies": 1, "answers": 4, "places": 1}
    finally:
        installation.close()
