"""An agency on a phone and on a desk: its clients come in, are audited, and one is decided on."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.apps.people.test_agencies import png
from tests.browser.pages import NewPage, assert_accessible, assert_fits, sign_in
from tests.conftest import with_second_factor

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import Audit
from simulacro.apps.audit.services import agency_audits
from simulacro.apps.audit.services.acceptances import ask_client
from simulacro.apps.audit.services.imports import confirm_import, receive_file
from simulacro.apps.brands.logos import read_logo
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.services import choose_look, start_agency
from simulacro.kit.jobs.models import Job

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "inventories" / "agency.yaml"


class Work:
    """The job runs here and now; the worker's own process is tested elsewhere."""

    def __init__(self, job: Job) -> None:
        self.job_id, self.scope, self.attempt = job.id, job.scope, 1

    def check(self) -> None: ...
    def report(self, progress: float, step: str = "") -> None: ...


def assert_signed(page: Page) -> None:
    """The agency's name in white on its own colour, with its logo, and nothing of it refused."""
    sign = page.locator(".signature")
    assert sign.inner_text().strip() == "Faro"
    assert sign.locator("rect").first.evaluate("e => getComputedStyle(e).fill") == (
        "rgb(118, 118, 118)"
    )
    assert sign.locator("p").evaluate("e => getComputedStyle(e).color") == "rgb(255, 255, 255)"
    drawn, words = sign.locator("svg").bounding_box(), sign.locator("p").bounding_box()
    assert drawn == words, "the colour lies under all of the words"
    assert sign.locator("img").evaluate("e => e.naturalWidth") == 32
    assert_accessible(page)


@pytest.mark.parametrize(("width", "dark", "language"), [(360, True, "es"), (1280, False, "en")])
def test_agency_sees_how_its_clients_stand_and_a_client_decides(
    new_page: NewPage, live_server: LiveServer, width: int, dark: bool, language: str
) -> None:
    cache.clear()
    head = User.objects.create_user("head@example.org", None, name="Head", language=language)
    with_second_factor(head)
    agency = start_agency(owner=head, name="Agencia Brújula")
    pending = receive_file(
        owner=agency, data=EXAMPLE.read_bytes(), file_name="agency.yaml", actor=head
    )
    confirm_import(pending=pending.pk, owner=agency, actor=head)
    # Four clients show all that fourteen do, in a third of the time.
    few = list(Brand.objects.filter(agency=agency).order_by("name")[:4])
    Brand.objects.filter(agency=agency).exclude(pk__in=[b.pk for b in few]).update(agency=None)

    page = new_page(width=width, dark=dark)
    sign_in(page, head)
    page.goto(f"{live_server.url}/agency/{agency.pk}/audit/")
    page.get_by_role("button", name="4").click()
    page.wait_for_url("**/jobs/**")
    assert_accessible(page)
    job = Job.objects.get(kind=agency_audits.KIND)
    agency_audits.audit_brands_in_a_job(Work(job), **job.arguments)
    Job.objects.update(state=Job.State.DONE)
    assert Audit.objects.count() == 4

    for address in (
        f"/agency/{agency.pk}/audit/",
        f"/a/{agency.pk}/",
        f"/a/{agency.pk}/look/",
        f"/a/{agency.pk}/people/",
        f"/a/{agency.pk}/log/",
        f"/agency/{agency.pk}/audit/part/{few[0].pk}/",
    ):
        page.goto(live_server.url + address)
        assert page.get_by_role("heading", level=1).is_visible()
        assert_accessible(page)
        assert_fits(page)

    choose_look(
        actor=head,
        agency=agency,
        name="Faro",
        colour="#767676",
        accent="#8a4b00",
        logo=read_logo(png(32, 16)),
    )
    page.goto(f"{live_server.url}/b/{few[0].slug}/audit/report/")
    assert_signed(page)
    assert_fits(page)
    page.emulate_media(media="print")
    assert_signed(page)

    weak = queries.findings(few[0]).first()
    assert weak is not None
    _, path = ask_client(
        finding=weak, for_whom="La dueña", language=language, actor=head, at=timezone.now()
    )
    stranger = new_page(width=width, dark=dark)
    stranger.goto(live_server.url + path)
    assert_signed(stranger)
    assert_fits(stranger)
    stranger.locator("[name=name]").fill("Rosa")
    stranger.locator("[name=decision][value=decline]").check()
    stranger.get_by_role("button", name="Enviar" if language == "es" else "Send").click()
    assert_signed(stranger)
    weak.refresh_from_db()
    assert weak.state == "open"
    (asked,) = queries.client_asked(weak)
    assert asked.answer is not None
    assert asked.answer["name"] == "Rosa"
