"""Every component, as the style guide shows it."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tests.browser.pages import NewPage, assert_accessible, assert_fits, assert_targets_are_large


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_component_is_accessible_and_fits(
    new_page: NewPage, live_server: LiveServer, settings: Settings, width: int, dark: bool
) -> None:
    settings.DEBUG = True
    page = new_page(width=width, dark=dark)
    page.goto(f"{live_server.url}/_style/")
    expect(page.locator("h1")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    assert_targets_are_large(page)


def test_an_installation_has_no_style_guide(page: Page, live_server: LiveServer) -> None:
    answer = page.goto(f"{live_server.url}/_style/")
    assert answer is not None
    assert answer.status == 404
    assert_accessible(page)


def test_the_light_that_a_person_chose_wins_over_the_devices(
    new_page: NewPage, live_server: LiveServer
) -> None:
    page = new_page(width=360, dark=True, scripts=False)
    page.goto(f"{live_server.url}/")
    night = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("header details.menu summary").click()
    page.locator("button[name=theme][value=light]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != night


def test_paper_shows_neither_menu_nor_button(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/")
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator("a.button").first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_what_was_typed_survives_a_reload_until_it_was_sent(
    page: Page, live_server: LiveServer, settings: Settings
) -> None:
    settings.DEBUG = True
    page.goto(f"{live_server.url}/_style/")
    text = page.locator("#id_note")
    text.fill("lo que escribí")
    page.reload()
    expect(text).to_have_value("lo que escribí")


def test_escape_closes_a_menu_and_gives_the_focus_back(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/")
    summary = page.locator("header details.menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("button[name=language]").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("button[name=language]").first).to_be_hidden()
    expect(summary).to_be_focused()


def test_our_own_questions_notice_a_bad_page(page: Page) -> None:
    page.set_content(
        "<!doctype html><html lang='es'><title>x</title><main><h1>x</h1><img src='x.png'>"
        "<button>x</button><pre>" + "ancho" * 400 + "</pre></main>"
    )
    for ask, told in (
        (assert_accessible, "image-alt"),
        (assert_fits, "PRE"),
        (assert_targets_are_large, "BUTTON"),
    ):
        with pytest.raises(AssertionError, match=told):
            ask(page)
