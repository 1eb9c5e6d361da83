"""Weak moments on a phone, in both languages: an absence, 90 days, a switch by keyboard."""

import datetime as dt
import os
import re
from dataclasses import replace

import pytest
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
    weighing,
)

from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.availability.pattern import Availability, Shift

SHOTS = os.environ.get("SIMULACRO_SHOTS")
WEEKDAYS = Availability((Shift((0, 1, 2, 3, 4, 5), 480, 1320, 0.9),))


def look(page: Page, name: str) -> None:
    assert_accessible(page)
    assert_fits(page)
    assert_targets_are_large(page)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_absence_darkens_the_calendar_and_a_switch_lights_it_up(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User, language: str
) -> None:
    inventory = cafe()
    people = ("ada", "ben")
    assets = (replace(a, at_hand=WEEKDAYS) if a.id in people else a for a in inventory.assets)
    now = timezone.now()
    save_inventory(
        brand=brand,
        inventory=replace(inventory, assets=tuple(assets)),
        actor=None,
        base_revision=None,
        at=now,
    )
    run_audit(brand=brand, actor=None, at=now)
    User.objects.update(language=language)
    dark = language == "en"
    page = new_page(width=360, height=740, dark=dark, scripts=True)
    sign_in(page, ada)
    root = f"{live_server.url}/b/{brand.slug}"

    page.goto(f"{root}/coverage/")
    look(page, f"coverage-{language}")
    page.locator("header + .actions a").first.click()
    look(page, f"absence-{language}")
    monday = now.date() + dt.timedelta(days=7 - now.weekday())
    page.locator("select[name=person]").select_option("ada")
    page.locator("input[name=first]").fill(monday.isoformat())
    page.locator("input[name=last]").fill(monday.isoformat())
    page.locator("input[name=words]").fill("Feria")
    page.locator("main form button.button-primary").click()
    expect(page.locator("main")).to_contain_text("Feria")

    with weighing(page) as sizes:
        page.goto(f"{root}/audit/calendar/")
    assert sum(sizes) < 250_000, sizes
    look(page, f"calendar-{language}")
    words = page.locator("h1").inner_text()
    box = page.locator(".switches input").first
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("h1")).not_to_have_text(words)
    expect(page.locator(".switches input").first).to_be_checked()
    expect(page.locator(".switches input").first).to_be_focused()
    assert "light=" in page.url
    page.locator(f"a[href*='{monday.isoformat()}']").first.click()
    expect(page.locator("table.days tbody tr")).to_have_count(24)
    look(page, f"day-{language}")
    page.goto(f"{root}/audit/week/?hour=150")
    look(page, f"week-{language}")
    # One stop of the Tab key, then the arrows: on a phone a row is an hour, a column a day.
    hours = page.locator(".week-tall tbody a")
    assert hours.evaluate_all("all => all.filter(a => a.tabIndex === 0).length") == 1
    hours.first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "End", "ArrowLeft"):
        page.keyboard.press(key)
    sixth = page.locator(".week-tall tbody tr").nth(2).locator("a").nth(5)
    expect(sixth).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"hour={5 * 24 + 2}#why$"))
    page.goto(f"{root}/audit/hours/ada/")
    look(page, f"hours-{language}")
    for name in ("holidays", "dates/new", "dates/import", "dates/suggested", "calendar"):
        page.goto(f"{root}/coverage/{name}/")
        look(page, f"{name.replace('/', '-')}-{language}")

    without = new_page(width=1100, height=800, dark=not dark, scripts=False)
    sign_in(without, ada)
    without.goto(f"{root}/audit/calendar/")
    without.locator(".switches input").first.check()
    without.locator("form .button-small").first.click()
    expect(without.locator(".switches input").first).to_be_checked()
    if SHOTS:
        without.screenshot(path=f"{SHOTS}/calendar-wide-{language}.png", full_page=True)
