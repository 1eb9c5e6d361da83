import datetime as dt
import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.apps.audit.inventories import CAFE, cafe, renamed

from simulacro.apps.audit import queries
from simulacro.apps.audit.exchange import (
    Format,
    agency_file,
    inventory_file,
    locked,
    read_any_file,
)
from simulacro.apps.audit.models import InventoryRevision, PendingImport
from simulacro.apps.audit.services.imports import (
    ChangedMeanwhile,
    Expired,
    confirm_import,
    preview,
    receive_file,
)
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Role, User
from simulacro.config.cli import main
from simulacro.engines.access.agency import load_agency
from simulacro.kit.brought_files import BadFile
from simulacro.kit.passphrase import unlock
from simulacro.kit.policies import Denied

WORDS = "cuatro palabras bien largas"
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "inventories" / "agency.yaml"


def receive(owner: Brand | Agency, data: bytes, actor: User, **more: str) -> PendingImport:
    return receive_file(owner=owner, data=data, file_name="mapa", actor=actor, **more)


def test_a_file_changes_nothing_until_somebody_says_yes(brand: Brand, ada: User) -> None:
    pending = receive(brand, CAFE.encode(), ada)
    assert queries.current_revision(brand) is None
    assert len(preview(pending).own.added) == 5
    confirm_import(pending=pending.pk, owner=brand, actor=ada)
    assert queries.current_inventory(brand) == cafe()
    assert not PendingImport.objects.exists()


@pytest.mark.parametrize("form", Format)
def test_what_was_taken_out_comes_in_again_unchanged(brand: Brand, ada: User, form: Format) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=ada, base_revision=None)
    data = locked(inventory_file(cafe(), form, "es"), WORDS)
    pending = receive(brand, data, ada, passphrase=WORDS)
    assert not preview(pending).changes


def test_the_preview_tells_only_what_differs(brand: Brand, ada: User) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=ada, base_revision=None)
    data = inventory_file(renamed(cafe(), "ben", "Benjamín"), Format.XLSX)
    found = preview(receive(brand, data, ada)).own
    assert (found.count, found.changed[0].after.name) == (1, "Benjamín")


def test_a_pending_file_is_sealed_and_expires(brand: Brand, ada: User) -> None:
    data = inventory_file(renamed(cafe(), "ben", "marcador-zafiro"), Format.YAML)
    pending = receive(brand, data, ada)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_pendingimport")
        assert "marcador" not in repr(cursor.fetchone())
    later = timezone.now() + dt.timedelta(hours=2)
    with pytest.raises(Expired):
        confirm_import(pending=pending.pk, owner=brand, actor=ada, at=later)
    receive_file(owner=brand, data=data, file_name="x", actor=ada, at=later)
    assert PendingImport.objects.count() == 1


