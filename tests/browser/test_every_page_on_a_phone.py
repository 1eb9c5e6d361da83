"""Every page that can be reached by a link reads well on a phone, in Spanish and in light."""

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


def test_every_page_reads_well_on_a_phone_in_spanish(
    new_page: NewPage, live_server: LiveServer, demo: Brand
) -> None:
    page = new_page(width=360, height=740)
    for _address in every_page(page, live_server.url, demo, Role.OWNER, "es"):
        assert_accessible(page)
        assert_fits(page)
        assert_targets_are_large(page)
