"""The audit log keeps everything, says nothing private and notices every change."""

import datetime as dt
import json
import re
import threading
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

import simulacro
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.kit import audit_log
from simulacro.kit.audit_log.chain import digest_of
from simulacro.kit.audit_log.guards import install_guards, remove_guards
from simulacro.kit.audit_log.models import AppendOnly, LogEntry, PersonalRecord
from simulacro.kit.audit_log.people import erase_personal_records, names_of
from simulacro.kit.audit_log.sentences import known_verbs


def three(brand: Brand, actor: User) -> list[LogEntry]:
    return [
        audit_log.record(verb, actor=actor, target=brand, scope=brand.id, details={"n": n})
        for n, verb in enumerate(["brand.created", "member.invited", "member.removed"])
    ]


def tamper(sql: str, *values: object) -> None:
    """Change the table as somebody who owns the database could."""
    remove_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    install_guards(connection)


def test_entries_follow_each_other_and_verify(brand: Brand, ada: User) -> None:
    entries = three(brand, ada)
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert bytes(entries[2].previous) == bytes(entries[1].digest)
    report = audit_log.verify_chain(brand.id)
    assert (report.holds, report.entries) == (True, 3)
    assert report.head == bytes(entries[2].digest).hex()


def test_each_brand_has_its_own_chain(brand: Brand, ada: User) -> None:
    other = Brand.objects.create(name="Otra", slug="otra")
    three(brand, ada)
    assert audit_log.record("x", actor=ada, scope=other.id).number == 1


def test_the_log_holds_no_name_and_no_email(brand: Brand, ada: User) -> None:
    three(brand, ada)
    rows = json.dumps(list(LogEntry.objects.values()), default=str)
    assert ada.email not in rows
    assert ada.name not in rows
    sealed = b"".join(PersonalRecord.objects.values_list("words", flat=True))
    assert ada.email.encode() not in sealed


@pytest.mark.parametrize("value", ["el teléfono de la jefa", "a b", "x" * 65, 1.5, ["a"]])
def test_free_text_is_refused_as_a_detail(brand: Brand, ada: User, value: Any) -> None:
    with pytest.raises(audit_log.BadDetail):
        audit_log.record("x", actor=ada, scope=brand.id, details={"value": value})
    assert not LogEntry.objects.exists()


def test_an_entry_cannot_be_changed_or_deleted(brand: Brand, ada: User) -> None:
    entry = three(brand, ada)[0]
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LogEntry.objects.filter(pk=entry.pk).update(verb="other")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LogEntry.objects.filter(pk=entry.pk).delete()
    assert audit_log.verify_chain(brand.id).holds


def test_a_changed_entry_breaks_the_chain(brand: Brand, ada: User) -> None:
    three(brand, ada)
    tamper("UPDATE kit_logentry SET verb = %s WHERE number = 2", "member.praised")
    assert audit_log.verify_chain(brand.id).broken_at == 2


def test_a_changed_entry_with_a_new_digest_breaks_the_next(brand: Brand, ada: User) -> None:
    three(brand, ada)
    entry = LogEntry.objects.get(number=2)
    entry.verb = "member.praised"
    tamper(
        "UPDATE kit_logentry SET verb = %s, digest = %s WHERE number = 2",
        entry.verb,
        digest_of(entry),
    )
    assert audit_log.verify_chain(brand.id).broken_at == 3


def test_a_missing_entry_breaks_the_chain(brand: Brand, ada: User) -> None:
    three(brand, ada)
    tamper("DELETE FROM kit_logentry WHERE number = %s", 2)
    assert audit_log.verify_chain(brand.id).broken_at == 2


def test_a_cut_end_is_noticed_by_who_noted_the_head(brand: Brand, ada: User) -> None:
    three(brand, ada)
    head = audit_log.verify_chain(brand.id).head
    tamper("DELETE FROM kit_logentry WHERE number = %s", 3)
    assert audit_log.verify_chain(brand.id).holds
    assert not audit_log.verify_chain(brand.id, head=head).holds


def test_a_swapped_person_is_noticed(brand: Brand, ada: User, ben: User) -> None:
    three(brand, ada)
    audit_log.record("x", actor=ben, scope=brand.id)
    PersonalRecord.objects.filter(person=ada.pk).update(person=ben.pk)
    assert audit_log.verify_chain(brand.id).broken_at == 1


def test_erasing_a_person_breaks_no_chain(brand: Brand, ada: User, ben: User) -> None:
    entries = three(brand, ada)
    later = audit_log.record("x", actor=ben, scope=brand.id)
    assert names_of([entries[0].actor_record]) == {entries[0].actor_record: "Ada"}
    assert erase_personal_records(ada.pk) == 1
    assert names_of([entries[0].actor_record, later.actor_record]) == {later.actor_record: "Ben"}
    assert audit_log.verify_chain(brand.id).holds


def test_a_changed_name_gets_a_record_of_its_own(brand: Brand, ada: User) -> None:
    before = audit_log.record("x", actor=ada, scope=brand.id)
    ada.name = "Ada L."
    after = audit_log.record("x", actor=ada, scope=brand.id)
    assert sorted(names_of([before.actor_record, after.actor_record]).values()) == ["Ada", "Ada L."]
    assert PersonalRecord.objects.count() == 2


def test_the_digest_does_not_depend_on_the_clock_s_zone(brand: Brand, ada: User) -> None:
    zone = dt.timezone(dt.timedelta(hours=-6))
    at = dt.datetime(2026, 3, 1, 22, 40, tzinfo=zone)
    audit_log.record("x", actor=ada, scope=brand.id, at=at)
    assert audit_log.verify_chain(brand.id).holds


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain() -> None:
    scope = uuid.uuid4()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(10):
                audit_log.record("x", actor=None, scope=scope)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    report = audit_log.verify_chain(scope)
    assert (report.holds, report.entries) == (True, 40)


def test_every_verb_that_is_recorded_has_a_sentence() -> None:
    source = Path(simulacro.__file__).parent
    code = "\n".join(file.read_text("utf-8") for file in source.glob("**/*.py"))
    verbs = set(re.findall(r'audit_log\.record\(\s*"([a-z_]+\.[a-z_]+)"', code))
    verbs |= {f"inventory.{origin}" for origin in InventoryRevision.Origin.values}
    assert {"audit.run", "possibility.noted", "brand.created"} <= verbs
    assert verbs <= known_verbs()
