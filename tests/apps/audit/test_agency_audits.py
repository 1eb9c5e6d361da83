"""Every brand of an agency is audited by one act, which a crash does not undo."""

import datetime as dt
import re
from typing import Any

import pytest
import yaml
from django.test import Client
from tests.conftest import person, with_second_factor

from simulacro.apps.audit import queries
from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.documents import read_document
from simulacro.apps.audit.models import Audit, CheckCount, InventoryRevision
from simulacro.apps.audit.queries import agencies
from simulacro.apps.audit.queries.agencies import agency_risk, standing
from simulacro.apps.audit.queries.audits import reading_of_audit
from simulacro.apps.audit.services import agency_audits
from simulacro.apps.audit.services.agencies import leave_agency
from simulacro.apps.audit.services.audits import NothingToAudit
from simulacro.apps.audit.services.checks import answer_check
from simulacro.apps.audit.services.inventory import save_agency_inventory, save_inventory
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Role, User
from simulacro.engines.access.document import load_document
from simulacro.kit.jobs.models import Job
from simulacro.kit.policies import Denied

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SHARED = """
schema: simulacro.inventory/1
brand: {name: Agencia Faro, region: MX, timezone: America/Mexico_City}
assets:
  - {id: llave, kind: credential, name: Llave}
  - {id: otra, kind: credential, name: Otra llave}
  - {id: programador, kind: tool, name: Programador, opens: [[llave]]}
"""
CLIENT = """
schema: simulacro.inventory/1
brand: {name: %(name)s, region: MX}
assets:
  - {id: clave, kind: credential, name: Clave}
  - {id: ig, kind: account, name: Instagram, opens: [%(ways)s]}
"""
WAYS = ('[clave, "agency:programador"]', '["agency:programador"], ["agency:otra"]', "[clave]")


@pytest.fixture
def agency(db: None) -> Agency:
    made = Agency.objects.create(name="Agencia Faro")
    shared = load_document(SHARED)
    save_agency_inventory(agency=made, inventory=shared, actor=None, base_revision=None)
    for number, ways in enumerate(WAYS, start=1):
        brand = Brand.objects.create(name=f"Cliente {number}", slug=f"c{number}", agency=made)
        document = yaml.safe_load(CLIENT % {"name": brand.name, "ways": ways})
        save_inventory(
            brand=brand,
            inventory=read_document(document, shared),
            actor=None,
            base_revision=None,
        )
    return made


@pytest.fixture
def lead(agency: Agency) -> User:
    user = person("Lea")
    with_second_factor(user)
    AgencyMembership.objects.create(agency=agency, user=user, role=Role.LEAD)
    return user


class Crash(Exception):
    pass


class Work:
    """One attempt at a job; it crashes when it is told of brand number `until`."""

    def __init__(self, job: Job, until: int = 99) -> None:
        self.job_id = job.id
        self.scope = job.scope
        self.attempt = 1
        self.left = until

    def check(self) -> None: ...

    def report(self, progress: float, step: str = "") -> None:
        if not self.left:
            raise Crash
        self.left -= 1


def run(job: Job, until: int = 99) -> Any:
    return agency_audits.audit_brands_in_a_job(Work(job, until), **job.arguments)


def test_every_brand_is_audited_once_though_the_worker_died_in_between(
    agency: Agency, lead: User
) -> None:
    job = agency_audits.audit_all_brands(agency=agency, actor=lead, at=NOW)
    assert agency_audits.audit_all_brands(agency=agency, actor=lead, at=NOW) == job
    with pytest.raises(Crash):
        run(job, until=2)
    assert Audit.objects.count() == 2
    run(job)
    assert sorted(Audit.objects.values_list("brand__slug", "number", "author")) == [
        (slug, 1, lead.pk) for slug in ("c1", "c2", "c3")
    ]


