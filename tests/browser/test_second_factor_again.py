"""On a phone, in a session grown old: what would help a thief asks again, the sheets do not."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.audit.inventories import cafe
from tests.browser.pages import NewPage, assert_accessible, assert_fits, sign_in
from tests.conftest import code_now

from simulacro.apps.audit import queries
from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

HOURS_AGO = dt.timedelta(hours=2)
FACTOR = "base.check.instagram.second-factor"


def grow_old() -> None:
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        for record in session["account_authentication_methods"]:
            record["at"] -= HOURS_AGO.total_seconds()
        session.save()
    for factor in Authenticator.objects.all():
        Authenticator.objects.filter(pk=factor.pk).update(created_at=factor.created_at - HOURS_AGO)


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_answer_on_its_way_survives_the_question_and_the_sheets_never_ask(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User, language: str
) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    ada.language = language
    ada.save()
    page = new_page(width=360, height=740)
    sign_in(page, ada)
    house = f"{live_server.url}/b/{brand.slug}"
    page.goto(f"{house}/audit/checks/about/{FACTOR}/ig/")
    page.locator("details:has([name=note]) > summary").click()
    page.locator("[name=note]").fill("Lo vi en los ajustes")
    grow_old()
    page.locator("button[value=no]").click()
    code = page.locator("[name=second_factor_code]")
    expect(code).to_be_focused()
    assert_accessible(page)
    assert_fits(page)
    assert not queries.newest_answers(brand)
    # The worst hour waits for no code.
    sheets = page.context.new_page()
    sheets.goto(f"{house}/crisis/")
    expect(sheets.locator("[name=second_factor_code]")).to_have_count(0)
    expect(sheets.locator("h1")).to_be_visible()
    page.keyboard.type(code_now())
    page.keyboard.press("Enter")
    expect(code).to_have_count(0)
    assert queries.newest_answers(brand)[FACTOR, "ig"].said is Said.NO
    (row,) = queries.answers_to(brand, FACTOR, "ig")
    assert row.note == "Lo vi en los ajustes"
