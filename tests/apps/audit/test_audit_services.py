import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import translation
from tests.apps.audit.inventories import cafe, renamed, with_asset, without

from simulacro.apps.audit import queries
from simulacro.apps.audit.finding_states import State
from simulacro.apps.audit.models import Audit, Finding
from simulacro.apps.audit.page_sentences import headline
from simulacro.apps.audit.pictures.drawing import draw
from simulacro.apps.audit.reading import from_plain, to_plain
from simulacro.apps.audit.results import fix_cards
from simulacro.apps.audit.services import audits as audit_services
from simulacro.apps.audit.services.audits import NothingToAudit, run_audit
from simulacro.apps.audit.services.findings import (
    NeedsReason,
    NotByHand,
    NotOfTheBrand,
    look_after_finding,
)
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Evidence, Possibility
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Asset, Inventory, Kind, Method
from simulacro.kit.audit_log.models import LogEntry
from simulacro.kit.jobs.models import Job
from simulacro.kit.policies import Denied
from simulacro.kit.versions import VersionConflict

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)


def saved(brand: Brand, inventory: Inventory) -> None:
    save_inventory(
        brand=brand,
        inventory=inventory,
        actor=None,
        base_revision=queries.current_revision(brand),
        at=NOW,
    )


def audited(brand: Brand, inventory: Inventory, days: int = 0) -> Audit:
    """Save the inventory and audit it so many days later."""
    saved(brand, inventory)
    made = run_audit(brand=brand, actor=None, at=NOW + dt.timedelta(days=days))
    assert isinstance(made, Audit)
    return made


def with_backup_phone() -> Inventory:
    """The café with a second phone: the first one alone silences no more."""
    inventory = with_asset(cafe(), Asset("repuesto", Kind.DEVICE, "Teléfono de repuesto"))
    return replace(
        inventory,
        methods=(
            *inventory.methods,
            Method("ig", ("clave-ig", "repuesto", "ben"), name="Repuesto"),
        ),
    )


def finding_of(brand: Brand, code: str, subject: str) -> Finding:
    return next(
        row
        for row in queries.findings(brand)
        if row.seen.code == code and subject in row.seen.subjects
    )


def test_an_audit_remembers_its_revision_its_facts_and_its_engine(brand: Brand, ada: User) -> None:
    saved(brand, cafe())
    audit = run_audit(brand=brand, actor=ada, at=NOW)
    assert isinstance(audit, Audit)
    assert audit.revision == queries.current_revision(brand)
    assert audit.engine_version
    assert audit.facts_version == audit_services.facts_version()
    assert audit.author == ada
    kept = from_plain(Audit.objects.get(pk=audit.pk).reading)
    assert to_plain(kept) == audit.reading


def test_one_changed_asset_changes_sentence_picture_and_ranking(brand: Brand) -> None:
    def shown(inventory: Inventory, day: int) -> tuple[str, set[str], list[str]]:
        reading = queries.reading_of_audit(audited(brand, inventory, day))
        drawing = draw(inventory, reading)
        fixes = fix_cards(inventory, reading.fixes)
        lit = {box.id for box in drawing.boxes if box.lit}
        return str(headline(inventory, reading)), lit, [card.words.do for card in fixes]

    with translation.override("es"):
        said, lit, ranking = shown(cafe(), 0)
        said_after, lit_after, ranking_after = shown(with_backup_phone(), 1)
    assert "el teléfono de la jefa" in said
    assert "telefono" in lit
    assert "el teléfono de la jefa" not in said_after
    assert "telefono" not in lit_after
    assert ranking_after != ranking
    # Nothing is kept as text: another name is said at once by the same reading.
    other = renamed(cafe(), "telefono", "Celular de Rita")
    reading = from_plain(Audit.objects.get(brand=brand, number=1).reading)
    with translation.override("es"):
        assert "el celular de Rita" in headline(other, reading)


