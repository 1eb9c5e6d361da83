"""Ada lets her phone in."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from simulacro.apps.pairing import services
from simulacro.apps.people.models import User
from simulacro.apps.people.services import make_sign_in_link


@pytest.fixture
def shared(settings: Any) -> str:
    settings.SHARED_URL = "https://192.168.1.20:8443"
    settings.SHARED_FINGERPRINT = "AB:CD"
    return str(settings.SHARED_URL)


@pytest.fixture
def eve(db: None) -> User:
    """Has only a password."""
    return User.objects.create_user("eve@example.org", "correct horse 42", name="Eve")


def test_square_is_shown_when_asked_for(client: Client, ada: User, shared: str) -> None:
    client.force_login(ada)
    assert "data:image/svg" not in client.get("/pair/").content.decode()
    page = client.post("/pair/").content.decode()
    assert "data:image/svg" in page
    assert f"{shared}/pair/" in page
    assert "AB:CD" in page


def test_page_says_how_to_share_where_it_is_not_shared(client: Client, ada: User) -> None:
    client.force_login(ada)
    page = client.post("/pair/").content.decode()
    assert "simulacro serve --share" in page
    assert "data:image/svg" not in page


def test_stranger_gets_no_square(client: Client, db: None) -> None:
    assert client.get("/pair/").status_code == 302


def test_new_square_ends_the_one_before(client: Client, ada: User) -> None:
    first, second = services.offer_pairing(ada), services.offer_pairing(ada)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_square_older_than_five_minutes_lets_nobody_in(client: Client, ada: User) -> None:
    late = services.offer_pairing(ada, at=timezone.now() - dt.timedelta(minutes=6))
    assert client.get(late).status_code == 410
    assert client.post(late).status_code == 410


def test_confirmation_signs_the_phone_in(client: Client, eve: User) -> None:
    answer = client.post(services.offer_pairing(eve))
    assert answer.status_code == 307
    client.post(answer["Location"])
    assert client.session["_auth_user_id"] == str(eve.pk)


def test_the_laptops_own_link_stays_good_when_the_phone_comes_first(
    client: Client, eve: User
) -> None:
    printed = make_sign_in_link(eve)
    client.post(client.post(services.offer_pairing(eve))["Location"])
    laptop = Client()
    laptop.post(printed)
    assert laptop.session["_auth_user_id"] == str(eve.pk)


def test_second_factor_is_asked_for_on_the_phone_too(client: Client, ada: User) -> None:
    answer = client.post(client.post(services.offer_pairing(ada))["Location"])
    assert answer["Location"] == "/account/factors/authenticate/"
    assert "_auth_user_id" not in client.session


def test_person_who_left_lets_no_phone_in(client: Client, ada: User) -> None:
    path = services.offer_pairing(ada)
    User.objects.update(is_active=False)
    assert client.post(path).status_code == 410


def test_made_up_token_lets_nobody_in(client: Client, db: None) -> None:
    assert client.get("/pair/made-up/").status_code == 410


def test_certificate_is_offered_only_where_there_is_one(client: Client, db: None) -> None:
    assert client.get("/pair/simulacro.crt").status_code == 404
