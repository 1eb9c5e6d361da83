"""Every page that can be reached by a link reads well at a desk, in English and in the dark."""

from pytest_django.live_server_helper import LiveServer
from tests.browser.every_page import every_page
from tests.browser.pages import (
    NewPage,
    assert_accessible,
    assert_fits,
    assert_targets_are_large,
)

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Role


def test_every_page_reads_well_at_a_desk_in_english(
    new_page: NewPage, live_server: LiveServer, demo: Brand
) -> None:
    page = new_page(width=1280, height=900, dark=True)
    for _address in every_page(page, live_server.url, demo, Role.OWNER, "en"):
        assert_accessible(page)
        assert_fits(page)
        assert_targets_are_large(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert_fits(page)
        assert_targets_are_large(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_what_an_observer_is_shown_fits_a_phone(
    new_page: NewPage, live_server: LiveServer, demo: Brand
) -> None:
    """An observer's pages are the owner's with less on them, so they are not asked all again."""
    page = new_page(width=360, height=740)
    for _address in every_page(page, live_server.url, demo, Role.OBSERVER, "en"):
        assert_fits(page)
        assert_targets_are_large(page)
