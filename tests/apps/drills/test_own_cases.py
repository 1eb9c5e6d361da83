"""A team's own cases: written, changed, copied, brought in, drilled, set aside and brought back."""

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.conftest import member

from simulacro.apps.brands.models import Brand
from simulacro.apps.exercises import own_cases
from simulacro.apps.exercises.cases import case_of
from simulacro.apps.exercises.models import Exercise, OwnCase
from simulacro.apps.exercises.services import Opening, open_exercise
from simulacro.apps.packs.queries import shelf
from simulacro.apps.people.models import Role, User
from simulacro.content.case_documents import document_of
from simulacro.content.cases import CaseSource, UnknownCase
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit.policies import Denied
from simulacro.kit.undo.models import UndoOffer
from simulacro.kit.versions import VersionConflict

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 30, 10, 0, tzinfo=dt.UTC)
CASE = {
    "schema": "simulacro.case/1",
    "title": "El pan de ayer",
    "family": "service",
    "situation": "En Café Andariego alguien muestra un pan con moho.",
    "timeline": [{"id": "start", "at_min": 0, "text": "Sale el video."}],
    "questions": [
        {"id": "first", "task": "answer.first", "ask": "¿Qué publicas?", "answer": "«Lo vimos.»"}
    ],
}


def written(brand: Brand, ada: User, **more: Any) -> OwnCase:
    return own_cases.write_case(brand=brand, actor=ada, document={**CASE, **more}, at=NOW)


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"drills:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def typed(**more: str) -> dict[str, str]:
    return {
        "version": "1",
        "questions": "1",
        "title": "El pan de ayer",
        "family": "service",
        "situation": "Alguien muestra un pan.",
        "known": "Es pan\nTiene moho",
        "minutes": "30",
        "task_0": "answer.first",
        "ask_0": "¿Qué publicas?",
        "answer_0": "«Lo vimos.»",
        "notices_0": "Es de ayer",
        **more,
    }


def test_a_case_is_written_kept_sealed_and_first_in_the_library(
    brand: Brand, ben: User, client: Client
) -> None:
    client.force_login(ben)
    sent = client.post(reverse("drills:write_case", args=[brand.slug]), typed())
    row = OwnCase.objects.get()
    assert sent["Location"] == reverse("drills:case", args=[brand.slug, row.key])
    found = case_of(brand, row.key)
    assert (found.source, found.minutes, found.known) == (
        CaseSource.OWN,
        30,
        ("Es pan", "Tiene moho"),
    )
    assert found.questions[0].notices == ("Es de ayer",)
    with connection.cursor() as cursor:
        cursor.execute("SELECT document FROM exercises_owncase")
        assert b"pan" not in bytes(cursor.fetchone()[0])
    library = page(client, "cases", brand.slug)
    assert library.index("El pan de ayer") < library.index(shelf().lines("es", "x")[0].title)
    assert "De tu equipo" in library
    assert "El pan de ayer" in page(client, "case", brand.slug, row.key)


def test_a_question_is_added_and_what_was_typed_stays(
    brand: Brand, ben: User, client: Client
) -> None:
    client.force_login(ben)
    address = reverse("drills:write_case", args=[brand.slug])
    shown = client.post(address, typed(add="1", title="")).content.decode()
    assert "Tiene moho" in shown
    assert 'id="question-2"' in shown
    assert "errorlist" not in shown
    assert not OwnCase.objects.exists()
    refused = client.post(address, typed(title="", answer_1="Sin pregunta", questions="2"))
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Sin pregunta" in text
    assert text.count("errorlist") == 2


def test_an_empty_question_is_left_out_and_none_at_all_is_refused(
    brand: Brand, ben: User, client: Client
) -> None:
    client.force_login(ben)
    row = written(brand, ben)
    address = reverse("drills:edit_case", args=[brand.slug, row.pk])
    none = typed(ask_0="", answer_0="", notices_0="")
    assert client.post(address, none).status_code == 422
    client.post(address, {**none, "questions": "2", "ask_1": "¿Y ahora?", "id_0": "first"})
    row.refresh_from_db()
    assert [q["ask"] for q in row.document["questions"]] == ["¿Y ahora?"]
    # What the form does not show stays.
    assert row.document["timeline"][0]["text"] == "Sale el video."
    assert row.version == 2


