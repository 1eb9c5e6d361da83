"""Real tests in a real browser: found, read, ticked off by keyboard, in both languages."""

import datetime as dt

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.audit.inventories import cafe, with_asset
from tests.browser.pages import (
    NewPage,
    assert_accessible,
    assert_fits,
    assert_targets_are_large,
    sign_in,
)

from simulacro.apps.audit.models import RealTestTry
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Asset, Kind

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
PHONE = "base.real-test.second-phone/repuesto/"


@pytest.mark.parametrize(
    ("language", "width", "dark", "fails", "said"),
    [("es", 360, True, "Falló", "Una prueba real falló"), ("en", 1280, False, "It failed", "One")],
)
def test_a_test_is_found_and_ticked_off_by_keyboard(
    new_page: NewPage,
    live_server: LiveServer,
    brand: Brand,
    ben: User,
    language: str,
    width: int,
    dark: bool,
    fails: str,
    said: str,
) -> None:
    inventory = with_asset(cafe(), Asset("repuesto", Kind.DEVICE, "Teléfono de repuesto"))
    save_inventory(brand=brand, inventory=inventory, actor=None, base_revision=None, at=NOW)
    ben.language = language
    ben.save()
    page = new_page(width=width, dark=dark)
    sign_in(page, ben)
    listed = f"{live_server.url}/b/{brand.slug}/audit/real-tests/"
    page.goto(listed)
    for address in (listed, f"{listed}{PHONE}"):
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        assert_fits(page)
        assert_targets_are_large(page)
        assert_accessible(page)
    page.get_by_label(fails).focus()
    page.keyboard.press("Space")
    page.locator("form[enctype] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_be_visible()
    assert RealTestTry.objects.get().outcome == RealTestTry.Outcome.FAILED
    assert_accessible(page)
    page.goto(listed)
    expect(page.locator("h1")).to_contain_text(said)
    expect(page.locator(".finding").first).to_contain_text("epuesto")
