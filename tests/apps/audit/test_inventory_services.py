from dataclasses import replace

import pytest
from django.db import connection
from tests.apps.audit.inventories import cafe, renamed, with_asset, without

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.queries.inventory import as_read_today
from simulacro.apps.audit.services.inventory import (
    NothingToUndo,
    ReusedIds,
    SecretsOffered,
    StaleInventory,
    StillShared,
    restore_revision,
    save_agency_inventory,
    save_inventory,
    undo_revision,
)
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Membership, Role, User
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Asset, Kind
from simulacro.engines.access.writing import to_document
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit.policies import Denied


def save(brand: Brand, inventory, actor: User, base: InventoryRevision | None = None):
    return save_inventory(brand=brand, inventory=inventory, actor=actor, base_revision=base)


def test_what_was_saved_is_what_is_read(brand: Brand, ada: User) -> None:
    revision = save(brand, cafe(), ada)
    assert revision.number == 1
    assert queries.current_inventory(brand) == cafe()


def test_what_was_kept_opens_though_a_file_with_it_is_refused_today() -> None:
    inventory = cafe()
    older = replace(inventory.brand, region="Perú", language="fr")
    document = to_document(replace(inventory, brand=older))
    with pytest.raises(DocumentError):
        load_document(document)
    found = load_document(as_read_today(document))
    assert (found.brand.region, found.brand.language) == ("", "es")
    assert found.assets == inventory.assets
    good = to_document(inventory)
    assert as_read_today(good) is good


def test_a_brand_without_revisions_has_no_inventory(brand: Brand) -> None:
    assert queries.current_inventory(brand) is None


def test_saving_the_same_again_adds_nothing(brand: Brand, ada: User) -> None:
    first = save(brand, cafe(), ada)
    assert save(brand, cafe(), ada, first) == first
    assert queries.revisions(brand).count() == 1


def test_the_database_holds_no_word_of_the_inventory(brand: Brand, ada: User) -> None:
    save(brand, renamed(cafe(), "telefono", "marcador-zafiro"), ada)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_inventoryrevision")
        row = cursor.fetchone()
    assert "marcador" not in repr([bytes(x) if isinstance(x, memoryview) else x for x in row])


def test_a_stale_save_is_refused_with_both_versions_and_changes_nothing(
    brand: Brand, ada: User
) -> None:
    first = save(brand, cafe(), ada)
    second = save(brand, renamed(cafe(), "telefono", "El viejo"), ada, first)
    mine = renamed(cafe(), "telefono", "El de la caja")
    with pytest.raises(StaleInventory) as caught:
        save(brand, mine, ada, first)
    assert caught.value.current == second
    assert caught.value.offered == mine
    assert [c.field for c in caught.value.merged.clashes] == ["name"]
    assert queries.current_revision(brand) == second


def test_two_edits_of_different_things_can_both_be_kept(brand: Brand, ada: User) -> None:
    first = save(brand, cafe(), ada)
    save(brand, renamed(cafe(), "ben", "Benjamín"), ada, first)
    with pytest.raises(StaleInventory) as caught:
        save(brand, renamed(cafe(), "telefono", "El de la caja"), ada, first)
    merged = caught.value.merged.inventory
    assert merged is not None
    assert (merged["ben"].name, merged["telefono"].name) == ("Benjamín", "El de la caja")


def test_undo_brings_the_former_words_back_and_undoing_again_the_later(
    brand: Brand, ada: User
) -> None:
    first = save(brand, cafe(), ada)
    save(brand, renamed(cafe(), "telefono", "Otro"), ada, first)
    undone = undo_revision(owner=brand, actor=ada)
    assert undone.number == 3
    assert queries.current_inventory(brand) == cafe()
    undo_revision(owner=brand, actor=ada)
    again = queries.current_inventory(brand)
    assert again is not None
    assert again["telefono"].name == "Otro"


def test_the_first_revision_cannot_be_undone(brand: Brand, ada: User) -> None:
    save(brand, cafe(), ada)
    with pytest.raises(NothingToUndo):
        undo_revision(owner=brand, actor=ada)


def test_an_old_revision_comes_back_with_its_ids(brand: Brand, ada: User) -> None:
    first = save(brand, cafe(), ada)
    second = save(brand, without(cafe(), "ben"), ada, first)
    back = restore_revision(owner=brand, revision=first, actor=ada)
    assert back.restored_from == first
    assert back.way_ids == first.way_ids
    assert second.retired == {"ben": "person"}
    assert back.retired == {}


