import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.audit.inventories import cafe, renamed

from simulacro.apps.audit import queries
from simulacro.apps.audit.documents import own_document, read_document
from simulacro.apps.audit.editing import with_asset, without_asset
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.audit.trait_words import TRAIT_WORDS
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import (
    Asset,
    Battery,
    CommonCause,
    Inventory,
    Kind,
    LossMode,
    RiskCost,
    Trait,
)


@pytest.fixture
def pages(client: Client, brand: Brand, ada: User) -> str:
    save_inventory(brand=brand, inventory=cafe(), actor=ada, base_revision=None)
    client.force_login(ada)
    return f"/b/{brand.slug}/audit/inventory/"


def now(brand: Brand) -> Inventory:
    found = queries.current_inventory(brand)
    assert found is not None
    return found


def test_a_thing_is_added_with_an_id_of_its_own(client: Client, brand: Brand, pages: str) -> None:
    reply = client.post(f"{pages}add/device/", {"name": "Ben"})
    assert reply.status_code == 422  # the name is taken
    client.post(f"{pages}add/device/", {"name": "Telefono", "locked": "yes"})
    added = now(brand)["telefono-2"]
    assert (added.name, added.kind, added.says(Trait.LOCKED)) == ("Telefono", Kind.DEVICE, True)


def test_a_first_thing_can_be_added_to_nothing(client: Client, brand: Brand, ada: User) -> None:
    client.force_login(ada)
    client.post(f"/b/{brand.slug}/audit/inventory/add/account/", {"name": "Instagram"})
    assert [a.name for a in now(brand).channels] == ["Instagram"]


def test_a_thing_is_renamed_and_keeps_its_id(client: Client, brand: Brand, pages: str) -> None:
    page = client.get(f"{pages}thing/ben/")
    form = page.context["form"]
    assert form["holds"].value() == ["clave-ig"]
    client.post(f"{pages}thing/ben/", {"name": "Benjamín", "holds": ["clave-ig", "telefono"]})
    assert now(brand)["ben"].name == "Benjamín"
    assert now(brand)["ben"].holds == ("clave-ig", "telefono")


def test_a_way_in_is_added_changed_and_taken_out(client: Client, brand: Brand, pages: str) -> None:
    page = f"{pages}thing/ig/ways/new/"
    new = {
        "requires": ["clave-ig", "ben"],
        "gives": "publish",
        "latency": "15",
        "name": "Sin teléfono",
    }
    client.post(page, new)
    assert [m.name for m in now(brand).methods_of("ig")] == ["Ada", "Ben", "Sin teléfono"]
    current = queries.current_revision(brand)
    assert current is not None
    ids = {m.name: i for i, m in queries.ways_of(current).items()}
    page = f"{pages}thing/ig/ways/{ids['Sin teléfono']}/"
    client.post(page, new | {"latency": "", "gives": "unknown"})
    changed = now(brand).methods_of("ig")[2]
    assert (changed.latency_min, changed.gives) == (None, None)
    client.post(page, {"go": "remove"})
    assert len(now(brand).methods_of("ig")) == 2


def test_taking_a_thing_out_takes_the_ways_that_needed_it_and_is_undone(
    client: Client, brand: Brand, pages: str
) -> None:
    client.post(f"{pages}thing/telefono/remove/")
    assert now(brand).methods == ()
    assert now(brand)["ada"].holds == ("clave-ig",)
    client.post(f"{pages}undo/")
    assert now(brand) == cafe()


def test_two_people_who_edit_different_things_both_keep_their_words(
    client: Client, brand: Brand, ada: User, pages: str
) -> None:
    seen = queries.current_revision(brand)
    assert seen is not None
    save_inventory(
        brand=brand, inventory=renamed(cafe(), "ada", "Adela"), actor=ada, base_revision=seen
    )
    client.post(f"{pages}thing/ben/", {"name": "Benjamín", "base": str(seen.pk)})
    assert (now(brand)["ada"].name, now(brand)["ben"].name) == ("Adela", "Benjamín")


