"""A sealed field opens for its own row, and shows nothing anywhere else."""

import copy
import io
import pickle
import uuid

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.management import call_command

from simulacro.kit.audit_log.models import PersonalRecord
from simulacro.kit.sealing import keys
from simulacro.kit.sealing.errors import DataKeyMissing, NotSealed, Tampered

MARKER = "marcador-7f3a-teléfono-de-la-jefa"
pytestmark = pytest.mark.django_db


def record(person: uuid.UUID | None = None, words: object = None) -> PersonalRecord:
    return PersonalRecord.objects.create(
        person=person or uuid.uuid4(), words=words or {"alias": MARKER}, digest=b"\0" * 32
    )


def test_the_row_gives_back_what_was_put_in() -> None:
    row = record()
    assert row.words == {"alias": MARKER}
    assert PersonalRecord.objects.get(pk=row.pk).words == {"alias": MARKER}


def test_a_change_in_place_is_saved() -> None:
    row = PersonalRecord.objects.get(pk=record().pk)
    row.words["alias"] = "other"
    row.save()
    assert PersonalRecord.objects.get(pk=row.pk).words == {"alias": "other"}


def test_refreshing_forgets_what_was_opened() -> None:
    row = record()
    other = PersonalRecord.objects.get(pk=row.pk)
    other.words = {"alias": "new"}
    other.save()
    row.refresh_from_db()
    assert row.words == {"alias": "new"}


def test_values_and_deferred_loading_give_sealed_bytes_and_the_value() -> None:
    row = record()
    (sealed,) = PersonalRecord.objects.values_list("words", flat=True)
    assert isinstance(sealed, bytes)
    assert MARKER.encode() not in sealed
    assert PersonalRecord.objects.defer("words").get(pk=row.pk).words == {"alias": MARKER}


def test_nothing_that_shows_a_row_shows_the_value() -> None:
    row = record()
    row.words = {"alias": MARKER}
    shown = f"{row!r} {row} {row.__dict__!r} {vars(PersonalRecord.objects.get(pk=row.pk))!r}"
    assert "marcador" not in shown
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(row)


def test_a_dump_holds_sealed_bytes_and_loads_again() -> None:
    row = record()
    assert row.words
    out = io.StringIO()
    call_command("dumpdata", "kit.PersonalRecord", stdout=out)
    assert "marcador" not in out.getvalue()
    assert row.words == {"alias": MARKER}


def test_a_sealed_value_moved_to_another_row_does_not_open() -> None:
    person = uuid.uuid4()
    first, second = record(person), record(person, {"alias": "x"})
    sealed = PersonalRecord.objects.values_list("words", flat=True).get(pk=first.pk)
    PersonalRecord.objects.filter(pk=second.pk).update(words=sealed)
    with pytest.raises(Tampered):
        assert PersonalRecord.objects.get(pk=second.pk).words


def test_a_row_moved_to_another_scope_does_not_open() -> None:
    row = record()
    other = record()
    PersonalRecord.objects.filter(pk=row.pk).update(person=other.person)
    with pytest.raises(DataKeyMissing):
        assert PersonalRecord.objects.get(pk=row.pk).words


@pytest.mark.parametrize("place", [0, 5, 20, 40, -1])
def test_one_changed_bit_is_noticed(place: int) -> None:
    row = record()
    sealed = bytearray(PersonalRecord.objects.values_list("words", flat=True).get(pk=row.pk))
    sealed[place] ^= 1
    PersonalRecord.objects.filter(pk=row.pk).update(words=memoryview(bytes(sealed)))
    with pytest.raises((Tampered, DataKeyMissing)) as caught:
        assert PersonalRecord.objects.get(pk=row.pk).words
    assert "marcador" not in str(caught.value)


def test_a_plain_value_cannot_be_written_past_the_seal() -> None:
    row = record()
    with pytest.raises(NotSealed):
        PersonalRecord.objects.filter(pk=row.pk).update(words={"alias": MARKER})
    row.words = {"alias": "y"}
    with pytest.raises(NotSealed):
        PersonalRecord.objects.bulk_update([row], ["words"])


def test_a_sealed_field_cannot_be_searched() -> None:
    with pytest.raises(FieldError):
        PersonalRecord.objects.filter(words={"alias": MARKER}).exists()


def test_a_copied_row_is_refused_before_it_becomes_unreadable() -> None:
    row = PersonalRecord.objects.get(pk=record().pk)
    row.pk = uuid.uuid4()
    row._state.adding = True
    with pytest.raises(Tampered):
        row.save()


def test_bulk_create_seals() -> None:
    person = uuid.uuid4()
    PersonalRecord.objects.bulk_create(
        PersonalRecord(person=person, words={"n": n}, digest=b"") for n in range(5)
    )
    rows = PersonalRecord.objects.filter(person=person)
    assert sorted(row.words["n"] for row in rows) == [0, 1, 2, 3, 4]


def test_the_same_value_is_sealed_differently_each_time() -> None:
    person = uuid.uuid4()
    for _ in range(3):
        record(person)
    assert len(set(PersonalRecord.objects.values_list("words", flat=True))) == 3


def test_opened_keys_are_not_shown() -> None:
    record()
    assert repr(keys.OPEN) == "<OpenKeys>"
    assert copy.deepcopy(record()).words == {"alias": MARKER}


def test_a_dump_loads_into_an_empty_table_and_opens() -> None:
    row = record()
    out = io.StringIO()
    call_command("dumpdata", "kit.PersonalRecord", stdout=out)
    PersonalRecord.objects.all().delete()
    for loaded in serializers.deserialize("json", out.getvalue()):
        loaded.save()
    assert PersonalRecord.objects.get(pk=row.pk).words == {"alias": MARKER}
