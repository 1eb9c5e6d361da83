"""Walk through every page that can be reached by a link, from those where a person begins."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urldefrag, urlsplit

from django.urls import resolve
from playwright.sync_api import Page
from tests.browser.pages import sign_in, weighing

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, Role, User

# In bytes, as they travel.
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


def every_page(page: Page, site: str, brand: Brand, role: Role, language: str) -> Iterator[str]:
    """Open one page of each kind as a member of the brand; the page shows the one yielded.

    Fails where an address does not open, or where what travels for a page is too heavy.
    """
    person = User.objects.get(
        pk=Membership.objects.filter(brand=brand, role=role).values("user")[:1]
    )
    person.language = language
    person.save()
    sign_in(page, person)
    waiting = [f"{site}/b/{brand.slug}/", f"{site}/measures/"]
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
            page.goto(address)
        assert sum(sizes) < HEAVIEST, f"{sum(sizes)} bytes: {address}"
        yield address
        waiting += links_of(page)
    assert len(kinds) >= 5
