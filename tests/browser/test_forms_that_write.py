"""Two people at the same form, a finger that presses twice, Back, a lost line, and undo."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.audit.inventories import cafe
from tests.browser.pages import (
    NewPage,
    assert_accessible,
    assert_fits,
    assert_targets_are_large,
    sign_in,
)

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility
from simulacro.apps.people.models import Invitation, User
from simulacro.engines.access.inventory import Inventory
from simulacro.kit.idempotency import IdempotencyKey

SHOTS = os.environ.get("SIMULACRO_SHOTS")


def look(page: Page, name: str) -> None:
    assert_accessible(page)
    assert_fits(page)
    assert_targets_are_large(page)
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def saved(brand: Brand) -> InventoryRevision:
    return save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)


def now_in(brand: Brand) -> Inventory:
    found = queries.current_inventory(brand)
    assert found is not None
    return found


def submit(page: Page) -> Callable[[], None]:
    return page.locator("main button.button-primary").first.click


@pytest.mark.parametrize("language", ["es", "en"])
def test_two_people_edit_the_same_thing_and_both_texts_stay(
    new_page: NewPage,
    live_server: LiveServer,
    brand: Brand,
    saved: InventoryRevision,
    ada: User,
    olga: User,
    language: str,
) -> None:
    User.objects.update(language=language)
    adas, olgas = new_page(width=360, height=740), new_page(width=360, height=740, dark=True)
    sign_in(adas, ada)
    sign_in(olgas, olga)
    address = f"{live_server.url}/b/{brand.slug}/audit/inventory/thing/telefono/"
    for page, name, note in ((olgas, "Teléfono rojo", "en la caja"), (adas, "Celular", "")):
        page.goto(address)
        page.locator("#id_name").fill(name)
        page.locator("#id_note").fill(note)
    submit(olgas)()
    olgas.wait_for_url("**/inventory/")
    submit(adas)()
    heading = {"es": "Dos personas escribieron aquí", "en": "Two people wrote here"}[language]
    expect(adas.get_by_role("heading", level=1)).to_have_text(heading)
    expect(adas.locator(".theirs")).to_have_count(1)
    expect(adas.locator(".theirs blockquote")).to_have_text("Teléfono rojo")
    expect(adas.locator(".mine input")).to_have_value("Celular")
    look(adas, f"conflict-{language}")
    adas.locator(".mine input").fill("Celular rojo")
    submit(adas)()
    adas.wait_for_url("**/inventory/")
    phone = now_in(brand)["telefono"]
    assert (phone.name, phone.note) == ("Celular rojo", "en la caja")
    adas.goto(address)
    expect(adas.locator(".kept-note")).to_have_count(0)
    for fold in adas.locator("details.fold summary").all():
        fold.click()
    look(adas, f"thing-{language}")


def test_pressed_twice_going_back_and_undone(
    new_page: NewPage,
    live_server: LiveServer,
    brand: Brand,
    saved: InventoryRevision,
    ada: User,
) -> None:
    page = new_page(width=360, height=740)
    sign_in(page, ada)
    home = f"{live_server.url}/b/{brand.slug}"
    page.goto(f"{home}/people/")
    page.locator("#id_for_whom").fill("la nueva")
    page.locator("#invite button").dblclick()
    expect(page.locator("#new-link")).to_be_visible()
    assert Invitation.objects.count() == 1
    page.goto(f"{home}/audit/inventory/thing/telefono/")
    page.locator("form[action$='/remove/'] button").dblclick()
    page.wait_for_url("**/inventory/")
    look(page, "undo-offered")
    assert "telefono" not in now_in(brand)
    page.locator(".message-success button").dblclick()
    page.wait_for_load_state()
    expect(page.locator(".message-success")).to_be_visible()
    assert now_in(brand).assets == cafe().assets
    assert InventoryRevision.objects.count() == 3


def test_line_that_comes_back_sends_what_waited_and_once(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    page = new_page(width=360, height=740)
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/what-if/")
    page.locator("#own-title").fill("¿Y si se va la luz?")
    page.context.set_offline(True)
    page.get_by_role("button", name="Ponerlo en el tablero").click()
    expect(page.locator(".kept-note")).to_contain_text("No hay red")
    page.context.set_offline(False)
    expect(page.locator(".message-success")).to_be_visible()
    assert Possibility.objects.get().title
    assert IdempotencyKey.objects.count() == 1


def test_without_script_a_second_press_is_answered_as_the_first(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    page = new_page(width=360, height=740, scripts=False)
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/people/")
    page.locator("#id_for_whom").fill("la nueva")
    page.locator("#invite button").dblclick()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert Invitation.objects.count() == 1
