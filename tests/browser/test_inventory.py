"""The first five minutes on a phone, as somebody new meets them."""

import os
import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.pages import (
    NewPage,
    assert_accessible,
    assert_fits,
    assert_targets_are_large,
    sign_in,
)

from simulacro.apps.audit import queries
from simulacro.apps.audit.services.wizard import answer_question
from simulacro.apps.audit.wizard.steps import LATER
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

ADDRESS = re.compile("^https://")
SHOTS = os.environ.get("SIMULACRO_SHOTS")


def look(page: Page, name: str) -> None:
    assert_accessible(page)
    assert_fits(page)
    assert_targets_are_large(page)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def speak(page: Page, language: str) -> None:
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": "http://localhost"}]
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_three_questions_on_a_phone(
    new_page: NewPage,
    live_server: LiveServer,
    brand: Brand,
    ada: User,
    language: str,
    scripts: bool,
) -> None:
    User.objects.update(language=language)
    page = new_page(width=360, height=740, scripts=scripts, dark=language == "en")
    sign_in(page, ada)
    speak(page, language)
    check = look if scripts else lambda page, name: None
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/start/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    check(page, f"q1-{language}")
    page.locator("label", has_text="Instagram").click()
    page.locator("label", has_text="Facebook").click()
    page.locator("button[value=next]").click()
    check(page, f"q2-{language}")
    page.locator("#id_who").fill("La jefa, Ana")
    page.locator("button[value=next]").click()
    check(page, f"q3-{language}")
    page.locator("label", has_text="La jefa").first.click()
    page.locator("button[value=next]").click()
    page.wait_for_url(f"**/b/{brand.slug}/audit/first/")
    check(page, f"truth-{language}")
    expect(page.locator("section.card a[rel~=external]")).to_have_attribute("href", ADDRESS)
    found = queries.current_inventory(brand)
    assert found is not None
    assert len(found.channels) == 2
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/inventory/")
    check(page, f"inventory-{language}")
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/inventory/history/")
    check(page, f"history-{language}")


def test_the_questions_are_answered_by_keyboard_alone(
    page: Page, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/start/")
    page.locator("#main").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#id_who")).to_be_visible()
    page.locator("#main").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("La jefa")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=phone]").first).to_be_visible()
    page.locator("#main").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/b/{brand.slug}/audit/first/")
    assert queries.current_inventory(brand) is not None


def test_a_mistake_is_told_beside_the_field_and_nothing_is_lost(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    page = new_page(width=360, scripts=False)
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/start/networks/")
    page.locator("#id_others").fill("+51 987 654 321")
    page.locator("button[value=next]").click()
    expect(page.locator(".form-errors")).to_be_visible()
    expect(page.locator("#id_others")).to_have_value("+51 987 654 321")
    page.locator("label[for=id_sure]").click()
    page.locator("button[value=next]").click()
    expect(page.locator("#id_who")).to_be_visible()


def test_the_later_questions_fit_a_phone_and_are_accessible(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    answer = {
        "networks": {"codes": ["instagram", "facebook"]},
        "entrants": {"all": {"state": "known", "who": ["La jefa", "Ana"]}},
        "codes": {"all": {"state": "known", "owner": "La jefa"}},
        "mailboxes": {"all": {"state": "known", "name": "Correo de la tienda"}},
    }
    for key, given in answer.items():
        answer_question(brand=brand, key=key, answer=given, actor=ada)
    page = new_page(width=360)
    sign_in(page, ada)
    for form in LATER:
        page.goto(f"{live_server.url}/b/{brand.slug}/audit/start/{form.key}/")
        expect(page.locator("h1")).to_have_text(str(form.question))
        look(page, f"later-{form.key}")
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/inventory/")
    page.get_by_role("link", name="Instagram", exact=True).click()
    look(page, "thing")
    page.locator("main a.button").click()
    look(page, "way")
    for path in ("import", "export", "add/person"):
        page.goto(f"{live_server.url}/b/{brand.slug}/audit/inventory/{path}/")
        look(page, path.replace("/", "-"))