def test_a_way_in_keeps_its_id_through_a_rename_and_a_change(brand: Brand, ada: User) -> None:
    first = save(brand, cafe(), ada)
    was = {m.name: i for i, m in queries.ways_of(first).items()}
    changed = tuple(
        replace(m, name="Ada, con sus códigos", latency_min=15) if m.name == "Ada" else m
        for m in reversed(cafe().methods)
    )
    second = save(brand, replace(cafe(), methods=changed), ada, first)
    now = {m.name: i for i, m in queries.ways_of(second).items()}
    assert now["Ben"] == was["Ben"]
    assert now["Ada, con sus códigos"] == was["Ada"]


def test_an_id_never_comes_to_mean_another_thing(brand: Brand, ada: User) -> None:
    first = save(brand, cafe(), ada)
    second = save(brand, without(cafe(), "ben"), ada, first)
    with pytest.raises(ReusedIds) as caught:
        save(
            brand, with_asset(without(cafe(), "ben"), Asset("ben", Kind.DEVICE, "Ben")), ada, second
        )
    assert caught.value.reused[0].was == "person"
    assert queries.current_revision(brand) == second


def test_a_password_is_never_stored(brand: Brand, ada: User) -> None:
    with pytest.raises(SecretsOffered) as caught:
        save(brand, renamed(cafe(), "clave-ig", "clave: Perro2024!"), ada)
    assert "Perro" not in str(caught.value)
    assert not InventoryRevision.objects.exists()


def test_a_responder_sees_and_cannot_change(brand: Brand, ben: User) -> None:
    with pytest.raises(Denied):
        save(brand, cafe(), ben)


def test_an_outsider_and_an_observer_can_do_nothing(brand: Brand, dot: User, cy: User) -> None:
    for person in (dot, cy):
        with pytest.raises(Denied):
            save(brand, cafe(), person)


def shared_tool(agency: Agency) -> str:
    return f"""
schema: simulacro.inventory/1
brand: {agency.name}
assets:
  - {{id: junior, kind: person, name: El junior}}
  - {{id: programador, kind: tool, name: Programador, opens: [[junior]]}}
"""


def client_of(agency: Agency, slug: str, lead: User) -> Brand:
    brand = Brand.objects.create(name=slug.title(), slug=slug, agency=agency)
    Membership.objects.create(user=lead, brand=brand, role=Role.LEAD)
    AgencyMembership.objects.get_or_create(user=lead, agency=agency, defaults={"role": Role.LEAD})
    return brand


def client_document(brand: Brand, shared) -> object:
    from simulacro.apps.audit.documents import read_document

    return read_document(
        {
            "schema": "simulacro.inventory/1",
            "brand": brand.name,
            "assets": [{"id": "ig", "kind": "account", "opens": [["agency:programador"]]}],
        },
        shared,
    )


def test_brands_of_an_agency_share_its_tool_and_follow_its_changes(dot: User) -> None:
    agency = Agency.objects.create(name="Agencia Brújula")
    brands = [client_of(agency, f"cliente-{i}", dot) for i in range(3)]
    tool = load_document(shared_tool(agency))
    above = save_agency_inventory(agency=agency, inventory=tool, actor=dot, base_revision=None)
    for brand in brands:
        save(brand, client_document(brand, tool), dot)
    save_agency_inventory(
        agency=agency, inventory=renamed(tool, "junior", "La nueva"), actor=dot, base_revision=above
    )
    for brand in brands:
        now = queries.current_inventory(brand)
        assert now is not None
        assert now["agency:junior"].name == "La nueva"
        then = queries.inventory_of(queries.current_revision(brand))
        assert then["agency:junior"].name == "El junior"
    assert len(queries.agency_of_brands(agency).brands) == 3


def test_an_agency_cannot_drop_what_its_brands_use(dot: User) -> None:
    agency = Agency.objects.create(name="Agencia Brújula")
    brand = client_of(agency, "cliente", dot)
    tool = load_document(shared_tool(agency))
    above = save_agency_inventory(agency=agency, inventory=tool, actor=dot, base_revision=None)
    save(brand, client_document(brand, tool), dot)
    with pytest.raises(StillShared) as caught:
        save_agency_inventory(
            agency=agency, inventory=without(tool, "programador"), actor=dot, base_revision=above
        )
    assert list(caught.value.brands) == ["Cliente"]
    assert queries.current_revision(agency) == above


def test_whoever_leads_a_client_cannot_touch_the_agency(dot: User, ada: User) -> None:
    agency = Agency.objects.create(name="Agencia Brújula")
    brand = client_of(agency, "uno", dot)
    Membership.objects.create(user=ada, brand=brand, role=Role.OWNER)
    tool = load_document(shared_tool(agency))
    with pytest.raises(Denied):
        save_agency_inventory(agency=agency, inventory=tool, actor=ada, base_revision=None)
