"""What-ifs and factors as files: a round trip is the identity, mistakes are all told with their
place, and nothing changes before somebody says yes."""

import datetime as dt
import io
import json
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from simulacro.apps.brands.models import Brand
from simulacro.apps.drills import planning
from simulacro.apps.drills.services import calendar_of
from simulacro.apps.exercises.services import Opening, member_id, open_exercise, record
from simulacro.apps.foresight import factor_sheets, factors, what_if_files
from simulacro.apps.foresight.models import BrandFactors, Possibility, Source
from simulacro.apps.foresight.services import note_possibility
from simulacro.apps.people.models import User
from simulacro.content.drill_model import brand_document
from simulacro.engines.drill import Kind
from simulacro.engines.possibilities import load_model
from simulacro.kit.policies import Denied
from simulacro.kit.spreadsheets import SpreadsheetError
from simulacro.kit.versions import VersionConflict

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 30, 10, 0, tzinfo=dt.UTC)
OWN = """
schema: simulacro.factors/1
factors:
  - {id: trigger, name: Qué pasa, values: [{id: allergy, name: Alergia}, trolls]}
  - {id: channel, name: Dónde, values: [x, {id: rappi, name: Rappi, weight: 3}]}
  - {id: dish, name: Plato, values: [soup, {id: cake, name: Torta, negative: true}]}
rules:
  - {id: no-trolls-on-rappi, if: {trigger: trolls}, then: {channel: {not: rappi}}}
  - {id: never-both, never: {channel: rappi, dish: [cake]}, text: Nadie pide torta}
stronger:
  - {factors: [trigger, channel, dish], strength: 3}
"""


def noted(brand: Brand, source: Source, key: str, **titles: str) -> Possibility:
    return note_possibility(
        brand, source=source, key=key, title=titles, family="trolls", at=timezone.now()
    )


