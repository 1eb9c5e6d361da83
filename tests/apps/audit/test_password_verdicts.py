import json
import uuid

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.apps.audit.inventories import cafe

from simulacro.apps.audit import queries
from simulacro.apps.audit.services import passwords
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

MARKER = "Marcador.andariego.9c1e"


@pytest.fixture
def page(client: Client, brand: Brand, ada: User) -> str:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    client.force_login(ada)
    return f"/b/{brand.slug}/audit/passwords/"


def said(brand: Brand, **value: object) -> dict[str, str]:
    revision = queries.current_revision(brand)
    assert revision is not None
    return {"revision": str(revision.pk), "said": json.dumps(value)}


def test_a_string_that_came_along_is_refused(client: Client, brand: Brand, page: str) -> None:
    good = {"weak": True, "breached": "no"}
    for value in (
        {"notes": {"clave-ig": {**good, "secret": MARKER}}, "groups": []},
        {"notes": {"clave-ig": {"weak": MARKER, "breached": "no"}}, "groups": []},
        {"notes": {"clave-ig": {"weak": True, "breached": MARKER}}, "groups": []},
        {"notes": {"clave-ig": good}, "groups": [[MARKER, "clave-ig"]]},
        {"notes": {"clave-ig": good}, "groups": [], "more": MARKER},
    ):
        answer = client.post(page, said(brand, **value))
        assert answer.status_code == 200
        assert MARKER not in answer.content.decode().replace("Café Andariego", "")
    assert queries.current_inventory(brand) == cafe()
    for value in ({"notes": {MARKER: good}, "groups": []}, {"notes": {"ada": good}, "groups": []}):
        assert client.post(page, said(brand, **value)).status_code == 302
    assert queries.current_inventory(brand) == cafe()
    answer = client.post(page, {"revision": str(uuid.uuid4()), "said": said(brand)["said"]})
    assert queries.current_inventory(brand) == cafe()


def test_a_crash_while_saving_shows_no_value_of_the_form(
    client: Client, brand: Brand, page: str, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    def crash(**kwargs: object) -> None:
        kept = MARKER
        raise RuntimeError(len(kept))

    monkeypatch.setattr(passwords, "edit_inventory", crash)
    settings.DEBUG = True
    client.raise_request_exception = False
    value = said(brand, notes={"clave-ig": {"weak": True, "breached": "no"}}, groups=[])
    answer = client.post(page, {**value, "password": MARKER})
    assert answer.status_code == 500
    assert "RuntimeError" in answer.content.decode()
    assert MARKER not in answer.content.decode()


def test_a_range_is_five_digits_and_is_never_kept(
    client: Client, page: str, settings: LazySettings, ben: User
) -> None:
    settings.LEAK_SERVICE = "http://127.0.0.1:1"
    assert client.post(f"{page}range/", {"prefix": "ABCDE"}).status_code == 503
    for wrong in ("", "ABCD", "ABCDEF", "ABCDG", "../ab"):
        assert client.post(f"{page}range/", {"prefix": wrong}).status_code == 400
    assert client.get(f"{page}range/").status_code == 405
    assert "no-store" in client.get(page)["Cache-Control"]