def test_only_who_leads_the_agency_has_its_brands_audited(
    agency: Agency, lead: User, dot: User
) -> None:
    AgencyMembership.objects.create(agency=agency, user=dot, role=Role.RESPONDER)
    with pytest.raises(Denied):
        agency_audits.audit_all_brands(agency=agency, actor=dot, at=NOW)
    job = agency_audits.audit_all_brands(agency=agency, actor=lead, at=NOW)
    AgencyMembership.objects.filter(user=lead).delete()
    with pytest.raises(Denied):
        run(job)
    assert not Audit.objects.exists()
    empty = Agency.objects.create(name="Vacía")
    with pytest.raises(NothingToAudit):
        agency_audits.audit_all_brands(agency=empty, actor=None, at=NOW)


def test_page_ranks_brands_things_and_pairs(client: Client, agency: Agency, lead: User) -> None:
    client.force_login(lead)
    url = f"/agency/{agency.pk}/audit/"
    answer = client.post(f"{url}audit-all/")
    job = Job.objects.get()
    assert answer["Location"] == f"/agency/{agency.pk}/jobs/{job.pk}/"
    assert "Auditando todas las marcas" in client.get(answer["Location"]).content.decode()
    run(job)
    risk = agency_risk(agency)
    assert [[asset.id for asset in row.assets] for row in risk.silences] == [
        ["llave", "otra"],
        ["otra", "programador"],
        ["llave"],
        ["programador"],
    ]
    assert [len(row.falls) for row in risk.silences] == [2, 2, 1, 1]
    assert {asset.id: count for asset, count in risk.uses} == {"programador": 2, "otra": 1}
    mean = [it.mean_hours for it in risk.standings]
    assert mean == sorted(mean, reverse=True)
    page = client.get(url)
    assert [row["it"] for row in page.context["standings"]] == list(risk.standings)
    total = [row["it"].hours for row in client.get(f"{url}?by=total").context["standings"]]
    assert total == sorted((it.hours for it in risk.standings), reverse=True)
    text = page.content.decode()
    assert text.count('class="client-falls"') >= 6
    assert re.search(r"Otra llave y el programador", text)
    assert not any(it.stale for it in risk.standings)


def test_brands_of_many_and_of_few_channels_compare_by_their_average_channel() -> None:
    brand, revision = Brand(name="Una", slug="una"), InventoryRevision()
    audit = Audit(brand=brand, revision=revision, risk={"hours": 60.0, "best_hours": 30.0})
    many, few, none = (
        standing(brand, audit, revision, None, None, weight) for weight in (6.0, 0.5, 0.0)
    )
    assert (many.mean_hours, many.best_mean_hours) == (10.0, 5.0)
    assert (few.mean_hours, none.mean_hours) == (120.0, 0.0)


