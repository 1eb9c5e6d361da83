import datetime as dt

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.audit.inventories import CAFE, cafe, renamed
from tests.conftest import member, with_second_factor

from simulacro.apps.audit import queries
from simulacro.apps.audit.documents import read_document
from simulacro.apps.audit.models import Audit
from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.inventory import save_agency_inventory, save_inventory
from simulacro.apps.brands.days import today_of
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Role, User
from simulacro.engines.access.document import load_document

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
PAGES = ["", "map/", "map/?view=theft", "map/ig/", "week/", "week/?channel=ig", "fixes/"]
PAGES += ["fixes/?question=hijack", "findings/", "history/", "history/1/", "report/", "first/"]


@pytest.fixture(scope="module")
def audited_once(rows_of_the_module: None) -> Brand:
    brand = Brand.objects.create(name="Café Andariego", slug="audited")
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None, at=NOW)
    run_audit(brand=brand, actor=None, at=NOW)
    return brand


@pytest.fixture
def brand(request: pytest.FixtureRequest, db: None, audited_once: Brand) -> Brand:
    """The brand of the cast: a new one where the test does not ask for an audit."""
    if "audited" in request.fixturenames:
        return audited_once
    return Brand.objects.create(name="Café Andariego", slug="cafe-andariego")


@pytest.fixture
def audited(brand: Brand) -> Brand:
    return brand


def get(client: Client, brand: Brand, page: str) -> str:
    response = client.get(f"/b/{brand.slug}/audit/{page}")
    assert response.status_code == 200, page
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_in_both_languages(
    client: Client, audited: Brand, ben: User, page: str
) -> None:
    client.force_login(ben)
    for language in ("es", "en"):
        ben.language = language
        ben.save()
        client.cookies["django_language"] = language
        text = get(client, audited, page)
        assert "Instagram" in text or "weak" in text or "/audit/" in text
        assert "style=" not in text
        assert "<script>" not in text


@pytest.mark.parametrize("page", PAGES)
def test_observer_sees_no_page_of_the_attack_map(
    client: Client, audited: Brand, cy: User, page: str
) -> None:
    client.force_login(cy)
    assert client.get(f"/b/{audited.slug}/audit/{page}").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_outsider_does_not_learn_that_the_audit_exists(
    client: Client, audited: Brand, dot: User, page: str
) -> None:
    client.force_login(dot)
    assert client.get(f"/b/{audited.slug}/audit/{page}").status_code == 404


def test_the_first_page_says_first_what_silences(client: Client, audited: Brand, ben: User) -> None:
    client.force_login(ben)
    text = get(client, audited, "")
    heading = text.index("<h1")
    assert "el teléfono de la jefa" in text[heading : heading + 400]


def test_no_browser_keeps_a_copy_of_the_map(client: Client, audited: Brand, ben: User) -> None:
    client.force_login(ben)
    response = client.get(f"/b/{audited.slug}/audit/map/")
    assert "no-store" in response["Cache-Control"]


def test_before_any_inventory_the_page_leads_to_the_three_questions(
    client: Client, brand: Brand, ada: User
) -> None:
    client.force_login(ada)
    text = get(client, brand, "")
    assert reverse("audit:start", args=[brand.slug]) in text


def test_with_an_inventory_and_no_audit_one_button_audits(
    client: Client, brand: Brand, ada: User
) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=ada, base_revision=None)
    client.force_login(ada)
    assert reverse("audit:run", args=[brand.slug]) in get(client, brand, "")
    response = client.post(f"/b/{brand.slug}/audit/run/", {"next": "first"}, follow=True)
    assert response.redirect_chain[-1][0].endswith("/audit/first/")
    assert "el teléfono de la jefa" in response.content.decode()
    assert Audit.objects.get(brand=brand).author == ada


def test_a_changed_inventory_says_that_the_audit_is_old(
    client: Client, audited: Brand, ada: User
) -> None:
    client.force_login(ada)
    assert 'class="stale' not in get(client, audited, "")
    save_inventory(
        brand=audited,
        inventory=renamed(cafe(), "ada", "Ana"),
        actor=ada,
        base_revision=queries.current_revision(audited),
    )
    assert 'class="stale' in get(client, audited, "")


def finding_page(brand: Brand) -> str:
    row = next(r for r in queries.findings(brand) if r.seen.code == "F8")
    return f"/b/{brand.slug}/audit/findings/{row.pk}/"


def test_a_weak_point_gets_an_owner_and_a_date_by_its_form(
    client: Client, audited: Brand, ben: User
) -> None:
    client.force_login(ben)
    page = finding_page(audited)
    sent = {"state": "open", "owner": str(ben.pk), "due": "2030-01-31", "version": "1"}
    assert client.post(page, sent).status_code == 302
    row = next(r for r in queries.findings(audited) if r.owner_id)
    assert (row.owner, row.due) == (ben, dt.date(2030, 1, 31))
    assert "Lo cuida Ben" in get(client, audited, "findings/")


def test_accepting_without_reason_keeps_what_was_typed_and_says_why(
    client: Client, audited: Brand, ada: User
) -> None:
    client.force_login(ada)
    sent = {"state": "accepted", "due": "2030-01-31", "reason": "", "version": "1"}
    response = client.post(finding_page(audited), sent)
    text = response.content.decode()
    assert response.status_code == 200
    assert "Escribe por qué" in text
    assert "Pon una fecha" in text
    assert 'value="2030-01-31"' in text
    assert not queries.findings(audited).filter(state="accepted").exists()


