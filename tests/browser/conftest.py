"""A real Chromium in front of the live server.

    def test_ada_sees_the_cycle(page, live_server, brand, ada):
        sign_in(page, ada)
        page.goto(f"{live_server.url}/b/{brand.slug}/")
        assert_accessible(page)

`page` is a desk, light, in Spanish; `new_page(width=360, dark=True)` gives
others. A page whose console reports an error, such as a refusal of the
Content-Security-Policy, fails its test.
"""

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from tests import machine
from tests.browser.pages import NewPage

from simulacro.apps.brands.models import Brand
from simulacro.apps.home.demo import demo_brand, load_demo

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


# Per module: Playwright keeps an event loop running in this thread, before
# which Django's ORM would refuse to work; so it must be gone for other tests.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = machine.chromium()
    if not path:
        pytest.fail(machine.what_to_install([machine.HEADLESS]), pytrace=False)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        opened = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def new_page(browser: Browser, live_server: object) -> Iterator[NewPage]:
    """Open pages: `new_page(width=1280, height=900, dark=False, scripts=True)`."""
    complaints: list[str] = []
    contexts = []

    def listen(message: ConsoleMessage) -> None:
        # The answers 4xx that a test provokes are no mistakes of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_page(
        *, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="es-MX",
            has_touch=width < 600,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()


@pytest.fixture(scope="session")
def kept_demo() -> Iterator[sqlite3.Connection]:
    """A copy of the database as it is when the demo brand has just been loaded."""
    kept = sqlite3.connect(":memory:")
    yield kept
    kept.close()


@pytest.fixture
def demo(transactional_db: None, kept_demo: sqlite3.Connection) -> Brand:
    """The demo brand with its audit: made once, since auditing it takes a second."""
    connection.ensure_connection()
    if kept_demo.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
        load_demo(at=timezone.now())
        connection.connection.backup(kept_demo)
    else:
        kept_demo.backup(connection.connection)
    brand = demo_brand()
    assert brand is not None
    return brand
