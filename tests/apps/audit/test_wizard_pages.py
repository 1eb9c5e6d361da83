from typing import Any

import pytest
from django.test import Client

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import InventoryRevision, WizardDraft
from simulacro.apps.audit.wizard import steps
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Kind

NETWORKS = {"codes": ["instagram", "facebook"], "others": ""}
ENTRANTS = {"who": "La jefa, Ana", "state": "known"}
CODES = {"phone": "owner:La jefa", "other": ""}

LATER_TYPED: dict[str, dict[str, Any]] = {
    "mailboxes": {"name": "Correo de la tienda"},
    "passwords": {"where": "vault", "name": "Bitwarden"},
    "tools": {"name_0": "Metricool", "who_0": "Ana", "networks_0": ["instagram"]},
    "carriers": {"name_0": "La operadora"},
    "power": {"battery_0": "8"},
    "leavers": {"name_0": "Beto", "networks_0": ["instagram"], "knows_0": "yes"},
    "shifts": {"when_0": "own", "from_0": "22:30", "to_0": "06:15", "days_0": "weekend"},
}


@pytest.fixture
def start(brand: Brand) -> str:
    return f"/b/{brand.slug}/audit/start/"


def answer_three(client: Client, start: str) -> None:
    for key, answer in (("networks", NETWORKS), ("entrants", ENTRANTS), ("codes", CODES)):
        reply = client.post(f"{start}{key}/", answer)
        assert reply.status_code == 302, reply.content.decode()


def test_three_screens_lead_to_the_results_with_a_real_inventory(
    client: Client, brand: Brand, ada: User, start: str
) -> None:
    client.force_login(ada)
    assert client.get(start)["Location"] == f"{start}networks/"
    answer_three(client, start)
    reply = client.post(f"{start}codes/", CODES)
    assert reply["Location"] == f"/b/{brand.slug}/audit/first/"
    found = queries.current_inventory(brand)
    assert found is not None
    assert [a.name for a in found.channels] == ["Instagram", "Facebook"]
    revision = queries.current_revision(brand)
    assert revision is not None
    assert (revision.author, revision.origin) == (ada, "wizard")


def test_the_questions_go_on_where_they_were_left(client: Client, ada: User, start: str) -> None:
    client.force_login(ada)
    client.post(f"{start}networks/", NETWORKS)
    assert client.get(start)["Location"] == f"{start}entrants/"
    page = client.get(f"{start}networks/").content.decode()
    assert page.count("checked") == 2


def test_the_later_questions_are_offered_until_all_are_answered(
    client: Client, brand: Brand, ada: User, start: str
) -> None:
    base = f"/b/{brand.slug}/"
    places = (f"{base}audit/inventory/", f"{base}audit/first/")

    def offered(address: str) -> bool:
        return f'href="{start}"' in client.get(address).content.decode()

    client.force_login(ada)
    assert offered(places[0]), "nothing is answered yet"
    answer_three(client, start)
    assert [address for address in places if not offered(address)] == []
    assert client.get(start)["Location"] == f"{start}shifts/"
    for _ in steps.LATER:
        page = client.get(start)["Location"]
        if page != f"{start}networks/":
            key = page.rstrip("/").rsplit("/", 1)[1]
            client.post(page, filled(client, page) | LATER_TYPED.get(key, {}))
    assert [address for address in places if offered(address)] == []


@pytest.mark.parametrize(
    ("written", "code"), [("Bluesky", "bluesky"), ("mastodon.social", "mastodon"), ("Vk", None)]
)
def test_a_network_written_by_hand_is_known(
    client: Client, brand: Brand, ada: User, start: str, written: str, code: str | None
) -> None:
    client.force_login(ada)
    client.post(f"{start}networks/", {"codes": [], "others": written})
    client.post(f"{start}entrants/", ENTRANTS)
    client.post(f"{start}codes/", CODES)
    found = queries.current_inventory(brand)
    assert found is not None
    assert [(a.name, a.network) for a in found.channels] == [(written, code)]


def test_back_keeps_what_was_typed_though_it_is_no_answer_yet(
    client: Client, ada: User, start: str
) -> None:
    client.force_login(ada)
    client.post(f"{start}networks/", NETWORKS)
    typed = {"who": "La jefa", "state": "", "go": "back"}
    assert client.post(f"{start}entrants/", typed)["Location"] == f"{start}networks/"
    assert "La jefa" in client.get(f"{start}entrants/").content.decode()