def test_page_counts_checks_and_what_falls_from_what_is_kept(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = Brand.objects.get(slug="c1")

    def answer(said: Said) -> None:
        answer_check(
            brand=brand,
            check="base.check.backups.archive",
            subject="",
            said=said,
            actor=None,
            at=NOW,
        )

    answer(Said.NO)
    run(agency_audits.audit_all_brands(agency=agency, actor=None, at=NOW))
    # What an answer tells and no graph sees is in an audit of all brands too.
    reading = reading_of_audit(Audit.objects.get(brand=brand))
    assert any("base.check.backups.archive" in found.subjects for found in reading.findings)
    counted = {it.slug: coverage(it) for it in Brand.objects.filter(agency=agency)}
    before = agency_risk(agency)
    monkeypatch.setattr(agencies, "reading_of_audit", None)
    monkeypatch.setattr(agencies, "check_coverage", None)
    assert agency_risk(agency) == before
    # The inventory answers some of those whom nobody has asked yet.
    assert counted["c2"][1] > 0
    assert {it.brand.slug: it.checks for it in before.standings} == counted
    answer(Said.NOT_APPLICABLE)
    (row,) = (it for it in agency_risk(agency).standings if it.brand == brand)
    assert row.checks == (counted["c1"][0] - 1, counted["c1"][1] - 1)


def coverage(brand: Brand) -> tuple[int, int]:
    """What the brand's own page says."""
    found = queries.check_coverage(brand)
    return found.answered, found.applicable


def test_page_counts_the_checks_of_the_inventory_as_it_is_now(agency: Agency) -> None:
    run(agency_audits.audit_all_brands(agency=agency, actor=None, at=NOW))
    brand = Brand.objects.get(slug="c1")
    before = coverage(brand)
    shared = load_document(SHARED)
    document = yaml.safe_load(CLIENT % {"name": brand.name, "ways": WAYS[0]})
    document["assets"].append({"id": "correo", "kind": "mailbox", "name": "Correo"})
    save_inventory(
        brand=brand,
        inventory=read_document(document, shared),
        actor=None,
        base_revision=queries.current_revision(brand),
    )
    (row,) = (it for it in agency_risk(agency).standings if it.brand == brand)
    assert row.checks == coverage(brand) != before
    save_agency_inventory(
        agency=agency,
        inventory=load_document(SHARED.replace("Llave}", "Llave nueva}")),
        actor=None,
        base_revision=queries.current_revision(agency),
    )
    for row in agency_risk(agency).standings:
        assert row.checks == coverage(row.brand)
    CheckCount.objects.all().delete()
    for row in agency_risk(agency).standings:
        assert row.checks == coverage(row.brand), "audited before counts were kept"


def test_page_tells_every_audit_on_the_clock_of_the_agency(
    client: Client, agency: Agency, lead: User
) -> None:
    run(agency_audits.audit_all_brands(agency=agency, actor=None, at=NOW))
    for slug, region, zone in (
        ("c1", "ES", "Europe/Madrid"),
        ("c2", "CO", "America/Bogota"),
        ("c3", "AR", "America/Argentina/Buenos_Aires"),
    ):
        Brand.objects.filter(slug=slug).update(region=region, timezone=zone)
    at = dt.datetime(2026, 11, 30, 20, 57, tzinfo=dt.UTC)
    Audit.objects.update(created_at=at)
    client.force_login(lead)
    page = client.get(f"/agency/{agency.pk}/audit/", headers={"accept-language": "es"})
    text = page.content.decode()
    assert text.count("30 nov 2026, 14:57") == 3
    assert "reloj de Ciudad de México" in text


def test_page_reads_an_audit_from_before_anything_was_kept(agency: Agency) -> None:
    run(agency_audits.audit_all_brands(agency=agency, actor=None, at=NOW))
    kept = agency_risk(agency)
    assert kept.silences
    for audit in Audit.objects.all():
        audit.shared = None
        audit.save()
    assert agency_risk(agency) == kept


def test_audit_follows_what_the_agency_says_now(agency: Agency) -> None:
    shared = load_document(SHARED.replace("Llave}", "Llave nueva}"))
    current = queries.current_revision(agency)
    made = save_agency_inventory(agency=agency, inventory=shared, actor=None, base_revision=current)
    run(agency_audits.audit_all_brands(agency=agency, actor=None, at=NOW))
    audit = Audit.objects.get(brand__slug="c1")
    assert audit.revision.agency_revision == made
    assert audit.revision.origin == InventoryRevision.Origin.AGENCY
    assert queries.inventory_of(audit.revision)["agency:llave"].name == "Llave nueva"


def test_brand_that_leaves_keeps_what_it_used_as_its_own(
    client: Client, agency: Agency, lead: User
) -> None:
    brand = Brand.objects.get(slug="c1")
    client.force_login(lead)
    part = f"/agency/{agency.pk}/audit/part/{brand.pk}/"
    assert client.post(part).status_code == 403
    with pytest.raises(Denied):
        leave_agency(brand=brand, actor=lead)
    AgencyMembership.objects.filter(user=lead).update(role=Role.OWNER)
    before = queries.current_revision(brand)
    assert before is not None
    ways = set(before.way_ids)
    assert client.post(part).status_code == 302
    brand.refresh_from_db()
    assert brand.agency is None
    revision = queries.current_revision(brand)
    assert revision is not None
    assert revision.agency_revision is None
    inventory = queries.inventory_of(revision)
    assert {asset.id for asset in inventory.assets} == {"clave", "ig", "programador", "llave"}
    assert ways < set(revision.way_ids)
    assert client.get(part).status_code == 404
