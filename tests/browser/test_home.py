"""The front door, the cycle and the matrix, as a person meets them."""

import datetime as dt

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
    weighing,
)

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight import services
from simulacro.apps.people.models import User

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
LONG = "¿Qué pasaría si la única persona que tiene el teléfono se va a la sierra sin señal?"


@pytest.fixture
def foreseen(brand: Brand) -> Brand:
    row = services.note_possibility(brand, source="finding", key="a", title=LONG, at=NOON)
    services.record_evidence(row, "found", reference="1", words="Lo vio la auditoría", at=NOON)
    services.note_possibility(brand, source="brainstorm", key="b", title="¿Y sin luz?", at=NOON)
    return brand


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_the_house_is_accessible_and_fits(
    new_page: NewPage, live_server: LiveServer, foreseen: Brand, ben: User, width: int, dark: bool
) -> None:
    page = new_page(width=width, dark=dark)
    page.goto(f"{live_server.url}/")
    assert_accessible(page)
    assert_fits(page)
    sign_in(page, ben)
    for path in (f"/b/{foreseen.slug}/", f"/b/{foreseen.slug}/foresight/"):
        page.goto(f"{live_server.url}{path}")
        assert_accessible(page)
        assert_fits(page)
        assert_targets_are_large(page)


def test_a_page_weighs_under_150_kb_and_is_readable_without_script(
    new_page: NewPage, live_server: LiveServer, foreseen: Brand, ben: User
) -> None:
    page = new_page(width=360, scripts=False)
    sign_in(page, ben)
    for path in ("/", f"/b/{foreseen.slug}/", f"/b/{foreseen.slug}/foresight/"):
        with weighing(page) as sizes:
            page.goto(f"{live_server.url}{path}", wait_until="networkidle")
        assert 0 < sum(sizes) < 150_000
        expect(page.locator("h1")).to_be_visible()


def test_the_language_is_kept_without_script_and_by_the_person(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ben: User
) -> None:
    page = new_page(width=360, scripts=False)
    sign_in(page, ben)
    page.goto(f"{live_server.url}/b/{brand.slug}/")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.locator("header details.menu").last.locator("summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith(f"/b/{brand.slug}/")
    page.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_keyboard_walks_from_the_skip_link_to_the_page(
    page: Page, live_server: LiveServer, foreseen: Brand, ben: User
) -> None:
    sign_in(page, ben)
    page.goto(f"{live_server.url}/b/{foreseen.slug}/foresight/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_class("skip")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    for _link_or_table in range(3):
        page.keyboard.press("Tab")
    # A table that may scroll can be reached, and so scrolled, by keyboard.
    expect(page.locator(":focus")).to_have_class("matrix")


def test_a_responder_adds_a_what_if_on_a_phone(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ben: User
) -> None:
    page = new_page(width=360, scripts=False)
    sign_in(page, ben)
    page.goto(f"{live_server.url}/b/{brand.slug}/what-if/")
    page.locator("#own-title").fill("¿Y si nadie contesta?")
    page.get_by_role("button", name="Ponerlo en el tablero").click()
    expect(page.locator(".message-success")).to_be_visible()
    expect(page.get_by_text("¿Y si nadie contesta?").first).to_be_visible()


def test_what_was_typed_survives_a_reload_and_is_forgotten_once_sent(
    page: Page, live_server: LiveServer, brand: Brand, ben: User
) -> None:
    sign_in(page, ben)
    page.goto(f"{live_server.url}/b/{brand.slug}/what-if/")
    field = page.locator("#own-title")
    field.fill("¿Y si nadie contesta?")
    page.reload()
    expect(field).to_have_value("¿Y si nadie contesta?")
    page.get_by_role("button", name="Ponerlo en el tablero").click()
    expect(page.locator(".message-success")).to_be_visible()
    expect(field).to_have_value("")
    page.reload()
    expect(field).to_have_value("")
