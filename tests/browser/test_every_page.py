"""Every page that can be reached by a link: it opens, reads well and fits a phone."""

from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser.pages import NewPage, assert_accessible, assert_fits, sign_in, weighing

from simulacro.apps.home.demo import load_demo
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
    """Two findings are one kind of page: that which one view answers."""
    return str(resolve(urlsplit(address).path).view_name)


@pytest.mark.parametrize("role", [Role.OWNER, Role.OBSERVER])
def test_every_link_of_the_demo_leads_to_a_page_that_reads_well(
    new_page: NewPage, live_server: LiveServer, db: None, role: Role
) -> None:
    brand = load_demo(at=timezone.now())
    person = User.objects.get(
        pk=Membership.objects.filter(brand=brand, role=role).values("user")[:1]
    )
    page = new_page(width=360, height=740, dark=role is Role.OBSERVER)
    sign_in(page, person)
    waiting = [f"{live_server.url}/b/{brand.slug}/", f"{live_server.url}/measures/"]
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
        assert_accessible(page)
        assert_fits(page)
        waiting += links_of(page)
    assert len(kinds) >= 5