def test_a_weak_point_keeps_its_state_while_class_and_subjects_stay(
    brand: Brand, ada: User
) -> None:
    audited(brand, cafe())
    row = finding_of(brand, "F8", "telefono")
    kept = look_after_finding(
        finding=row,
        actor=ada,
        version=row.version,
        at=NOW,
        state=State.ACCEPTED,
        owner=ada,
        due=dt.date(2026, 12, 1),
        reason="Llega un segundo teléfono en enero",
        accepted_until=dt.date(2027, 1, 31),
    )
    audited(brand, renamed(cafe(), "ada", "Ada López"), 1)
    again = finding_of(brand, "F8", "telefono")
    assert again.pk == kept.pk
    assert (again.state, again.owner, again.due) == ("accepted", ada, dt.date(2026, 12, 1))
    assert again.first_audit.number == 1
    assert again.last_audit.number == 2


def test_an_audit_verifies_what_is_gone_and_reopens_what_returns(brand: Brand) -> None:
    audited(brand, cafe())
    audited(brand, with_backup_phone(), 1)
    row = finding_of(brand, "F8", "telefono")
    assert row.state == "verified"
    assert row.verified_by is not None
    assert row.verified_by.number == 2
    audited(brand, cafe(), 2)
    row.refresh_from_db()
    assert (row.state, row.returned, row.verified_by) == ("open", 1, None)


def test_an_acceptance_ends_by_itself_and_the_next_audit_says_so(brand: Brand, ada: User) -> None:
    audited(brand, cafe())
    row = finding_of(brand, "F8", "telefono")
    look_after_finding(
        finding=row,
        actor=ada,
        version=1,
        at=NOW,
        state=State.ACCEPTED,
        owner=None,
        due=None,
        reason="Es poco tiempo",
        accepted_until=NOW.date(),
    )
    row.refresh_from_db()
    assert row.state_on(NOW.date()) is State.ACCEPTED
    assert row.state_on(NOW.date() + dt.timedelta(days=1)) is State.OPEN
    run_audit(brand=brand, actor=None, at=NOW + dt.timedelta(days=1))
    row.refresh_from_db()
    assert row.state == "open"


def test_two_people_at_one_weak_point_lose_nobodys_words(
    brand: Brand, ada: User, ben: User
) -> None:
    audited(brand, cafe())
    row = finding_of(brand, "F8", "telefono")
    change = {"owner": ada, "due": None, "state": State.OPEN, "at": NOW}
    look_after_finding(finding=row, actor=ada, version=1, **change)
    with pytest.raises(VersionConflict):
        look_after_finding(finding=row, actor=ben, version=1, **{**change, "owner": ben})
    row.refresh_from_db()
    assert row.owner == ada


def test_accepting_needs_a_reason_a_date_and_a_lead(brand: Brand, ada: User, ben: User) -> None:
    audited(brand, cafe())
    row = finding_of(brand, "F8", "telefono")
    accept = {
        "finding": row,
        "version": 1,
        "at": NOW,
        "state": State.ACCEPTED,
        "owner": None,
        "due": None,
    }
    with pytest.raises(NeedsReason):
        look_after_finding(actor=ada, accepted_until=dt.date(2027, 1, 1), **accept)
    with pytest.raises(NeedsReason):
        look_after_finding(actor=ada, reason="ya", accepted_until=dt.date(2026, 1, 1), **accept)
    with pytest.raises(Denied):
        look_after_finding(actor=ben, reason="ya", accepted_until=dt.date(2027, 1, 1), **accept)
    row.refresh_from_db()
    assert (row.state, row.version) == ("open", 1)


def test_an_outsider_looks_after_nothing(brand: Brand, ada: User, dot: User) -> None:
    audited(brand, cafe())
    row = finding_of(brand, "F8", "telefono")
    with pytest.raises(NotOfTheBrand):
        look_after_finding(
            finding=row, actor=ada, version=1, at=NOW, state=State.OPEN, owner=dot, due=None
        )


def test_what_an_audit_verified_no_hand_reopens(brand: Brand, ada: User) -> None:
    audited(brand, cafe())
    audited(brand, with_backup_phone(), 1)
    row = finding_of(brand, "F8", "telefono")
    with pytest.raises(NotByHand):
        look_after_finding(
            finding=row,
            actor=ada,
            version=row.version,
            at=NOW,
            state=State.FIXED,
            owner=None,
            due=None,
        )