def upload(name: str, data: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def sheet(title: str, *rows: list[Any]) -> bytes:
    book = Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("language", ["es", "en"])
def test_factors_go_out_as_a_workbook_and_come_back_the_same(language: str) -> None:
    for document in (yaml.safe_load(OWN), brand_document(["instagram", "tiktok"], language)):
        data = factor_sheets.write_factors(document, language)
        read = factor_sheets.read_factors_workbook(data)
        assert read.read(load_model) == load_model(document)
        again = factor_sheets.write_factors(read.document, language)
        assert factor_sheets.read_factors_workbook(again).document == read.document


def test_every_mistake_of_a_workbook_of_factors_has_its_cell() -> None:
    data = sheet(
        "factores",
        ["factor", "valor", "peso"],
        ["trigger", "trolls", "mucho"],
        ["trigger", "trolls", None],
        ["channel", "=1+1", None],
    )
    with pytest.raises(SpreadsheetError) as refused:
        factor_sheets.read_factors_workbook(data).read(factors.read_own)
    told = {(m.code, str(m.place)) for m in refused.value.mistakes}
    assert ("duplicate_id", "factores!A3") in told
    assert ("formula", "factores!B4") in told
    assert any(place == "factores!C2" for _code, place in told)


def test_a_model_in_which_nothing_can_happen_is_refused() -> None:
    nothing = "  - {id: none, never: {trigger: [allergy, trolls]}}\nstronger:"
    text = OWN.replace("stronger:", nothing)
    with pytest.raises(ValueError, match="forbid everything"):
        factors.read_own(text)


def drilled(brand: Brand, ada: User, combination: dict[str, str]) -> None:
    opening = Opening("case", "made:x=y", "A case", combination)
    exercise = open_exercise(brand=brand, actor=ada, opening=opening, at=NOW)
    record(exercise, Kind.EXERCISE_ENDED, {}, by=member_id(ada), at=NOW)


def test_own_factors_come_in_after_a_look_and_what_was_drilled_is_carried(
    brand: Brand, ada: User, client: Client
) -> None:
    drilled(brand, ada, {"trigger": "trolls", "channel": "x", "gap": "none"})
    calendar_of(brand)
    client.force_login(ada)
    moved = OWN + "moved: {values: {trigger: {rumours: trolls}}}\n"
    looked = client.post(
        reverse("foresight:look_at_factors", args=[brand.slug]), {"file": upload("f.yaml", moved)}
    )
    page = looked.content.decode()
    assert "trigger: allergy" in page
    assert "gap: none" in page
    assert not BrandFactors.objects.exists()

    sent = {"document": looked.context["document"], "version": looked.context["version"]}
    client.post(reverse("foresight:keep_factors", args=[brand.slug]), sent)

    assert [f.id for f in factors.model_of(brand).factors] == ["trigger", "channel", "dish"]
    assert factors.words_of(brand).value("channel", "rappi") == "Rappi"
    (fact,) = planning.facts_of(brand)
    assert fact.combination == {"trigger": "trolls", "channel": "x"}
    drilled(brand, ada, {"trigger": "rumours"})
    assert {"trigger": "trolls"} in [fact.combination for fact in planning.facts_of(brand)]
    shown = client.get(reverse("foresight:files", args=[brand.slug])).content.decode()
    assert "Rappi" in shown

    usual = client.post(reverse("foresight:usual_factors", args=[brand.slug]), follow=True)
    assert not BrandFactors.objects.exists()
    (offer,) = [m for m in usual.context["messages"] if "undo:" in m.tags]
    client.post(reverse("undo", args=[offer.tags.split("undo:")[1].split()[0]]))
    assert factors.words_of(brand).value("channel", "rappi") == "Rappi"


def test_two_people_who_change_the_factors_do_not_overwrite_each_other(
    brand: Brand, ada: User
) -> None:
    document = yaml.safe_load(OWN)
    kept = factors.keep_factors(brand=brand, actor=ada, document=document, at=NOW, expected=0)
    factors.keep_factors(brand=brand, actor=ada, document=document, at=NOW, expected=kept.version)
    with pytest.raises(VersionConflict):
        factors.keep_factors(
            brand=brand, actor=ada, document=document, at=NOW, expected=kept.version
        )


def test_whoever_responds_does_not_change_the_factors(brand: Brand, ben: User) -> None:
    with pytest.raises(Denied):
        factors.keep_factors(
            brand=brand, actor=ben, document=yaml.safe_load(OWN), at=NOW, expected=0
        )


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_ifs_go_out_and_come_back_the_same(brand: Brand, ada: User, language: str) -> None:
    noted(brand, Source.PACK, "base.what-if.x", es="¿Y si pasa?", en="What if it happens?")
    noted(brand, Source.BRAINSTORM, "=1", es="¿Y si =SUM(A1)?")
    weak = noted(brand, Source.FINDING, "F1", es="Sin segundo factor: la cuenta")
    document = what_if_files.document_of(brand)
    assert str(weak.pk) not in json.dumps(document)
    workbook = what_if_files.read_workbook(what_if_files.workbook_of(document, language))
    for source in (document, yaml.safe_dump(document, allow_unicode=True), workbook.document):
        filed = what_if_files.read_what_ifs(brand, source)
        assert not what_if_files.changes_to(brand, filed).is_any
        assert len(filed) == 2


def test_what_ifs_come_in_all_or_nothing_with_every_mistake(
    brand: Brand, ada: User, client: Client
) -> None:
    kept = noted(brand, Source.BRAINSTORM, "one", es="¿Y si uno?")
    client.force_login(ada)
    wrong = sheet(
        "qué pasaría si",
        ["id", "en español", "familia"],
        ["nonsense", "¿Y si dos?", "trolls"],
        [str(kept.pk), "¿Y si tres?", "dragons"],
        [str(kept.pk), "x" * 300, None],
        [None, None, "trolls"],
    )
    look = reverse("foresight:look_at_what_ifs", args=[brand.slug])
    answer = client.post(look, {"file": upload("w.xlsx", wrong)})
    assert answer.status_code == 422
    page = answer.content.decode()
    cells = ("A2", "C3", "A4", "B4", "C5")
    assert [cell for cell in cells if f"qué pasaría si!{cell}" not in page] == []
    assert Possibility.objects.count() == 1

    right = sheet(
        "qué pasaría si",
        ["id", "en español", "familia", "apartada"],
        [str(kept.pk), "¿Y si uno, de noche?", "access", "no"],
        [None, "¿Y si dos?", "trolls", "sí"],
    )
    looked = client.post(look, {"file": upload("w.xlsx", right)})
    assert Possibility.objects.count() == 1
    bring = reverse("foresight:bring_in_what_ifs", args=[brand.slug])
    brought = client.post(bring, {"document": looked.context["document"]}, follow=True)
    kept.refresh_from_db()
    assert (kept.title, kept.family) == ("¿Y si uno, de noche?", "access")
    new = Possibility.objects.exclude(pk=kept.pk).get()
    assert (new.source, new.set_aside_at is None) == ("brainstorm", False)

    (offer,) = [m for m in brought.context["messages"] if "undo:" in m.tags]
    client.post(reverse("undo", args=[offer.tags.split("undo:")[1].split()[0]]))
    kept.refresh_from_db()
    assert kept.title == "¿Y si uno?"


def test_a_file_cut_in_half_or_of_another_kind_is_refused(
    brand: Brand, ada: User, client: Client
) -> None:
    client.force_login(ada)
    look = reverse("foresight:look_at_what_ifs", args=[brand.slug])
    whole = what_if_files.workbook_of(what_if_files.document_of(brand), "es")
    for name, data in (
        ("w.xlsx", whole[: len(whole) // 2]),
        ("w.yaml", "schema: simulacro.what-ifs/1\nwhat_ifs: [{es: '¿Y"),
        ("w.yaml", "a: &a [x]\nb: [*a, *a]\n"),
        ("w.yaml", OWN),
    ):
        answer = client.post(look, {"file": upload(name, data)})
        assert answer.status_code == 422, name
        assert answer.context["what_if_mistakes"]


def test_files_are_taken_out_in_both_forms(brand: Brand, ada: User, client: Client) -> None:
    noted(brand, Source.BRAINSTORM, "one", es="¿Y si uno?")
    client.force_login(ada)
    for kind in ("what-ifs", "factors"):
        text = client.get(reverse("foresight:take_out", args=[brand.slug, kind, "yaml"]))
        assert yaml.safe_load(text.content)["schema"] == f"simulacro.{kind}/1"
        data = client.get(reverse("foresight:take_out", args=[brand.slug, kind, "xlsx"]))
        assert load_workbook(io.BytesIO(data.content)).worksheets
    assert client.get(f"/b/{brand.slug}/foresight/files/factors.pdf").status_code == 404
