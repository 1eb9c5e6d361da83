"""The audit's pages in a real browser: both languages, small, dark, by keyboard, without script."""

import datetime as dt
import io
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer
from tests.browser.pages import (
    NewPage,
    sign_in,
)

from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Inventory

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)


@pytest.fixture
def olga_of_the_demo(demo: Brand) -> User:
    return User.objects.get(email="olga@demo.invalid")


def test_the_map_is_reached_and_scrolled_by_keyboard(
    new_page: NewPage, live_server: LiveServer, demo: Brand, olga_of_the_demo: User
) -> None:
    page = new_page(width=360)
    sign_in(page, olga_of_the_demo)
    page.goto(f"{live_server.url}/b/{demo.slug}/audit/map/?size=full")
    box = page.locator(".map-wide .picture-box")
    box.focus()
    for _press in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    assert box.evaluate("e => e.scrollLeft") > 0


def test_on_a_phone_the_channels_come_before_the_large_map(
    new_page: NewPage, live_server: LiveServer, demo: Brand, olga_of_the_demo: User
) -> None:
    page = new_page(width=360)
    sign_in(page, olga_of_the_demo)
    page.goto(f"{live_server.url}/b/{demo.slug}/audit/map/")
    channels = page.locator(".channel-ways").first.bounding_box()
    picture = page.locator(".map-wide").bounding_box()
    assert channels is not None
    assert picture is not None
    assert channels["y"] < picture["y"]


def test_the_week_is_read_by_rows_of_hours_on_a_phone_and_of_days_at_a_desk(
    new_page: NewPage, live_server: LiveServer, demo: Brand, olga_of_the_demo: User
) -> None:
    for width, shown, hidden in ((360, "week-tall", "week-wide"), (1280, "week-wide", "week-tall")):
        page = new_page(width=width)
        sign_in(page, olga_of_the_demo)
        page.goto(f"{live_server.url}/b/{demo.slug}/audit/week/")
        expect(page.locator(f".{shown}")).to_be_visible()
        expect(page.locator(f".{hidden}")).to_be_hidden()


def test_a_weak_point_is_looked_after_without_script(
    new_page: NewPage, live_server: LiveServer, demo: Brand, olga_of_the_demo: User
) -> None:
    page = new_page(width=360, scripts=False)
    sign_in(page, olga_of_the_demo)
    page.goto(f"{live_server.url}/b/{demo.slug}/audit/findings/")
    page.locator(".finding h3 a").first.click()
    page.get_by_label("Quién lo cuida").select_option(label="Olga")
    page.get_by_label("Para cuándo").fill("2030-01-31")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("Lo cuida Olga")).to_be_visible()


def test_three_clicks_from_an_inventory_to_a_first_true_sentence(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    from tests.apps.audit.inventories import cafe

    save_inventory(brand=brand, inventory=cafe(), actor=ada, base_revision=None)
    page = new_page(width=360)
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/")
    page.get_by_role("button", name="Auditar ahora").click()
    expect(page.locator("h1")).to_contain_text("el teléfono de la jefa")
    expect(page.get_by_role("link", name="Ver toda la auditoría")).to_be_visible()


def test_the_report_prints_without_the_frame_and_says_confidential(
    new_page: NewPage, live_server: LiveServer, demo: Brand, olga_of_the_demo: User
) -> None:
    page = new_page()
    sign_in(page, olga_of_the_demo)
    page.goto(f"{live_server.url}/b/{demo.slug}/audit/report/")
    page.emulate_media(media="print")
    expect(page.locator(".confidential")).to_be_visible()
    expect(page.locator(".steps-bar")).to_be_hidden()
    expect(page.locator(".week-wide")).to_be_visible()
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) > 2
    first, second = (sheet.extract_text().splitlines() for sheet in sheets[:2])
    assert "Cómo baja el riesgo" in first
    assert "El plan" not in first
    assert "El plan" in second
    room, report = (page.locator(part).bounding_box() for part in ("main", ".report"))
    assert room is not None
    assert report is not None
    assert report["x"] + report["width"] < room["x"] + room["width"] - 1
    for sheet in sheets:
        text = " ".join(sheet.extract_text().split())
        assert "Confidencial · Café Andariego" in text
        assert "Olga" in text


def many_accounts(channels: int, people: int) -> Inventory:
    """So many accounts, each with a password and a line, that their map is taller than a sheet."""
    lines = ["schema: simulacro.inventory/1", "brand: {name: Café, region: MX}", "assets:"]
    for person in range(people):
        held = ", ".join([*(f"k{channel}" for channel in range(channels)), f"s{person}"])
        lines.append(
            f"  - {{id: p{person}, kind: person, name: Persona {person}, holds: [{held}]}}"
        )
        lines.append(f"  - {{id: s{person}, kind: sim, name: Línea {person}}}")
    for channel in range(channels):
        lines.append(f"  - {{id: k{channel}, kind: credential, name: Clave {channel}}}")
        lines.append(f"  - id: c{channel}\n    kind: account\n    name: Cuenta {channel}")
        lines.append("    opens:")
        lines += [f"      - {{requires: [k{channel}, p{person}]}}" for person in range(people)]
        lines.append(f"      - {{requires: [s{channel % people}], route: recovery}}")
    return load_document("\n".join(lines))


def test_a_map_taller_than_a_sheet_is_printed_whole_on_one_and_headings_stay_with_what_follows(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    save_inventory(brand=brand, inventory=many_accounts(12, 5), actor=ada, base_revision=None)
    run_audit(brand=brand, actor=ada, at=timezone.now())
    page = new_page()
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/report/")
    headings = page.locator(".report h2").all_inner_texts()
    for paper in ("A4", "Letter"):
        sheets = [
            [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
            for sheet in PdfReader(io.BytesIO(page.pdf(format=paper))).pages
        ]
        (drawn,) = (sheet for sheet in sheets if "Mapa de accesos" in sheet)
        assert set(re.findall(r"Cuenta \d+", " ".join(drawn))) == {f"Cuenta {c}" for c in range(12)}
        assert "forma de recuperar" in " ".join(drawn)
        assert "La semana" not in drawn
        for sheet in sheets:
            said = [line for line in sheet if not line.startswith("Confidencial ·")]
            assert said[-1] not in headings