def test_weak_points_become_possibilities_and_leave_when_they_are_gone(brand: Brand) -> None:
    audited(brand, cafe())
    row = finding_of(brand, "F8", "telefono")
    evidence = Evidence.objects.get(brand=brand, place=f"audit/findings/{row.id}/")
    with translation.override("es"):
        assert "el teléfono de la jefa" in evidence.possibility.title
    assert evidence.withdrawn_at is None
    audited(brand, with_backup_phone(), 1)
    evidence.refresh_from_db()
    assert evidence.withdrawn_at is not None
    assert Possibility.objects.filter(brand=brand).count() >= 1


def test_the_history_says_that_the_inventory_moved_the_risk(brand: Brand) -> None:
    first = audited(brand, cafe())
    second = audited(brand, with_backup_phone(), 1)
    assert first.moved is None
    assert second.moved is not None
    ((cause, hours),) = second.moved["steps"]
    assert cause == "inventory"
    assert hours == pytest.approx(second.risk["hours"] - first.risk["hours"])


def test_new_rates_and_a_new_inventory_are_told_apart(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = audited(brand, cafe())
    Audit.objects.filter(pk=first.pk).update(facts_version="2020-01-01 old")
    row = Audit.objects.get(pk=first.pk)
    row.risk = {**row.risk, "hours": row.risk["hours"] + 100.0}
    row.save()
    second = audited(brand, with_backup_phone(), 1)
    assert second.moved is not None
    moved = dict(second.moved["steps"])
    # The old inventory solved again today has its old hours back: the 100 are the rates'.
    assert moved["facts"] == pytest.approx(-100.0)
    assert moved["inventory"] + moved["facts"] == pytest.approx(second.moved["change"])


def test_the_same_again_moves_nothing(brand: Brand) -> None:
    audited(brand, cafe())
    second = audited(brand, cafe(), 1)
    assert second.moved is not None
    assert second.moved["change"] == pytest.approx(0.0)
    assert second.moved["steps"] == []


def test_things_named_like_their_ids_are_audited_too(brand: Brand) -> None:
    inventory = cafe()
    bare = replace(inventory, assets=tuple(replace(a, name=a.id) for a in inventory.assets))
    assert audited(brand, bare).number == 1


def test_without_an_inventory_there_is_nothing_to_audit(brand: Brand) -> None:
    with pytest.raises(NothingToAudit):
        run_audit(brand=brand, actor=None, at=NOW)
    saved(brand, without(cafe(), "ig"))
    with pytest.raises(NothingToAudit):
        run_audit(brand=brand, actor=None, at=NOW)
    assert not Audit.objects.exists()


def test_observer_cannot_run_an_audit(brand: Brand, cy: User) -> None:
    saved(brand, cafe())
    with pytest.raises(Denied):
        run_audit(brand=brand, actor=cy, at=NOW)


def test_a_large_inventory_becomes_a_job(
    brand: Brand, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(brand, cafe())
    monkeypatch.setattr(audit_services, "SOLVED_AT_ONCE", 3)
    job = run_audit(brand=brand, actor=ada, at=NOW)
    assert isinstance(job, Job)
    assert (job.kind, job.scope) == ("audit.solve", brand.id)

    class Work:
        job_id = job.id
        scope = brand.id
        attempt = 1

        def report(self, progress: float, step: str = "") -> None: ...
        def check(self) -> None: ...

    result = audit_services.solve_in_a_job(Work(), **job.arguments)
    audit = Audit.objects.get(pk=result.id)
    assert (audit.author, audit.number) == (ada, 1)


def test_the_log_tells_that_there_was_an_audit_and_nothing_of_what_it_found(
    brand: Brand, ada: User
) -> None:
    saved(brand, cafe())
    run_audit(brand=brand, actor=ada, at=NOW)
    entry = LogEntry.objects.get(scope=brand.id, verb="audit.run")
    assert entry.details["number"] == 1
    assert entry.details["new"] > 0
    assert "telefono" not in str(entry.details)


def test_no_value_of_the_inventory_stands_in_the_database(brand: Brand) -> None:
    marker = "Teléfono de la jefa"
    audit = audited(brand, cafe())
    queries.layout_of(brand, draw(cafe(), queries.reading_of_audit(audit)), NOW)
    with connection.cursor() as cursor:
        for table in ("audit_audit", "audit_finding", "audit_maplayout"):
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value)
                    text = raw.decode("utf-8", "ignore") if isinstance(raw, bytes) else raw
                    assert marker not in text
                    assert "telefono" not in text
