"""Ada's session is old: sensitive pages ask again, and what she was writing is not lost."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from tests.apps.audit.inventories import cafe
from tests.apps.whatifs.brainstorms import storm
from tests.conftest import code_now, member
from tests.test_every_address import ALL, addresses

from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.availability.models import FeedAddress
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people import services
from simulacro.apps.people.models import Invitation, Role, User
from simulacro.apps.people.second_factor import MARK, open_without_second_factor

HOUR_AGO_S = 3601


def grow_old(client: Client, by_s: int = HOUR_AGO_S) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= by_s
    session.save()
    created = timezone.now() - timedelta(seconds=by_s)
    Authenticator.objects.update(created_at=created)


@pytest.fixture
def old(client: Client, ada: User) -> Client:
    client.force_login(ada)
    grow_old(client)
    return client


def test_every_sensitive_page_asks_again_and_shows_nothing(old: Client, brand: Brand) -> None:
    asked = 0
    for address in ALL:
        access: Any = address.access
        if access.to != "brand" or not access.sensitive:
            continue
        may = access.policy.allows(User.objects.get(name="Ada"), access.action, brand)
        if getattr(address.view, MARK, False) or not may:
            continue
        for method in ("get", "post"):
            answer = getattr(old, method)(address.path(brand, brand.id))
            if answer.status_code == 405:
                continue
            assert answer.status_code == 401, f"{address.name} {method}: {answer.status_code}"
            assert "second_factor_code" in answer.content.decode()
            asked += 1
    assert asked > 20


def action_of(question: Any) -> str:
    """Where the question's form is sent."""
    found = re.search(r'<form method="post" action="([^"]*)" class="stack"', str(question.text))
    assert found
    return html.unescape(found[1])


def test_reload_or_another_language_after_a_wrong_code_keeps_where_one_was_going(
    old: Client, brand: Brand
) -> None:
    page = f"/b/{brand.slug}/log/?page=2&about=people"
    wrong = old.post(action_of(old.get(page)), {"second_factor_code": "000000"})
    assert old.get(wrong.request["PATH_INFO"] + "?" + wrong.request["QUERY_STRING"]).url == page
    found = re.search(r'name="back" value="([^"]*)"', wrong.text)
    assert found
    back = old.post("/preferences/", {"back": html.unescape(found[1]), "language": "en"})
    assert old.get(back["Location"])["Location"] == page
    assert "Still you?" in old.get(page).text
    elsewhere = {"next": "https://example.net/"}
    assert old.get("/account/second-factor/again/", elsewhere)["Location"] == "/"


def test_right_code_shows_the_page(old: Client, brand: Brand) -> None:
    page = f"/b/{brand.slug}/people/"
    again = action_of(old.get(page))
    wrong = old.post(again, {"second_factor_code": "000000"})
    assert wrong.status_code == 401
    assert action_of(wrong) == again
    right = old.post(again, {"second_factor_code": code_now()})
    assert right["Location"] == page
    assert old.get(page).status_code == 200


def test_form_on_its_way_is_written_after_the_answer_and_once(old: Client, brand: Brand) -> None:
    page = f"/b/{brand.slug}/people/"
    sent = {"for_whom": "la «nueva»", "role": "observer", "idempotency_key": "k1"}
    question = old.post(page, sent)
    assert question.status_code == 401
    assert not Invitation.objects.exists()
    html = question.content.decode()
    assert 'name="for_whom" value="la «nueva»"' in html
    assert 'name="idempotency_key" value="k1"' in html
    answer = {**sent, "second_factor_again": "1"}
    assert old.post(page, {**answer, "second_factor_code": "000000"}).status_code == 401
    assert not Invitation.objects.exists()
    assert old.post(page, {**answer, "second_factor_code": code_now()}).status_code == 302
    assert old.post(page, sent).status_code == 302
    assert Invitation.objects.get().for_whom == "la «nueva»"


def test_setting_says_after_how_long(old: Client, brand: Brand, settings: Any) -> None:
    page = f"/b/{brand.slug}/people/"
    settings.SECOND_FACTOR_MINUTES = 120
    assert old.get(page).status_code == 200
    settings.SECOND_FACTOR_MINUTES = 0
    grow_old(old, 10_000_000)
    assert old.get(page).status_code == 200


