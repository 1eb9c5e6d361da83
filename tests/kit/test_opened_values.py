"""What stays in memory of sealed rows is right, and gone when its key is."""

import uuid
from collections.abc import Mapping

import pytest
from django.db import transaction

from simulacro.kit.audit_log.models import PersonalRecord
from simulacro.kit.sealing import cipher, keys
from simulacro.kit.sealing.errors import DataKeyMissing, Tampered
from simulacro.kit.sealing.opened import OpenedValues
from simulacro.kit.sealing.services import destroy_scope

pytestmark = pytest.mark.django_db


def record(alias: str, person: uuid.UUID | None = None) -> PersonalRecord:
    return PersonalRecord.objects.create(
        person=person or uuid.uuid4(), words={"alias": alias}, digest=b"\0" * 32
    )


def sealed_of(row: PersonalRecord) -> bytes:
    found: bytes = PersonalRecord.objects.values_list("words", flat=True).get(pk=row.pk)
    return found


def alias(words: Mapping[str, str]) -> str:
    return words["alias"]


def opened(most: int = 8) -> OpenedValues[str]:
    return OpenedValues(PersonalRecord, "words", alias, scope="person", most=most)


@pytest.fixture
def unsealed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The places that were opened."""
    places: list[str] = []
    unseal = cipher.unseal

    def watched(key: bytes, sealed: bytes, place: cipher.Place) -> bytes:
        places.append(str(place))
        return unseal(key, sealed, place)

    monkeypatch.setattr(cipher, "unseal", watched)
    return places


def test_a_row_is_opened_once_until_it_is_written_again(unsealed: list[str]) -> None:
    row, values = record("Ada"), opened()
    for _again in range(3):
        assert values.of(row.pk, row.person, sealed_of(row)) == "Ada"
    assert len(unsealed) == 1
    row.words = {"alias": "Ben"}
    row.save()
    assert values.of(row.pk, row.person, sealed_of(row)) == "Ben"


def test_what_was_rolled_back_is_not_remembered() -> None:
    row, values = record("Ada"), opened()
    with transaction.atomic():
        row.words = {"alias": "Ben"}
        row.save()
        assert values.of(row.pk, row.person, sealed_of(row)) == "Ben"
        transaction.set_rollback(True)
    assert values.of(row.pk, row.person, sealed_of(row)) == "Ada"


def test_the_bytes_of_another_row_or_scope_are_refused_though_they_were_opened() -> None:
    row, other, values = record("Ada"), record("Ben"), opened()
    values.of(row.pk, row.person, sealed_of(row))
    with pytest.raises((Tampered, DataKeyMissing)):
        values.of(other.pk, other.person, sealed_of(row))
    with pytest.raises((Tampered, DataKeyMissing)):
        values.of(row.pk, other.person, sealed_of(row))


def test_a_destroyed_key_takes_what_was_opened_with_it() -> None:
    row, values = record("Ada"), opened()
    sealed = sealed_of(row)
    assert values.of(row.pk, row.person, sealed) == "Ada"
    # Another process forgets within a minute; this one at once.
    keys.OPEN.clear()
    assert values.of(row.pk, row.person, sealed) == "Ada"
    destroy_scope(row.person)
    with pytest.raises(DataKeyMissing):
        values.of(row.pk, row.person, sealed)


def test_only_the_latest_are_kept(unsealed: list[str]) -> None:
    person, values = uuid.uuid4(), opened(most=2)
    rows = [record(name, person) for name in ("Ada", "Ben", "Cy")]
    for row in (*rows, rows[2], rows[0]):
        values.of(row.pk, person, sealed_of(row))
    assert len(unsealed) == 4
    assert "Ada" not in repr(values)
