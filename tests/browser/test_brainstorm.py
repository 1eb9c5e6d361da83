"""A brainstorm of three: whoever leads, and two guests on their phones, without an account."""

import re

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.pages import (
    NewPage,
    assert_accessible,
    assert_fits,
    assert_targets_are_large,
    sign_in,
)

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

WRITE = "¿Qué podría pasar?"


def assert_reads_well(*pages: Page) -> None:
    for page in pages:
        assert_accessible(page)
        assert_fits(page)
        assert_targets_are_large(page)


def come_in(phone: Page, link: str, name: str) -> None:
    phone.goto(link)
    phone.get_by_role("textbox").fill(name)
    phone.get_by_role("button", name="Entrar").click()
    expect(phone.get_by_label(WRITE)).to_be_visible()


def write(phone: Page, *ideas: str) -> None:
    for idea in ideas:
        phone.get_by_label(WRITE).fill(idea)
        phone.get_by_role("button", name="Agregar la idea").click()
        expect(phone.get_by_text(idea, exact=True).first).to_be_visible()


def vote(phone: Page, likely: str, bad: str) -> None:
    for group in phone.locator(".ballot > li").all():
        for scale, value in (("Qué tan probable", likely), ("Qué tan grave", bad)):
            group.get_by_role("group", name=scale).get_by_role("radio", name=value).check()
    phone.get_by_role("button", name="Guardar mis votos").click()
    expect(phone.get_by_text("Has votado 3 de 3")).to_be_visible()


def test_three_people_brainstorm_together(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    """All write unseen, Ada joins two that say the same and undoes it, all vote unseen, and what
    she keeps is on the board with its votes. What a guest was typing survives the next phase."""
    page, first, second = (new_page(width=360, dark=dark) for dark in (False, False, True))
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/what-if/")
    page.get_by_role("link", name="Lluvia de ideas").click()
    page.get_by_role("button", name="Abrir la lluvia de ideas").click()
    link = page.locator("a.break").get_attribute("href") or ""
    come_in(first, link, "Eva")
    come_in(second, link, "")
    expect(page.get_by_text("3 personas")).to_be_visible()

    write(first, "Que nos roben el Instagram en plena venta", "Un cliente se intoxica")
    write(second, "¿Y si roban el Instagram en la venta?")
    write(page, "Se va la luz")
    expect(first.get_by_text("4 ideas", exact=False).first).to_be_visible()
    assert "¿Y si roban" not in first.content()
    assert "se intoxica" not in page.content()
    assert_reads_well(page, second)
    second.get_by_label(WRITE).fill("Una huelga a medio escr")
    page.get_by_role("button", name="Mostrar todas las ideas").click()

    expect(first.get_by_text("¿Y si roban el Instagram en la venta?")).to_be_visible()
    assert "Eva" not in page.content()
    # Whoever is typing is not interrupted: the ideas come when they leave the field.
    expect(second.locator("[aria-current=step]")).to_contain_text("Agrupar")
    second.get_by_label(WRITE).blur()
    expect(second.get_by_text("Se va la luz").first).to_be_visible()
    second.get_by_text("Se me ocurre otra").click()
    expect(second.get_by_label(WRITE)).to_have_value("Una huelga a medio escr")
    page.get_by_role("button", name=re.compile("^Juntarlas")).click()
    expect(page.locator(".grouped")).to_have_count(1)
    expect(first.locator(".grouped")).to_have_count(1)
    page.get_by_role("button", name="Deshacer").click()
    expect(first.locator(".grouped")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Juntarlas")).click()
    assert_reads_well(page)
    page.get_by_role("button", name="Pasar a votar").click()

    for phone, likely, bad in ((first, "4", "5"), (second, "4", "3"), (page, "2", "4")):
        expect(phone.get_by_role("button", name="Guardar mis votos")).to_be_visible()
        vote(phone, likely, bad)
    expect(first.locator("#storm-status")).to_contain_text("Votaron 3 de 3")
    assert "<svg" not in first.locator("#storm").inner_html()
    assert_reads_well(second)
    page.get_by_role("button", name="Terminar la votación").click()

    expect(first.get_by_text("Lo primero por preparar")).to_be_visible()
    expect(second.locator("svg.risk circle")).to_have_count(3)
    assert_reads_well(page, first)
    row = page.get_by_role("row", name=re.compile("roben el Instagram"))
    row.get_by_role("checkbox").check()
    row.get_by_role("combobox").select_option("account")
    page.get_by_role("button", name="Poner las marcadas en el tablero").click()
    expect(page.get_by_text("1 idea está en el tablero")).to_be_visible()
    page.get_by_role("link", name="Volver al tablero").click()
    line = page.get_by_role("listitem").filter(has_text="Que nos roben el Instagram")
    expect(line.get_by_text("probable 4 de 5, grave 4 de 5 (3 votos)")).to_be_visible()
    stranger = new_page(width=360)
    stranger.goto(link)
    expect(stranger.get_by_role("heading")).to_contain_text("ya no abre")