def test_sheets_for_the_worst_hour_never_ask(
    old: Client, brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = next(a for a in addresses() if a.name == "people:members")
    monkeypatch.setitem(sheet.view.__dict__, MARK, True)
    assert old.get(f"/b/{brand.slug}/people/").status_code == 200
    assert getattr(open_without_second_factor(lambda request: request), MARK)


def test_person_without_a_second_factor_is_not_asked_for_it(old: Client, brand: Brand) -> None:
    Authenticator.objects.all().delete()
    answer = old.get(f"/b/{brand.slug}/people/")
    assert answer.status_code != 401


def test_home_page_names_nothing_of_the_audit_to_who_would_be_asked(
    old: Client, brand: Brand, settings: Any
) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    run_audit(brand=brand, actor=None, at=timezone.now())
    told = "Lo que te dejaría sin voz está dentro."

    def places() -> str:
        page = old.get(f"/b/{brand.slug}/")
        return " ".join(str(place.status.knows) for place in page.context["places"] if place.status)

    seen = places()
    assert told in seen
    settings.SECOND_FACTOR_MINUTES = 0
    assert told not in places()
    assert "Instagram" in places()
    assert "Instagram" not in seen


def test_pages_that_name_weak_points_ask_again_and_a_brainstorm_goes_on(
    old: Client, ada: User, brand: Brand
) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    run_audit(brand=brand, actor=None, at=timezone.now())
    room = storm(brand, ada).row
    base = f"/b/{brand.slug}"
    for path in ("/what-if/", "/foresight/", f"/what-if/brainstorms/{room.pk}/shown/"):
        assert old.get(base + path).status_code == 401, path
    assert old.post(f"{base}/what-if/note/", {"title": ""}).status_code == 401
    for path in ("/what-if/brainstorms/", f"/what-if/brainstorms/{room.pk}/"):
        assert old.get(base + path).status_code == 200, path
    said = old.post(f"{base}/what-if/brainstorms/{room.pk}/say/write/", {"text": "¿Y si llueve?"})
    assert said.status_code != 401
    on = old.post(f"{base}/what-if/brainstorms/{room.pk}/lead/phase/", {"to": "grouping"})
    assert on.status_code == 302


def test_address_of_the_calendar_is_made_after_the_answer(old: Client, brand: Brand) -> None:
    page = f"/b/{brand.slug}/coverage/calendar/"
    assert old.get(page).status_code == 401
    assert old.post(page, {"names": "on"}).status_code == 401
    assert not FeedAddress.objects.exists()
    answer = {"names": "on", "second_factor_again": "1", "second_factor_code": code_now()}
    assert "link" in old.post(page, answer).context
    assert old.get(f"/b/{brand.slug}/coverage/").status_code == 200


def test_agency_is_let_in_after_the_answer(client: Client, olga: User, brand: Brand) -> None:
    head = member(Brand.objects.create(name="Otra", slug="otra"), "Head", Role.OWNER)
    agency = services.start_agency(owner=head, name="Agencia Faro")
    path = services.offer_to_look_after(actor=head, agency=agency)
    client.force_login(olga)
    grow_old(client)
    assert client.get(path).status_code == 401
    assert client.post(path, {"brand": brand.slug}).status_code == 401
    assert not Brand.objects.filter(agency=agency).exists()
    answer = {"second_factor_again": "1", "second_factor_code": code_now()}
    assert client.post(path, {"brand": brand.slug, **answer}).status_code == 302
    assert Agency.objects.get(brands=brand) == agency


def test_person_is_erased_after_the_answer(old: Client, olga: User) -> None:
    page = "/account/erase/"
    assert old.get(page).status_code == 401
    assert old.post(page).status_code == 401
    assert User.objects.filter(name="Ada").exists()
    answer = {"second_factor_again": "1", "second_factor_code": code_now()}
    assert old.post(page, answer).status_code == 200
    assert not User.objects.filter(name="Ada").exists()
