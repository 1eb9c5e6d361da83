"""Every page that can be reached by a link: it opens, reads well and fits a phone."""

from urllib.parse import parse_qs, urldefrag, urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page
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
from simulacro.apps.people.models import Membership, Role, User

HEAVIEST = 150_000


def links_of(page: Page) -> list[str]:
    """Return the paths of our own that the page links to, as a person would press them."""
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    here = urlsplit(page.url)
    return sorted(
        {
            urldefrag(link).url
            for link in found
            if urlsplit(link).netloc == here.netloc and urlsplit(link).scheme == here.scheme
        }
    )


def kind_of(address: str) -> str:
    """Two findings are one kind of page: that which one view answers, of one view of the map."""
    parts = urlsplit(address)
    return f"{resolve(parts.path).view_name} {parse_qs(parts.query).get('view', '')}"


@pytest.mark.parametrize(
    ("role", "language"), [(Role.OWNER, "es"), (Role.OWNER, "en"), (Role.OBSERVER, "en")]
)
def test_every_link_of_the_demo_leads_to_a_page_that_reads_well(
    new_page: NewPage, live_server: LiveServer, demo: Brand, role: Role, language: str
) -> None:
    person = User.objects.get(
        pk=Membership.objects.filter(brand=demo, role=role).values("user")[:1]
    )
    person.language = language
    person.save()
    page = new_page(width=360, height=740, dark=language == "en")
    sign_in(page, person)
    waiting = [f"{live_server.url}/b/{demo.slug}/", f"{live_server.url}/measures/"]
    kinds: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        if kind_of(address) in kinds:
            continue
        kinds.add(kind_of(address))
        answer = page.context.request.get(address)
        assert answer.ok, f"{answer.status} {address}"
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        with weighing(page) as sizes:
            page.goto(address, wait_until="networkidle")
        assert sum(sizes) < HEAVIEST, f"{sum(sizes)} bytes: {address}"
        # What an observer is shown is the owner's pages with less on them.
        if role is Role.OWNER:
            assert_accessible(page)
        assert_fits(page)
        assert_targets_are_large(page)
        waiting += links_of(page)
    assert len(kinds) >= 5
