"""Live parts and kept forms in a real Chromium, before a real `simulacro serve`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.running import Installation, RunningServer, free_port

CAST = """
from django.test import Client
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, Role, User
from simulacro.kit.jobs import services
brand = Brand.objects.create(name="Andariego", slug="andariego", is_demo=True)
user = User.objects.create_user("ben@example.org", None, name="Ben", language="en")
Membership.objects.create(user=user, brand=brand, role=Role.RESPONDER)
client = Client()
client.force_login(user)
answer = client.cookies["sessionid"].value
def start():
    services.start_job("slow.count", scope=brand.id,
                       arguments={"diary": "/dev/null", "steps": 1, "pause_s": 0})
"""


class House:
    """A running server with Ben signed in."""

    def __init__(self, installation: Installation, context: BrowserContext, port: int) -> None:
        self.installation = installation
        self.context = context
        self.port = port
        self.url = f"http://localhost:{port}"

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(self.url + path)
        return page

    def start_job(self) -> None:
        self.installation.do("start()")


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    made = Installation("tests.slow_jobs.settings")
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def session(installation: Installation) -> str:
    return str(installation.do(CAST))


@pytest.fixture(scope="module")
def server(installation: Installation, session: str) -> Iterator[RunningServer]:
    with installation.start("--no-worker") as running:
        yield running


@pytest.fixture
def house(
    installation: Installation, session: str, server: RunningServer, browser: Browser
) -> Iterator[House]:
    context = browser.new_context()
    house = House(installation, context, server.port)
    context.add_cookies([{"name": "sessionid", "value": session, "url": house.url}])
    yield house
    context.close()


def jobs_on(page: Page) -> int:
    return int(page.locator("#count").inner_text().split()[0])


def test_part_is_brought_up_to_date_without_a_reload(house: House) -> None:
    page = house.open("/writing/")
    page.evaluate("window.stayed = true")
    before = jobs_on(page)
    house.start_job()
    expect(page.locator("#count")).to_have_text(f"{before + 1} jobs")
    assert page.evaluate("window.stayed")


def test_what_is_typed_in_a_part_survives_its_refresh(house: House) -> None:
    page = house.open("/writing/")
    before = jobs_on(page)
    page.fill("#note", "half a sentence")
    page.check("#tick")
    house.start_job()
    # While the field has the cursor nothing moves under the fingers.
    page.wait_for_timeout(1500)
    assert jobs_on(page) == before
    page.locator("#words").focus()
    expect(page.locator("#count")).to_have_text(f"{before + 1} jobs")
    assert page.input_value("#note") == "half a sentence"
    assert page.is_checked("#tick")


def test_two_pages_share_one_stream(house: House) -> None:
    first, second = house.open("/writing/"), house.open("/writing/")
    before = jobs_on(second)
    house.start_job()
    for page in (first, second):
        expect(page.locator("#count")).to_have_text(f"{before + 1} jobs")
    locks = second.evaluate(
        "navigator.locks.query().then(({held, pending}) => [held.length, pending.length])"
    )
    assert locks == [1, 1]
    # The one that holds the stream closes: the other takes over.
    first.close()
    house.start_job()
    expect(second.locator("#count")).to_have_text(f"{before + 2} jobs")


def test_line_that_is_down_says_so_and_catches_up(
    installation: Installation, session: str, browser: Browser
) -> None:
    context = browser.new_context()
    port = free_port()
    house = House(installation, context, port)
    context.add_cookies([{"name": "sessionid", "value": session, "url": house.url}])
    with installation.start("--no-worker", port=port) as server:
        page = house.open("/writing/")
        before = jobs_on(page)
        page.evaluate("window.stayed = true")
        server.stop()
    line = page.locator("[data-live-events]")
    expect(line).to_be_visible(timeout=15_000)
    expect(line).to_contain_text("The line is down")
    house.start_job()
    with installation.start("--no-worker", port=port):
        expect(page.locator("#count")).to_have_text(f"{before + 1} jobs", timeout=20_000)
        expect(line).to_contain_text("The line is back")
        assert page.evaluate("window.stayed")
    context.close()


def test_draft_comes_back_after_a_reload_and_the_password_does_not(house: House) -> None:
    page = house.open("/writing/")
    page.fill("#words", "words at two in the morning")
    page.fill("#secret", "correct horse 42")
    page.wait_for_timeout(400)
    assert "correct horse" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.reload()
    assert page.input_value("#words") == "words at two in the morning"
    assert page.input_value("#secret") == ""
    expect(page.locator(".kept-note")).to_contain_text("what you had written")
    page.get_by_role("button", name="Discard it").click()
    assert page.input_value("#words") == ""
    page.reload()
    assert page.input_value("#words") == ""


def test_draft_is_forgotten_once_the_server_has_it(house: House) -> None:
    page = house.open("/writing/")
    page.fill("#words", "Andariego Norte")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("Andariego Norte")
    assert page.input_value("#words") == ""
    assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"


def test_draft_stays_when_the_server_refuses_it(house: House) -> None:
    page = house.open("/writing/")
    page.fill("#words", "wrong words")
    page.get_by_role("button", name="Send").click()
    assert page.input_value("#words") == "wrong words"
    page.goto(f"{house.url}/writing/")
    assert page.input_value("#words") == "wrong words"


def test_form_sent_with_no_network_goes_by_itself_when_the_line_is_back(house: House) -> None:
    page = house.open("/writing/")
    page.fill("#words", "Andariego Sur")
    house.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".kept-note")).to_contain_text("There is no network")
    house.context.set_offline(False)
    expect(page.locator("h1")).to_have_text("Andariego Sur")