def test_who_works_alone_is_asked_once_and_can_be_put_right(
    client: Client, ada: User, brand: Brand, start: str
) -> None:
    client.force_login(ada)
    Brand.objects.filter(pk=brand.pk).update(solo=True)
    assert b'name="solo"' not in client.get(f"{start}networks/").content
    client.post(f"{start}networks/", {"codes": ["instagram"]})
    assert Brand.objects.get(pk=brand.pk).solo
    assert b'name="solo"' in client.get(f"{start}networks/").content
    client.post(f"{start}networks/", {"codes": ["instagram"]})
    assert not Brand.objects.get(pk=brand.pk).solo


def test_a_mistake_keeps_what_was_typed(client: Client, ada: User, start: str) -> None:
    client.force_login(ada)
    reply = client.post(f"{start}networks/", {"others": "tienda " * 400, "codes": ["x"]})
    assert reply.status_code == 422
    assert "checked" in reply.content.decode()
    assert "tienda tienda" in reply.content.decode()
    assert not WizardDraft.objects.exists()


@pytest.mark.parametrize(
    "secret", ["clave: Perro2024!", "JBSWY3DPEHPK3PXP", "a1b2-c3d4-e5f6", "1234 5678, 8765 4321"]
)
def test_a_secret_is_refused_and_left_nowhere(
    client: Client, ada: User, start: str, secret: str
) -> None:
    client.force_login(ada)
    client.post(f"{start}networks/", NETWORKS)
    answer = ENTRANTS | {"who": secret, "sure": "on"}
    assert client.post(f"{start}entrants/", answer).status_code == 422
    client.post(f"{start}entrants/", answer | {"go": "back"})
    assert secret not in repr(WizardDraft.objects.get().answers)


def test_a_phone_number_is_asked_about_and_may_be_kept(
    client: Client, ada: User, start: str
) -> None:
    client.force_login(ada)
    client.post(f"{start}networks/", NETWORKS)
    answer = ENTRANTS | {"who": "+51 987 654 321"}
    reply = client.post(f"{start}entrants/", answer)
    assert reply.status_code == 422
    assert 'name="sure"' in reply.content.decode()
    assert client.post(f"{start}entrants/", answer | {"sure": "on"}).status_code == 302


def test_answering_again_changes_what_it_said_and_keeps_other_edits(
    client: Client, brand: Brand, ada: User, start: str
) -> None:
    from tests.apps.audit.inventories import renamed

    from simulacro.apps.audit.services.inventory import save_inventory

    client.force_login(ada)
    answer_three(client, start)
    found = queries.current_inventory(brand)
    assert found is not None
    save_inventory(
        brand=brand,
        inventory=renamed(found, "account-instagram", "La cuenta de siempre"),
        actor=ada,
        base_revision=queries.current_revision(brand),
    )
    client.post(f"{start}entrants/", ENTRANTS | {"who": "La jefa, Ana, Beto"})
    found = queries.current_inventory(brand)
    assert found is not None
    assert found["account-instagram"].name == "La cuenta de siempre"
    assert len(found.methods_of("account-instagram")) == 3


def test_answers_join_an_inventory_that_came_from_elsewhere(
    client: Client, brand: Brand, ada: User, start: str
) -> None:
    from tests.apps.audit.inventories import cafe

    from simulacro.apps.audit.services.inventory import save_inventory

    save_inventory(brand=brand, inventory=cafe(), actor=ada, base_revision=None)
    client.force_login(ada)
    answer_three(client, start)
    found = queries.current_inventory(brand)
    assert found is not None
    assert [a.id for a in found.assets if a.name == "Instagram"] == ["ig"]
    assert {m.name for m in found.methods_of("ig")} >= {"Ada", "Ben", "La jefa", "Ana"}
    assert "telefono" in found["ada"].holds


def test_what_nobody_knows_is_an_answer(
    client: Client, brand: Brand, ada: User, start: str
) -> None:
    client.force_login(ada)
    unknown: list[tuple[str, dict[str, Any]]] = [
        ("networks", NETWORKS),
        ("entrants", {"who": "", "state": "unknown"}),
        ("codes", {"phone": "unknown", "other": ""}),
    ]
    for key, answer in unknown:
        assert client.post(f"{start}{key}/", answer).status_code == 302
    found = queries.current_inventory(brand)
    assert found is not None
    assert all(a.ways_unknown for a in found.channels)


