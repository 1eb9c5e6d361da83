"""A case at one table: whoever facilitates, and two guests on their phones, without an account."""

import re

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.pages import NewPage, assert_accessible, assert_fits, sign_in

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

CASE = "base.documented.2013-burger-king-hacked"


def come_in(phone: Page, link: str, name: str) -> None:
    phone.goto(link)
    phone.get_by_role("textbox").fill(name)
    phone.get_by_role("button", name=re.compile("Sentarme|Sit down")).click()
    expect(phone.get_by_text("SIMULACRO").first).to_be_visible()


def test_three_people_drill_a_case_together(
    page: Page, new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    """Ada facilitates, two guests answer at once, see each other's answers only when all are shown,
    rate, and leave a record with an action."""
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/drills/cases/{CASE}/")
    assert_accessible(page)
    page.get_by_role("button", name="Con el equipo").click()
    page.get_by_role("button", name="Enlace y QR").click()
    link = page.locator("a.break").get_attribute("href") or ""
    first, second = new_page(width=360), new_page(width=360, dark=True)
    come_in(first, link, "Ben")
    come_in(second, link, "Eva")
    expect(page.get_by_text("3 personas en la mesa")).to_be_visible()
    assert_fits(first)
    page.get_by_role("button", name="Empezar").click()
    for phone, words in ((first, "Cerrar la cuenta"), (second, "Avisar por otra red")):
        phone.get_by_label(re.compile("Qué harías|What would you do")).fill(words)
        phone.get_by_role("button", name=re.compile("Enviar|Send my")).click()
    expect(page.get_by_text("2 de 3")).to_be_visible()
    assert "Cerrar la cuenta" not in second.content()
    assert_accessible(first)
    page.get_by_role("button", name="Mostrar las respuestas").click()
    expect(second.get_by_text("Cerrar la cuenta")).to_be_visible()
    expect(first.get_by_text("Avisar por otra red")).to_be_visible()
    second.get_by_role("button", name="con tropiezos").click()
    expect(second.get_by_role("button", name="con tropiezos")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert_accessible(second)
    for _question in range(2):
        page.get_by_role("button", name="Siguiente pregunta").click()
        page.get_by_role("button", name="Mostrar las respuestas").click()
    page.get_by_role("button", name="Lo que nos llevamos").click()
    expect(first.get_by_text("Esto ocurrió")).to_be_visible()
    first.get_by_label("algo por mejorar").check()
    first.get_by_label("En una línea").fill("No teníamos el teléfono de la red")
    first.get_by_role("button", name="Decirlo").click()
    expect(page.get_by_text("No teníamos el teléfono de la red")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Terminar el simulacro").click()
    expect(second.get_by_text("nada de esto fue real")).to_be_visible()
    stranger = new_page(width=360)
    stranger.goto(link)
    expect(stranger.get_by_role("heading")).to_contain_text("ya no abre")
