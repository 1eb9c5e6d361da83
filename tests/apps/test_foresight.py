"""The foresight matrix: rows noted once, cells filled by the rooms' services."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight import queries, services
from simulacro.apps.foresight.models import Column, Evidence, Possibility
from simulacro.apps.people.models import User
from simulacro.kit.audit_log.models import LogEntry
from simulacro.kit.policies import Denied

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
TITLE = {"es": "Se pierde el teléfono de la jefa", "en": "The boss's phone is lost"}


def note(brand: Brand, key: str = "F1:abc") -> Possibility:
    return services.note_possibility(brand, source="finding", key=key, title=TITLE, at=NOON)


def test_the_same_key_is_noted_once_and_keeps_its_id(brand: Brand, ada: User) -> None:
    first = note(brand)
    services.record_evidence(first, "found", reference="audit-1", words="x", at=NOON)
    again = services.note_possibility(
        brand, source="finding", key="F1:abc", title="Otro título", at=NOON
    )
    assert again.pk == first.pk == services.possibility_id(brand, "finding", "F1:abc")
    assert Possibility.objects.get().title == "Otro título"
    by_somebody = LogEntry.objects.filter(verb="possibility.noted")
    assert by_somebody.count() == 0
    for _twice in range(2):
        services.note_possibility(
            brand, source="brainstorm", key="own", title="¿Y si…?", at=NOON, actor=ada
        )
    assert by_somebody.count() == 1


def test_two_brands_with_one_key_have_two_possibilities(brand: Brand) -> None:
    other = Brand.objects.create(name="Otra", slug="otra")
    assert note(brand).pk != note(other).pk


def test_evidence_fills_its_cell_and_withdrawing_empties_it(brand: Brand) -> None:
    row = note(brand)
    services.record_evidence(row, "found", reference="a1", words="Lo vio la auditoría", at=NOON)
    services.record_evidence(row, "drilled", reference="r1", words="Ensayado", at=NOON, rating="S")
    cells = {
        c.column: c for c in queries.rows(queries.page_of(brand, 1, weak_points=True))[0].cells
    }
    assert cells[Column.FOUND].evidence is not None
    assert cells[Column.DRILLED].evidence is not None
    assert cells[Column.WRITTEN].evidence is None
    assert cells[Column.WRITTEN].next_thing is not None
    assert [t.known for t in queries.totals(brand)] == [1, 1, 0, 0, 0]
    assert services.withdraw_evidence(row, "found", reference="a1", at=NOON)
    assert not services.withdraw_evidence(row, "found", reference="a1", at=NOON)
    assert [t.known for t in queries.totals(brand)] == [0, 1, 0, 0, 0]


def test_the_same_reference_is_one_evidence(brand: Brand) -> None:
    row = note(brand)
    for words in ("antes", "después"):
        services.record_evidence(row, "found", reference="a1", words=words, at=NOON)
    assert Evidence.objects.get().text == "después"


def test_what_was_set_aside_comes_back_when_it_is_found_again(brand: Brand, ben: User) -> None:
    row = note(brand)
    services.set_aside(row, at=NOON, actor=ben)
    assert not queries.possibilities(brand, weak_points=True).exists()
    note(brand)
    assert queries.possibilities(brand, weak_points=True).get() == row


@pytest.mark.parametrize("title", ["", "  ", "x" * 201, {}])
def test_a_title_of_nothing_or_of_a_novel_is_refused(
    brand: Brand, title: str | dict[str, str]
) -> None:
    with pytest.raises(services.BadTitle):
        services.note_possibility(
            brand,
            source="brainstorm",
            key="k",
            title=title,
            at=NOON,
        )
    assert not Possibility.objects.exists()


def test_observer_cannot_note_a_possibility(brand: Brand, cy: User) -> None:
    with pytest.raises(Denied):
        services.note_possibility(
            brand, source="brainstorm", key="k", title="¿Y si…?", at=NOON, actor=cy
        )


def test_titles_and_keys_lie_sealed_in_the_database(brand: Brand) -> None:
    row = note(brand, key="marker-key-7781")
    services.record_evidence(row, "found", reference="r", words="marker-words-7781", at=NOON)
    with connection.cursor() as cursor:
        for table in ("foresight_possibility", "foresight_evidence"):
            cursor.execute(f"SELECT * FROM {table}")
            held = b"".join(
                bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
                for line in cursor.fetchall()
                for v in line
            )
            assert b"marker-" not in held
            assert "teléfono".encode() not in held


def test_the_matrix_shows_what_was_noted_and_leads_to_the_board(
    client: Client, brand: Brand, cy: User
) -> None:
    services.note_possibility(
        brand, source="brainstorm", key="k", title="¿Y si nadie contesta?", at=NOON
    )
    client.force_login(cy)
    page = client.get(f"/b/{brand.slug}/foresight/").content.decode()
    assert "¿Y si nadie contesta?" in page
    assert f"/b/{brand.slug}/what-if/" in page


def test_observer_learns_how_many_weak_points_there_are_but_not_which(
    client: Client, brand: Brand, cy: User, ben: User
) -> None:
    row = note(brand)
    services.record_evidence(row, "found", reference="a", words="La única llave", at=NOON)
    client.force_login(cy)
    page = client.get(f"/b/{brand.slug}/foresight/").content.decode()
    assert TITLE["es"] not in page
    assert "La única llave" not in page
    assert "<strong>1</strong>" in page
    client.force_login(ben)
    assert TITLE["es"] in client.get(f"/b/{brand.slug}/foresight/").content.decode()
