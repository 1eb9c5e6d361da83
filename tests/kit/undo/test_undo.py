"""Ada removes a brand's agency and takes it back."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import User
from simulacro.kit.undo.acts import ACTS, CannotUndo, undoes
from simulacro.kit.undo.models import UndoOffer
from simulacro.kit.undo.services import offer_undo, prune, take_back


@pytest.fixture(autouse=True)
def _act() -> Iterator[None]:
    @undoes("test.agency_removed")
    def put_back(scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
        Agency.objects.create(id=payload["id"], name=payload["name"])
        if payload["name"] == "moved on":
            raise CannotUndo("The world has moved on.")

    yield
    del ACTS["test.agency_removed"]


def removed_by(user: User, brand: Brand, name: str = "Norte") -> UndoOffer:
    request: Any = RequestFactory().post("/")
    request.user = user
    request.session = {}
    request._messages = FallbackStorage(request)
    return offer_undo(
        request,
        "test.agency_removed",
        scope=brand.id,
        payload={"id": str(uuid.uuid4()), "name": name},
        message="You removed the agency.",
    )


def test_act_is_taken_back_once(client: Client, brand: Brand, ada: User) -> None:
    offer = removed_by(ada, brand)
    client.force_login(ada)
    answer = client.post(f"/undo/{offer.id}/", {"next": "/measures/"})
    assert answer.url == "/measures/"
    assert Agency.objects.get().name == "Norte"
    client.post(f"/undo/{offer.id}/")
    assert Agency.objects.count() == 1


def test_another_person_finds_no_offer(client: Client, brand: Brand, ada: User, ben: User) -> None:
    offer = removed_by(ada, brand)
    client.force_login(ben)
    assert client.post(f"/undo/{offer.id}/").status_code == 404
    assert Agency.objects.count() == 0


def test_stranger_is_sent_to_sign_in(client: Client, brand: Brand, ada: User) -> None:
    assert client.post(f"/undo/{removed_by(ada, brand).id}/").status_code == 302
    assert Agency.objects.count() == 0


def test_too_late_is_said_and_changes_nothing(brand: Brand, ada: User) -> None:
    offer = removed_by(ada, brand)
    with pytest.raises(CannotUndo):
        take_back(offer, actor=ada, at=timezone.now() + timedelta(minutes=11))
    assert Agency.objects.count() == 0


def test_undo_that_fails_half_way_changes_nothing_and_stays_open(brand: Brand, ada: User) -> None:
    offer = removed_by(ada, brand, "moved on")
    with pytest.raises(CannotUndo, match="moved on"):
        take_back(offer, actor=ada, at=timezone.now())
    offer.refresh_from_db()
    assert (Agency.objects.count(), offer.used_at) == (0, None)


def test_address_of_another_site_is_not_followed(client: Client, brand: Brand, ada: User) -> None:
    client.force_login(ada)
    answer = client.post(f"/undo/{removed_by(ada, brand).id}/", {"next": "https://example.net/"})
    assert answer.url == "/"


def test_message_carries_its_button(brand: Brand, ada: User) -> None:
    request: Any = RequestFactory().post("/")
    request.user = ada
    request.session = {}
    request._messages = FallbackStorage(request)
    offer = offer_undo(
        request, "test.agency_removed", scope=brand.id, payload={}, message="Removed."
    )
    from django.template.loader import render_to_string

    html = render_to_string(
        "kit/parts/messages.html", {"messages": list(get_messages(request))}, request=request
    )
    assert f"/undo/{offer.id}/" in html
    assert "<button" in html


def test_what_was_removed_is_not_in_the_clear(brand: Brand, ada: User) -> None:
    removed_by(ada, brand, "MARKER-agency")
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM undo_undooffer")
        assert b"MARKER" not in bytes(cursor.fetchone()[0])


def test_old_offers_are_forgotten(brand: Brand, ada: User) -> None:
    removed_by(ada, brand)
    assert prune(timezone.now()) == 0
    assert prune(timezone.now() + timedelta(days=2)) == 1


def test_act_that_nothing_undoes_is_not_offered(brand: Brand, ada: User) -> None:
    request: Any = RequestFactory().post("/")
    request.user = ada
    with pytest.raises(LookupError):
        offer_undo(request, "test.nothing", scope=brand.id, payload={}, message="")
