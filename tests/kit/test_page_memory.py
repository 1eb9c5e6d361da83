from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import member

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, Role, User
from simulacro.apps.people.roles import role_in
from simulacro.kit.page_memory import once, remembering

pytestmark = pytest.mark.django_db


class Thing:
    """Something a page is about."""


def counting(asked: list[str]) -> Callable[[], str]:
    def ask() -> str:
        asked.append("asked")
        return "answer"

    return ask


def test_a_page_asks_once_and_whatever_is_no_page_each_time() -> None:
    thing, asked = Thing(), list[str]()
    with remembering(thing):
        assert [once(thing, "q", counting(asked)) for _ in range(3)] == ["answer"] * 3
        assert len(asked) == 1
        once(Thing(), "q", counting(asked))
        assert len(asked) == 2
    once(thing, "q", counting(asked))
    assert len(asked) == 3


def test_a_page_that_fails_forgets_too() -> None:
    thing = Thing()
    with pytest.raises(LookupError), remembering(thing):
        raise LookupError
    assert vars(thing) == {}


def test_a_role_is_asked_once_for_a_page(brand: Brand, ada: User, client: Client) -> None:
    client.force_login(ada)
    page = reverse("foresight:matrix", args=[brand.slug])
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page).status_code == 200
    roles = [q for q in asked if '"people_membership"."role"' in q["sql"]]
    assert len(roles) <= 3


def test_a_role_that_was_taken_counts_at_once(brand: Brand, ada: User, client: Client) -> None:
    eve = member(brand, "Eve", Role.LEAD)
    client.force_login(eve)
    page = reverse("foresight:matrix", args=[brand.slug])
    assert client.get(page).status_code == 200
    Membership.objects.filter(user=eve, brand=brand).delete()
    assert client.get(page).status_code == 404
    assert role_in(eve, brand) is None