def test_two_who_write_at_a_time_lose_nothing(brand: Brand, ben: User, client: Client) -> None:
    row = written(brand, ben)
    client.force_login(ben)
    address = reverse("drills:edit_case", args=[brand.slug, row.pk])
    form = client.get(address).context["form"]
    began = {f"initial-{name}": form[name].value() or "" for name in form.fields}
    more = [*CASE["questions"], {"ask": "La de Ada"}]  # type: ignore[misc]
    document = {**CASE, "title": "Título de Ada", "questions": more}
    own_cases.change_case(row, actor=ben, document=document, expected=1, at=NOW)
    mine = {name.removeprefix("initial-"): value for name, value in began.items()}
    sent = client.post(address, {**began, **mine, "title": "Título de Ben", "questions": "1"})
    assert sent.status_code == 409
    text = sent.content.decode()
    assert "Título de Ada" in text
    assert "Título de Ben" in text
    assert "La de Ada" in text
    with pytest.raises(VersionConflict):
        own_cases.change_case(row, actor=ben, document=CASE, expected=1, at=NOW)


def test_any_case_is_copied_to_change_it(brand: Brand, ada: User, client: Client) -> None:
    client.force_login(ada)
    lines = {line.source: line for line in shelf().lines("es", brand.name)}
    row = written(brand, ada)
    for key in (*(line.key for line in lines.values()), row.key):
        sent = client.post(reverse("drills:copy_case", args=[brand.slug, key]))
        copied = own_cases.own_cases(brand).first()
        assert copied is not None
        assert sent["Location"] == reverse("drills:edit_case", args=[brand.slug, copied.pk])
        assert copied.document == document_of(case_of(brand, copied.key))
        OwnCase.objects.filter(pk=copied.pk).update(set_aside_at=NOW)


def test_a_form_that_nobody_changed_changes_nothing(
    brand: Brand, ada: User, client: Client
) -> None:
    library = shelf()
    most = max(library.curated, key=lambda key: len(library.curated[key].fields["questions"]))
    case = library.case(most, "es", brand.name)
    asked = [*document_of(case)["questions"], {"ask": "¿Otra?"}, {"ask": "¿Y otra?"}]
    document = {**document_of(case), "questions": asked}
    row = own_cases.write_case(brand=brand, actor=ada, document=document, at=NOW)
    assert len(row.document["questions"]) > 6
    client.force_login(ada)
    address = reverse("drills:edit_case", args=[brand.slug, row.pk])
    form = client.get(address).context["form"]
    assert not form.may_ask_more
    values = {name: form[name].value() for name in form.fields}
    client.post(address, {**values, "questions": str(form.shown)})
    before = row.document
    row.refresh_from_db()
    assert row.version == 2
    assert row.document == before


def test_it_is_drilled_told_of_no_brand_and_survives_being_set_aside(
    brand: Brand, ada: User, client: Client
) -> None:
    row = written(brand, ada)
    client.force_login(ada)
    client.post(reverse("drills:begin", args=[brand.slug, row.key]), {"how": "room"})
    exercise = Exercise.objects.get()
    assert "moho" in page(client, "table", brand.slug, exercise.pk)
    for name in ("msel", "cexf"):
        assert client.get(reverse(f"exercises:{name}", args=[brand.slug, exercise.pk])).content
    nameless = case_of(brand, row.key, nameless=True)
    assert brand.name not in nameless.situation
    client.post(reverse("drills:set_case_aside", args=[brand.slug, row.pk]))
    assert own_cases.own_case_lines(brand) == ()
    assert "moho" in page(client, "table", brand.slug, exercise.pk)
    assert "moho" in page(client, "case", brand.slug, row.key)
    client.post(reverse("undo", args=[UndoOffer.objects.get().pk]))
    assert own_cases.own_case_lines(brand)[0].title == "El pan de ayer"