def test_a_save_in_between_asks_for_another_look(brand: Brand, ada: User) -> None:
    pending = receive(brand, CAFE.encode(), ada)
    save_inventory(
        brand=brand, inventory=renamed(cafe(), "ben", "B"), actor=ada, base_revision=None
    )
    with pytest.raises(ChangedMeanwhile):
        confirm_import(pending=pending.pk, owner=brand, actor=ada)
    assert queries.revisions(brand).count() == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (CAFE.replace("kind: person", "kind: persona").encode(), "bad_choice"),
        (CAFE.replace("name: Ben,", "name: 'clave: Perro2024!',").encode(), "secret"),
        (CAFE[: len(CAFE) - 20].encode(), "cut_short"),
        (EXAMPLE.read_bytes(), "of_an_agency"),
        (b"PK\x03\x04 and no more", "file_cut_short"),
        (b"", "empty"),
        (b"a: &a [*a, *a]\n", "alias"),
        (b"\xff\xfe\x00", "not_text"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason_and_nothing_changes(
    brand: Brand, ada: User, data: bytes, code: str
) -> None:
    with pytest.raises(BadFile) as caught:
        receive(brand, data, ada)
    assert code in caught.value.codes
    assert not PendingImport.objects.exists()
    assert not InventoryRevision.objects.exists()


def test_a_locked_file_asks_for_its_passphrase(brand: Brand, ada: User) -> None:
    data = locked(CAFE.encode(), WORDS)
    for passphrase, code in (("", "needs_passphrase"), ("otra cosa distinta", "wrong_passphrase")):
        with pytest.raises(BadFile) as caught:
            receive(brand, data, ada, passphrase=passphrase)
        assert caught.value.codes == (code,)


def test_a_responder_brings_nothing_in(brand: Brand, ben: User) -> None:
    with pytest.raises(Denied):
        receive(brand, CAFE.encode(), ben)


@pytest.fixture
def agency(dot: User) -> Agency:
    made = Agency.objects.create(name="Agencia Brújula")
    AgencyMembership.objects.create(user=dot, agency=made, role=Role.OWNER)
    return made


def test_an_agency_comes_in_by_one_workbook_and_its_brands_are_made(
    agency: Agency, dot: User
) -> None:
    given = load_agency(EXAMPLE.read_text("utf-8"))
    pending = receive(agency, agency_file(given, Format.XLSX, "es"), dot)
    found = preview(pending)
    assert all(new for _name, new, _diff in found.brands)
    made = confirm_import(pending=pending.pk, owner=agency, actor=dot)
    assert len(made) == len(given.brands) + 1
    assert Brand.objects.filter(agency=agency).count() == len(given.brands)
    assert queries.agency_inventory(agency) == given.shared
    kept = queries.agency_of_brands(agency)
    assert {b.inventory.brand.name for b in kept.brands} == {
        b.inventory.brand.name for b in given.brands
    }


def test_the_same_agency_again_changes_nothing(agency: Agency, dot: User) -> None:
    data = EXAMPLE.read_bytes()
    confirm_import(pending=receive(agency, data, dot).pk, owner=agency, actor=dot)
    again = agency_file(queries.agency_of_brands(agency), Format.XLSX)
    assert not preview(receive(agency, again, dot)).changes


def test_a_client_of_the_agency_is_not_the_agency(agency: Agency, ada: User, brand: Brand) -> None:
    brand.agency = agency
    brand.save()
    with pytest.raises(Denied):
        receive(agency, EXAMPLE.read_bytes(), ada)


def test_the_pages_bring_in_preview_and_confirm(client: Client, brand: Brand, ada: User) -> None:
    client.force_login(ada)
    page = f"/b/{brand.slug}/audit/inventory/import/"
    reply = client.post(page, {"file": SimpleUploadedFile("mapa.yaml", CAFE.encode())})
    assert reply.status_code == 302
    shown = client.get(reply["Location"]).content.decode()
    assert "Teléfono de la jefa" in shown
    client.post(f"{reply['Location']}confirm/", {"go": "confirm"})
    assert queries.current_inventory(brand) == cafe()


def test_the_page_lists_every_mistake_in_the_readers_language(
    client: Client, brand: Brand, ada: User
) -> None:
    client.force_login(ada)
    bad = CAFE.replace("kind: person", "kind: persona").replace("telefono, ada]", "nadie, ada]")
    page = f"/b/{brand.slug}/audit/inventory/import/"
    reply = client.post(page, {"file": SimpleUploadedFile("m.yaml", bad.encode())})
    assert reply.status_code == 422
    text = reply.content.decode()
    assert text.count('class="way-out"') == 3
    assert "línea 5" in text


def test_a_copy_leaves_the_page_only_locked(client: Client, brand: Brand, ada: User) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=ada, base_revision=None)
    client.force_login(ada)
    page = f"/b/{brand.slug}/audit/inventory/export/"
    assert (
        client.post(page, {"form": "yaml", "passphrase": "corta", "again": "corta"}).status_code
        == 422
    )
    reply = client.post(page, {"form": "yaml", "passphrase": WORDS, "again": WORDS})
    assert b"Instagram" not in reply.content
    plain = b"".join(unlock(io.BytesIO(reply.content), passphrase=WORDS))
    assert b"Instagram" in plain


def test_the_page_says_a_command_that_opens_the_copy(
    client: Client,
    brand: Brand,
    ada: User,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=ada, base_revision=None)
    client.force_login(ada)
    page = f"/b/{brand.slug}/audit/inventory/export/"
    text = client.get(page).content.decode()
    commands = re.findall(r"<code>simulacro (inventory open [^<]+)</code>", text)
    assert len(commands) == 2
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIMULACRO_PASSPHRASE", WORDS)
    for form, command in zip(("yaml", "xlsx"), commands, strict=True):
        reply = client.post(page, {"form": form, "passphrase": WORDS, "again": WORDS})
        (name,) = re.findall('filename="(.+)"', reply["Content-Disposition"])
        (tmp_path / name).write_bytes(reply.content)
        assert main(command.split()) == 0
        assert read_any_file((tmp_path / f"{brand.slug}.{form}").read_bytes()) == cafe()


def test_the_agencys_pages_are_for_the_agency(
    client: Client, agency: Agency, dot: User, ada: User
) -> None:
    pages = f"/agency/{agency.pk}/audit/inventory/"
    client.force_login(ada)
    assert client.get(pages).status_code == 404
    client.force_login(dot)
    for page in ("", "import/", "export/", "history/"):
        assert client.get(pages + page).status_code == 200
    reply = client.post(
        f"{pages}import/", {"file": SimpleUploadedFile("a.yaml", EXAMPLE.read_bytes())}
    )
    assert "Panadería Alba" in client.get(reply["Location"]).content.decode()
    client.post(f"{reply['Location']}confirm/", {"go": "confirm"})
    assert "El junior" in client.get(pages).content.decode()