def test_two_people_who_edit_the_same_word_are_told_and_nothing_is_lost(
    client: Client, brand: Brand, ada: User, pages: str
) -> None:
    seen = queries.current_revision(brand)
    assert seen is not None
    save_inventory(
        brand=brand, inventory=renamed(cafe(), "ben", "Otro"), actor=ada, base_revision=seen
    )
    reply = client.post(f"{pages}thing/ben/", {"name": "Benjamín", "base": str(seen.pk)})
    assert reply.status_code == 409
    page = reply.content.decode()
    assert "<blockquote>Otro</blockquote>" in page
    assert 'value="Benjamín"' in page
    assert now(brand)["ben"].name == "Otro"
    again = reply.context["carried"]["base"]
    client.post(f"{pages}thing/ben/", {"name": "Benjamín", "base": again})
    assert now(brand)["ben"].name == "Benjamín"


def test_a_password_typed_as_an_alias_is_refused(client: Client, brand: Brand, pages: str) -> None:
    reply = client.post(f"{pages}thing/ben/", {"name": "clave: Perro2024!", "sure": "on"})
    assert reply.status_code == 422
    assert now(brand) == cafe()


def test_a_thing_that_is_not_there_is_not_found(client: Client, pages: str) -> None:
    for page in ("thing/nadie/", "thing/ig/ways/nada/", "add/nada/"):
        assert client.get(pages + page).status_code == 404


def test_every_question_about_a_thing_has_its_words() -> None:
    assert set(TRAIT_WORDS) == set(Trait)


@given(st.sampled_from([a.id for a in cafe().assets]))
def test_what_is_left_after_taking_a_thing_out_holds_together(asset_id: str) -> None:
    left = without_asset(cafe(), asset_id)
    assert read_document(own_document(left)) == left
    assert asset_id not in left


def test_adding_a_thing_changes_no_other() -> None:
    more = with_asset(cafe(), Asset("x", Kind.PLACE, "Caja fuerte"))
    assert without_asset(more, "x") == cafe()


def test_figures_of_a_thing_are_set_kept_and_given_back_to_the_default(
    client: Client, brand: Brand, pages: str
) -> None:
    page = f"{pages}thing/telefono/"
    name = {"name": "Teléfono de la jefa"}
    own = {"loss_as": "own", "loss_0_name": "robo", "loss_0_per_year": "0.5"}
    reply = client.post(page, name | own)
    assert reply.status_code == 422
    assert list(reply.context["form"].errors) == ["loss_0_down_h"]
    own |= {"loss_0_down_h": "48", "loss_0_source": "aseguradora, 2026", "theft_as": "never"}
    client.post(page, name | own)
    phone = now(brand)["telefono"]
    assert phone.loss == (LossMode("robo", 0.5, 48.0, source="aseguradora, 2026"),)
    assert phone.theft == ()
    client.post(page, {"name": "Otro nombre"})  # what a form leaves out stays
    assert now(brand)["telefono"].loss == phone.loss
    client.post(page, {"name": "Otro nombre", "loss_as": "default", "theft_as": "default"})
    assert (now(brand)["telefono"].loss, now(brand)["telefono"].theft) == (None, None)


def test_battery_common_cause_weight_and_costs_are_set_in_the_pages(
    client: Client, brand: Brand, pages: str
) -> None:
    client.post(f"{pages}add/power/", {"name": "Luz"})
    client.post(f"{pages}add/power/", {"name": "Batería", "charged_from": "luz", "lasts_h": "9"})
    assert now(brand)["bateria"].battery == Battery("luz", 9.0)
    half = {"name": "Batería", "charged_from": "luz", "lasts_h": ""}
    assert client.post(f"{pages}thing/bateria/", half).status_code == 422
    cause = {"name": "Apagón", "affects": ["luz", "telefono"], "beta": "10", "strikes": "loss"}
    client.post(f"{pages}add/cause/", cause)
    assert now(brand)["apagon"].cause == CommonCause(("luz", "telefono"), 0.1)
    client.post(f"{pages}add/cause/", cause | {"name": "Otro", "beta": "95"})
    assert "otro" not in now(brand)
    client.post(f"{pages}thing/ig/", {"name": "Instagram", "primary": "on", "weight": "2"})
    assert (now(brand)["ig"].weight, now(brand)["ig"].primary) == (2.0, True)
    client.post(f"{pages}costs/", {"hijack_h": "100", "lockout_h": "12.5"})
    assert now(brand).cost == RiskCost(100.0, 12.5)
