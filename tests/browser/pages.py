"""What every test in a browser asks of a page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Response

from simulacro.apps.people.models import User

# WCAG 2.2 A and AA, and axe's own good advice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

NewPage = Callable[..., Page]


def sign_in(page: Page, user: User) -> None:
    """Put the session of `user` into this page's browser, without the sign-in form."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    # The live server of pytest-django always answers as localhost.
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": "http://localhost"}]
    )


def assert_accessible(page: Page) -> None:
    """Fail with axe's own words where the page breaks a rule of WCAG 2.2 AA."""
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    violations = Axe().run(page, options=options).response["violations"]
    told = [
        f"{v['id']} ({v['impact']}): {v['help']}\n    "
        + "\n    ".join(f"{n['html'][:160]} — {n['any'][:1]}" for n in v["nodes"][:4])
        for v in violations
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)


def assert_fits(page: Page) -> None:
    """Fail where the page scrolls sideways, and name what sticks out."""
    sticking_out = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            // What overflows may be text in a box which itself fits: hence scrollWidth.
            // What lies in a box that scrolls by itself widens no page.
            [document.documentElement, ...document.querySelectorAll('body *')]
              .filter(e => {
                for (let box = e.parentElement; box?.parentElement; box = box.parentElement)
                  if (box !== document.body && getComputedStyle(box).overflowX !== 'visible')
                    return false;
                return true;
              })
              .filter(e => e.getBoundingClientRect().left + e.scrollWidth > innerWidth + 1)
              .map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`)"""
    )
    assert not sticking_out, f"{page.url} is wider than the screen: {sticking_out[:8]}"


def assert_targets_are_large(page: Page) -> None:
    """Fail where a button, field or menu is under 44 px high or wide (links in text aside)."""
    small = page.evaluate(
        """() => [...document.querySelectorAll(
              'button, .button, select, textarea, summary, nav a, ' +
              'input:not([type=hidden], [type=checkbox], [type=radio])')]
            .filter(e => e.checkVisibility() && !e.closest('[aria-hidden=true]'))
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
            .map(([e, box]) => `${e.tagName} ${e.textContent.trim().slice(0, 40)} ` +
                               `${Math.round(box.width)}×${Math.round(box.height)}`)"""
    )
    assert not small, f"{page.url}: {small}"


@contextmanager
def weighing(page: Page) -> Iterator[list[int]]:
    """Give a list which has, at the end, the bytes that each answer but pictures took to travel."""
    arrived: list[Response] = []
    sizes: list[int] = []

    # Playwright takes no method of a list.
    def arrive(response: Response) -> None:
        arrived.append(response)

    page.on("response", arrive)
    yield sizes
    page.remove_listener("response", arrive)
    sizes += [
        response.request.sizes()["responseBodySize"]
        for response in arrived
        if response.ok and response.request.resource_type != "image"
    ]
