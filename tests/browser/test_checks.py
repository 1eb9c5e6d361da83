"""The questions on a phone: twelve by keyboard, one by a link, in both languages."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.audit.inventories import cafe
from tests.browser.pages import (
    NewPage,
    assert_accessible,
    assert_fits,
    assert_targets_are_large,
    sign_in,
)
from tests.conftest import code_now

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import CheckAnswer
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
WORDS = {
    "es": {"begin": "Empieza con doce", "yes": "Sí", "no": "No", "ask": "Crear el enlace"},
    "en": {"begin": "Begin with twelve", "yes": "Yes", "no": "No", "ask": "Make the link"},
}


def looked_at(page: Page) -> None:
    expect(page.locator("h1")).to_be_visible()
    assert_fits(page)
    assert_targets_are_large(page)
    assert_accessible(page)


def press(page: Page, name: str) -> None:
    """Reach a button as somebody without a mouse does, and press it."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("language", "dark", "scripts"), [("es", False, True), ("en", True, False)]
)
def test_twelve_questions_by_keyboard_and_one_by_a_link(
    new_page: NewPage,
    live_server: LiveServer,
    brand: Brand,
    ada: User,
    language: str,
    dark: bool,
    scripts: bool,
) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None, at=NOW)
    ada.language = language
    ada.save()
    words = WORDS[language]
    page = new_page(width=360, height=740, dark=dark, scripts=scripts)
    sign_in(page, ada)
    home = f"{live_server.url}/b/{brand.slug}/audit/checks/"
    page.goto(home)
    if scripts:
        looked_at(page)
    press(page, words["begin"])
    # The engine is loaded now, if nobody has audited yet.
    first = page.get_by_text(re.compile("(Pregunta 1 de|Question 1 of) 12"))
    expect(first).to_be_visible(timeout=30_000)
    given = 0
    while "/checks/now/" in page.url:
        if scripts and given < 2:
            looked_at(page)
        press(page, words["yes" if given % 3 else "no"])
        page.wait_for_load_state()
        given += 1
        told = page.locator(".progress .note, .eyebrow").first
        # An answer may settle a question that was answered before it, which then counts no more.
        expect(told).to_have_text(re.compile(rf"^({given}|{given - 1}) "))
        if given == 4:
            # Another day, from the front door: it goes on where it was left.
            page.goto(home)
            page.locator("main form .button-primary").first.press("Enter")
            page.wait_for_load_state()
        if given == 4 and not scripts:
            page.goto(f"{home}done/")
    expect(page).to_have_url(re.compile("/checks/done/"))
    # An answer may settle another question, which then is not asked.
    assert (9 if scripts else 4) <= given <= 12
    if scripts:
        looked_at(page)
    page.locator("main form .button-primary").first.press("Enter")
    expect(page).to_have_url(re.compile(rf"/b/{brand.slug}/audit/$"))
    assert queries.latest_audit(brand) is not None
    assert CheckAnswer.objects.filter(brand=brand).count() == given

    page.goto(home)
    page.get_by_role("link", name="Instagram", exact=True).press("Enter")
    page.get_by_role("link", name=re.compile("Instagram.*\\?")).first.press("Enter")
    if scripts:
        looked_at(page)
    page.locator("#id_for_whom").fill("Lola")
    press(page, words["ask"])
    link = page.locator("#new-link").input_value()
    lola = new_page(width=360, dark=dark, scripts=scripts)
    lola.goto(link)
    if scripts:
        looked_at(lola)
    expect(lola.get_by_text("Teléfono de la jefa")).to_have_count(0)
    press(lola, words["no"])
    expect(lola.locator("h1")).to_contain_text(re.compile("Gracias|Thank you"))
    lola.goto(link)
    expect(lola.locator("h1")).to_contain_text(re.compile("ya no abre|nothing any more"))
    page.reload()
    assert CheckAnswer.objects.filter(brand=brand, via="link").count() == 1


def test_a_note_stays_with_its_question_and_goes_when_it_has_arrived(
    page: Page, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None, at=NOW)
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/checks/")
    press(page, "Empieza con doce")
    expect(page.get_by_text(re.compile("Pregunta 1 de"))).to_be_visible(timeout=30_000)
    question = page.locator("h1").inner_text()
    note = page.locator("[name=note]")
    page.locator("details", has=note).locator("summary").click()
    note.fill("Lo vi en su teléfono")
    page.get_by_role("link", name="Después").click()
    expect(page.get_by_text(re.compile("Pregunta 2 de"))).to_be_visible()
    expect(note).to_have_value("")
    page.get_by_role("link", name="Atrás").click()
    expect(page.locator("h1")).to_have_text(question)
    expect(note).to_be_visible()
    expect(note).to_have_value("Lo vi en su teléfono")
    # The second factor is asked for again in between, and the answer is then written, once.
    long_ago = timezone.now() - dt.timedelta(hours=2)
    Authenticator.objects.filter(user=ada).update(created_at=long_ago)
    press(page, "Sí")
    page.locator("[name=second_factor_code]").fill(code_now())
    page.locator("main form .button-primary").click()
    expect(page.get_by_text(re.compile("Pregunta [23] de"))).to_be_visible()
    assert [row.note for row in CheckAnswer.objects.filter(brand=brand)] == ["Lo vi en su teléfono"]
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/checks/now/?n=1")
    expect(page.locator("h1")).to_have_text(question)
    expect(page.locator(".kept-note")).to_have_count(0)