def test_nothing_is_accepted_for_more_than_a_year_and_the_last_day_is_told(
    client: Client, audited: Brand, ada: User
) -> None:
    client.force_login(ada)
    last = today_of(audited) + dt.timedelta(days=366)
    sent = {"state": "accepted", "reason": "porque sí", "version": "1"}
    page = finding_page(audited)
    for day in (last + dt.timedelta(days=1), dt.date.max):
        response = client.post(page, sent | {"accepted_until": day.isoformat()})
        assert f"{last.day} de" in response.context["form"].errors["accepted_until"][0]
    assert client.post(page, sent | {"accepted_until": last.isoformat()}).status_code == 302


def test_a_responder_cannot_accept_even_by_a_made_up_form(
    client: Client, audited: Brand, ben: User
) -> None:
    client.force_login(ben)
    sent = {
        "state": "accepted",
        "reason": "porque sí",
        "accepted_until": (timezone.localdate() + dt.timedelta(days=60)).isoformat(),
        "version": "1",
    }
    assert client.post(finding_page(audited), sent).status_code == 403
    assert not queries.findings(audited).filter(state="accepted").exists()


def test_a_stale_form_keeps_the_words_and_changes_nothing(
    client: Client, audited: Brand, ada: User, ben: User
) -> None:
    client.force_login(ada)
    page = finding_page(audited)
    began = {"initial-state": "open", "initial-due": "", "version": "1"}
    client.post(page, {"state": "fixed", "due": "2030-01-01", **began})
    client.force_login(ben)
    response = client.post(page, {"state": "open", "due": "2030-02-01", **began})
    assert response.status_code == 409
    assert [d.name for d in response.context["differences"]] == ["due"]
    assert "2030-01-01" in response.content.decode()
    assert response.context["form"]["state"].value() == "fixed"
    assert queries.findings(audited).filter(state="fixed").count() == 1


def test_the_report_is_marked_confidential_with_who_and_when(
    client: Client, audited: Brand, ben: User
) -> None:
    client.force_login(ben)
    text = get(client, audited, "report/")
    assert "Confidencial" in text
    assert "Ben" in text
    assert 'class="map"' in text


AGENCY = """
schema: simulacro.inventory/1
brand: {name: %(name)s, region: MX}
assets:
  - {id: clave, kind: credential, name: Clave}
  - {id: ig, kind: account, name: Instagram, opens: [[clave, "agency:programador"]]}
"""


def test_the_agency_sees_what_silences_most_of_its_clients(client: Client, db: None) -> None:
    agency = Agency.objects.create(name="Estudio Marea")
    shared = load_document(
        "schema: simulacro.inventory/1\nbrand: {name: Estudio Marea}\nassets:\n"
        "  - {id: llave, kind: credential, name: Llave}\n"
        "  - {id: programador, kind: tool, name: Programador, opens: [[llave]]}\n"
    )
    save_agency_inventory(agency=agency, inventory=shared, actor=None, base_revision=None)
    brands = [
        Brand.objects.create(name=f"Cliente {n}", slug=f"cliente-{n}", agency=agency)
        for n in (1, 2, 3)
    ]
    olga = User.objects.create_user("olga@example.org", name="Olga")
    AgencyMembership.objects.create(agency=agency, user=olga, role=Role.LEAD)
    with_second_factor(olga)
    for brand in brands[:2]:
        document = yaml.safe_load(AGENCY % {"name": brand.name})
        save_inventory(
            brand=brand,
            inventory=read_document(document, shared),
            actor=None,
            base_revision=None,
        )
        run_audit(brand=brand, actor=None, at=NOW)
    url = f"/agency/{agency.pk}/audit/"
    client.force_login(olga)
    text = client.get(url).content.decode()
    assert "Si falla <em>una</em> cosa, 2 de tus 2 clientes auditados se quedan sin voz" in text
    assert "Cliente 3" in text
    assert f'href="{url}"' in client.get(f"/a/{agency.pk}/").content.decode()
    assert f'href="{url}inventory/import/"' in text
    client.force_login(member(brands[0], "Ben", Role.LEAD))
    assert client.get(url).status_code == 404


def test_a_large_inventory_leads_to_its_job(
    client: Client, audited: Brand, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulacro.apps.audit.services.audits.SOLVED_AT_ONCE", 2)
    client.force_login(ben)
    response = client.post(f"/b/{audited.slug}/audit/run/")
    assert response.status_code == 302
    assert response["Location"].startswith(f"/b/{audited.slug}/jobs/")


def test_what_is_gone_is_told_by_the_name_it_had(client: Client, brand: Brand, ben: User) -> None:
    begin = dt.timedelta(days=-1)
    first = save_inventory(
        brand=brand, inventory=cafe(), actor=None, base_revision=None, at=NOW + begin
    )
    run_audit(brand=brand, actor=None, at=NOW + begin)
    document = CAFE.replace("telefono", "otro").replace("Teléfono de la jefa", "Otro")
    save_inventory(
        brand=brand, inventory=load_document(document), actor=None, base_revision=first, at=NOW
    )
    run_audit(brand=brand, actor=None, at=NOW)
    client.force_login(ben)
    page = get(client, brand, "findings/")
    assert "<p>El teléfono de la jefa" in page