def test_what_nobody_told_is_not_told_as_a_fact(
    client: Client, brand: Brand, ada: User, start: str
) -> None:
    client.force_login(ada)
    client.post(f"{start}networks/", NETWORKS)
    client.post(f"{start}entrants/", {"state": "unknown", "who": ""})
    client.post(f"{start}codes/", {"phone": "unknown", "other": ""})
    first = client.get(f"/b/{brand.slug}/audit/first/").content.decode()
    assert "No sabemos quién puede abrir" in first
    assert "Instagram" in first
    assert "Facebook" in first
    assert f'href="{start}entrants/"' in first
    assert "Da a otra persona" not in first
    results = client.get(f"/b/{brand.slug}/audit/").content.decode()
    assert "No sabemos quién tiene el control de" in results
    assert "<em>nadie</em> tiene el control" not in results


def test_an_observer_sees_no_map_and_a_responder_only_looks(
    client: Client, brand: Brand, ben: User, cy: User, start: str
) -> None:
    pages = f"/b/{brand.slug}/audit/inventory/"
    client.force_login(cy)
    assert client.get(pages).status_code == 403
    client.force_login(ben)
    assert client.get(pages).status_code == 200
    assert client.get(f"{start}networks/").status_code == 403
    assert client.post(f"{pages}undo/").status_code == 403


def test_history_tells_each_change_and_goes_back(
    client: Client, brand: Brand, ada: User, start: str
) -> None:
    client.force_login(ada)
    answer_three(client, start)
    client.post(f"{start}entrants/", ENTRANTS | {"who": "La jefa, Ana, Beto"})
    page = client.get(f"/b/{brand.slug}/audit/inventory/history/").content.decode()
    assert "Beto" in page
    first = InventoryRevision.objects.get(number=1)
    client.post(f"/b/{brand.slug}/audit/inventory/history/{first.pk}/restore/")
    now = queries.current_revision(brand)
    assert now is not None
    assert now.document == first.document
    assert now.restored_from == first


def filled(client: Client, page: str) -> dict[str, Any]:
    """What a browser would send of a question as it is shown."""
    form = client.get(page).context["form"]
    sent = {}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, False, ""):
            sent[name] = value
    return sent


def test_every_later_question_can_be_answered_as_it_stands(
    client: Client, brand: Brand, ada: User, start: str
) -> None:
    client.force_login(ada)
    answer_three(client, start)
    asked = []
    for _ in range(20):
        page = client.get(start)["Location"]
        key = page.rstrip("/").rsplit("/", 1)[1]
        if key in asked or key == "networks":
            break
        asked.append(key)
        reply = client.post(page, filled(client, page) | LATER_TYPED.get(key, {}))
        assert reply.status_code == 302, (key, reply.content.decode())
    assert len(asked) == 12
    found = queries.current_inventory(brand)
    assert found is not None
    names = {a.name for a in found.assets}
    assert names >= {"Correo de la tienda", "Bitwarden", "Metricool", "La operadora", "Beto"}
    hours = found["person-la-jefa"].at_hand
    assert hours is not None
    assert (hours.shifts[0].start_min, hours.shifts[0].end_min) == (22 * 60 + 30, 6 * 60 + 15)


def test_own_hours_need_both_ends(client: Client, ada: User, start: str) -> None:
    client.force_login(ada)
    answer_three(client, start)
    page = f"{start}shifts/"
    reply = client.post(page, filled(client, page) | {"when_0": "own", "from_0": "22:30"})
    assert reply.status_code == 422
    assert "22:30" in reply.content.decode()


def test_the_places_of_work_are_asked_for_their_signal_and_remembered(
    client: Client, brand: Brand, ada: User, start: str
) -> None:
    client.force_login(ada)
    answer_three(client, start)
    told = {
        "name_0": "La tienda",
        "who_0": ["ana"],
        "signal_0": "some",
        "companies_0": "Una y Otra",
        "wifi_0": "yes",
    }
    assert client.post(f"{start}signal/", told).status_code == 302
    found = queries.current_inventory(brand)
    assert found is not None
    names = {a.name for a in found.of_kind(Kind.CONNECTION)}
    assert names == {
        "Wifi de la tienda",
        "Señal de Una en la tienda",
        "Señal de Otra en la tienda",
    }
    page = client.get(f"{start}signal/").content.decode()
    assert 'value="La tienda"' in page
    assert 'value="Una, Otra"' in page