def test_another_brand_has_no_case_of_ours(brand: Brand, ada: User) -> None:
    row = written(brand, ada)
    other = Brand.objects.create(name="Otra", slug="otra")
    with pytest.raises(UnknownCase):
        case_of(other, row.key)
    for key in ("own:", "own:nothing", f"own:{brand.pk}"):
        with pytest.raises(UnknownCase):
            case_of(brand, key)


def test_observers_read_and_write_nothing(
    brand: Brand, ada: User, cy: User, dot: User, client: Client
) -> None:
    row = written(brand, ada)
    for somebody in (cy, dot):
        with pytest.raises(Denied):
            own_cases.write_case(brand=brand, actor=somebody, document=CASE, at=NOW)
        with pytest.raises(Denied):
            own_cases.change_case(row, actor=somebody, document=CASE, expected=1, at=NOW)
        with pytest.raises(Denied):
            own_cases.set_aside_case(row, actor=somebody, at=NOW)
        with pytest.raises(Denied):
            own_cases.bring_back_case(row, actor=somebody)
    client.force_login(cy)
    assert "Copiar y cambiar" not in page(client, "case", brand.slug, row.key)
    assert client.get(reverse("drills:write_case", args=[brand.slug])).status_code == 403


def test_a_case_goes_out_and_another_brand_brings_it_in_after_a_look(
    brand: Brand, ada: User, client: Client
) -> None:
    row = written(brand, ada)
    client.force_login(ada)
    other = Brand.objects.create(name="Otra", slug="otra")
    eve = member(other, "Eve", Role.RESPONDER)
    for form in ("msel.xlsx", "cexf.json"):
        client.force_login(ada)
        file = client.get(reverse("drills:take_case_out", args=[brand.slug, row.key, form]))
        client.force_login(eve)
        looked = client.post(
            reverse("drills:bring_case_in", args=[other.slug]),
            {"file": SimpleUploadedFile(form, file.content)},
        )
        assert "Hora por hora: 1." in looked.content.decode()
        assert not own_cases.own_cases(other).exists()
        said = {"document": looked.context["document"], "family": "trolls"}
        client.post(reverse("drills:keep_case", args=[other.slug]), said)
        brought = own_cases.own_cases(other).get()
        assert brought.document == {**row.document, "family": "trolls"}
        OwnCase.objects.filter(brand=other).delete()
    denied = client.get(reverse("drills:take_case_out", args=[other.slug, "x", "msel.xlsx"]))
    assert denied.status_code == 403


def test_a_bad_file_is_refused_with_every_mistake_and_keeps_nothing(
    brand: Brand, ben: User, client: Client
) -> None:
    client.force_login(ben)
    address = reverse("drills:bring_case_in", args=[brand.slug])
    broken = json.dumps({"exercise": {"name": 7}, "injects": [{"name": ["x"]}]}).encode()
    for data in (broken, b"PK\x03\x04", b"hello", io.BytesIO(b"{").getvalue()):
        answer = client.post(address, {"file": SimpleUploadedFile("case.json", data)})
        assert answer.status_code == 422
        assert "No se cambió nada" in answer.content.decode()
    assert client.post(address, {}).status_code == 422
    sent = client.post(
        reverse("drills:keep_case", args=[brand.slug]),
        {"document": json.dumps({"title": "x"}), "family": "nowhere"},
    )
    assert sent.status_code == 422
    assert not OwnCase.objects.exists()


def test_a_case_that_asks_nothing_is_refused(brand: Brand, ada: User) -> None:
    with pytest.raises(DocumentError) as refused:
        written(brand, ada, questions=[], family="nowhere")
    assert {m.code for m in refused.value.mistakes} == {"no_questions", "bad_choice"}


def test_the_key_of_a_case_fits_into_an_exercise(brand: Brand, ada: User) -> None:
    row = written(brand, ada)
    opening = Opening("case", row.key, row.title)
    assert open_exercise(brand=brand, actor=ada, opening=opening, at=NOW).title == row.title


def test_the_one_question_that_a_case_needs_is_not_called_optional(
    brand: Brand, ada: User, client: Client
) -> None:
    client.force_login(ada)
    said = page(client, "write_case", brand.slug)
    label = said[said.index('for="id_ask_0"') :].split("</label>")[0]
    assert "opcional" not in label
