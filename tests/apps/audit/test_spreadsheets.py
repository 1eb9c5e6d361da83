import io
import zipfile
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.apps.audit.inventories import cafe

from simulacro.apps.audit.documents import read_agency, read_document
from simulacro.apps.audit.mistakes_in_words import told
from simulacro.apps.audit.spreadsheets import (
    SpreadsheetError,
    TextTooLong,
    read_workbook,
    write_workbook,
)
from simulacro.apps.audit.spreadsheets.layout import TRAITS_ES
from simulacro.engines.access.agency import agency_to_document
from simulacro.engines.access.inventory import TRAITS_OF, Answer, Inventory, Kind, Trait
from simulacro.engines.access.writing import to_document
from simulacro.kit.spreadsheets.cells import escaped, unescaped

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def back(inventory: Inventory, language: str = "en") -> Inventory:
    return read_document(read_workbook(write_workbook(to_document(inventory), language)).document)


def book_of(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def refusal(data: bytes) -> list[tuple[str, str]]:
    """(place, code) of each mistake, of the workbook or of what it says."""
    with pytest.raises(SpreadsheetError) as caught:
        read_workbook(data).read(read_document)
    return [(str(m.place), m.code) for m in caught.value.mistakes]


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_workbook_says_what_the_inventory_says(language: str) -> None:
    assert back(cafe(), language) == cafe()


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("**/*.yaml")), ids=lambda p: str(p.relative_to(EXAMPLES))
)
def test_every_example_survives_a_workbook(path: Path) -> None:
    text = path.read_text("utf-8")
    if "simulacro.agency/1" in text:
        agency = read_agency(text)
        found = read_workbook(write_workbook(agency_to_document(agency), "es"))
        assert found.is_agency
        assert read_agency(found.document) == agency
    else:
        inventory = read_document(text)
        assert back(inventory, "es") == inventory


# Text as people and attackers write it: formulas, escapes, control characters, other scripts.
texts = st.one_of(
    st.sampled_from(
        ["=1+1", "+51", "-x", "@SUM(A1)", "_x0041_", "yes", "007", "1e5", "ña\u200b愛"]
    ),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufeff"), max_size=20),
)
finite = st.floats(0, 1000, allow_nan=False).map(lambda x: x + 0.0)
factors = st.lists(finite, min_size=7, max_size=7).filter(any)
profiles = st.one_of(
    st.none(),
    st.just({}),
    st.fixed_dictionaries({"weekday": factors}),
    st.fixed_dictionaries({"hour": st.just([0.5] * 23 + [2.25]), "weekday": factors}),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(
        st.lists(
            st.from_regex(r"[a-z;=+@-][a-z0-9;,]{0,5}", fullmatch=True),
            min_size=1,
            max_size=6,
            unique=True,
        )
    )
    some = st.lists(st.sampled_from(ids), unique=True, max_size=3)
    assets = []
    for number, asset_id in enumerate(ids):
        kind = draw(st.sampled_from([k for k in Kind if k is not Kind.CAUSE]))
        name = draw(texts).strip()
        asset: dict[str, Any] = {"id": asset_id, "kind": kind.value, "name": f"{name}{number}"}
        asset["note"] = draw(texts)
        for trait in sorted(TRAITS_OF.get(kind, ())):
            if draw(st.booleans()):
                asset[trait.value] = draw(st.sampled_from(Answer)).value
        if kind.opened:
            asset["channel"], asset["primary"] = draw(st.booleans()), draw(st.booleans())
            asset["weight"] = draw(finite)
            asset["network"] = draw(texts)
        if kind in (Kind.PERSON, Kind.ORGANISATION):
            asset["holds"], asset["may_hold"] = draw(some), draw(some)
        if kind is Kind.PERSON:
            asset["at_hand"] = draw(
                st.one_of(
                    st.sampled_from([None, "always", "never", "unknown"]),
                    st.just({"zone": "America/Lima", "week": [0.5, 0.25] * 84}),
                    st.just(
                        {
                            "shifts": [
                                {"days": "mon-fri", "from": "09:00", "to": "18:00", "chance": 0.1},
                                {"days": ["sat"], "from": "22:30", "to": "06:15"},
                            ]
                        }
                    ),
                )
            )
        for what in ("loss", "theft"):
            down = {"down_h": draw(st.floats(0.1, 99))} if what == "loss" else {}
            shape = {"profile": draw(profiles)} if what == "loss" else {}
            mode = {"mode": "m", "per_year": draw(finite), "source": draw(texts), **down, **shape}
            asset[what] = draw(st.sampled_from([None, "never", [mode], [mode, mode]]))
        others = [x for x in ids if x != asset_id]
        ways = [
            {
                "requires": draw(
                    st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True)
                ),
                "gives": draw(st.sampled_from(["publish", "admin", "unknown"])),
                "latency": draw(st.sampled_from([0, 90, "24 h", "unknown"])),
                "for": draw(st.sampled_from([None, "team", "attacker", "both"])),
                "route": draw(st.sampled_from(["login", "recovery", "tool"])),
                "doubtful": draw(st.booleans()),
                "name": draw(texts),
            }
            for _ in range(draw(st.integers(0, 2)) if others else 0)
        ]
        asset["opens"] = ways or draw(st.sampled_from([None, "nobody", "unknown"]))
        assets.append(asset)
    return {
        "schema": "simulacro.inventory/1",
        "brand": {"name": draw(texts).strip() or "x", "solo": draw(st.booleans())},
        "facts": draw(st.sampled_from([None, "2026-11-22"])),
        "risk": draw(st.sampled_from([None, {"hijack_h": 0.1}])),
        "assets": assets,
    }


@settings(max_examples=30, deadline=None)
@given(documents(), st.sampled_from(["es", "en"]))
def test_any_inventory_comes_back_from_a_workbook_as_it_was(
    document: dict[str, Any], language: str
) -> None:
    inventory = read_document(document)
    assert back(inventory, language) == inventory


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=40))
def test_escaping_undoes_itself(text: str) -> None:
    assert unescaped(escaped(text)) == text


def test_a_cell_never_holds_a_formula_of_somebody_elses_making() -> None:
    document = to_document(cafe())
    document["assets"][0]["name"] = "=HYPERLINK(A1)"
    book = load_workbook(io.BytesIO(write_workbook(document)))
    cells = [c for page in book for row in page.iter_rows() for c in row if c.value is not None]
    assert not [c for c in cells if c.data_type == "f"]
    assert any(c.value == "=HYPERLINK(A1)" for c in cells)


def test_a_text_longer_than_a_cell_is_refused_and_not_cut() -> None:
    document = to_document(cafe())
    document["assets"][0]["note"] = "x" * 32_768
    with pytest.raises(TextTooLong):
        write_workbook(document)


def test_a_workbook_made_by_hand_in_spanish_is_enough() -> None:
    data = book_of(
        {
            "Recursos": [
                ["Nombre", "Tipo", "Tiene", "Segundo factor"],
                ["Ana", "persona", "Clave", None],
                ["Clave", "Contraseña", None, None],
                ["Instagram", "cuenta", None, "no sé"],
            ],
            "Formas de entrar": [["Abre", "Necesita"], ["instagram", "Ana; Clave"]],
            "Turnos": [
                ["Persona", "Días", "Desde", "Hasta"],
                ["Ana", "lun-vie, sáb", time(9), "18:00"],
            ],
            "Marcas": [["nombre", "fecha de los datos"], ["Café", date(2026, 11, 22)]],
        }
    )
    inventory = read_document(read_workbook(data).document)
    assert [m.requires for m in inventory.methods] == [("Ana", "Clave")]
    availability = inventory["Ana"].at_hand
    assert availability is not None
    assert availability.shifts[0].days == (0, 1, 2, 3, 4, 5)
    assert inventory.facts == date(2026, 11, 22)


def test_all_mistakes_are_told_at_once_by_sheet_row_and_column() -> None:
    data = book_of(
        {
            "assets": [
                ["id", "kind", "name", "weight"],
                ["ana", "persona", "Ana", None],
                ["ana", "person", "Otra", None],
                ["ig", "acount", "Instagram", "mucho"],
            ],
            "ways": [["opens", "requires"], ["ig", "nadie-asi"], ["fb", "ana"]],
            "brands": [["name"], ["Café"]],
        }
    )
    assert refusal(data) == [
        ("assets!A3", "duplicate_id"),
        ("assets!B4", "bad_choice"),
        ("assets!D4", "wrong_type"),
        ("ways!B2", "unknown_asset"),
        ("ways!A3", "no_such_asset"),
    ]


def test_every_answer_has_a_heading_in_spanish() -> None:
    assert set(TRAITS_ES) == set(Trait)


def test_a_formula_is_refused_at_its_cell() -> None:
    data = book_of({"assets": [["id", "kind", "name"], ["a", "person", "=1+1"]]})
    assert refusal(data) == [("assets!C2", "formula")]


def test_an_unknown_column_is_told_with_the_nearest() -> None:
    data = book_of({"assets": [["id", "kind", "nmae"], ["a", "person", "Ana"]]})
    assert refusal(data) == [("assets!C1", "unknown_column")]


PEOPLE = [["id", "kind", "name"], ["a", "person", "Ana"]]


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("turno", "turnos"),
        ("Formas", "formas de entrar"),
        ("way", "ways"),
        ("Café Luna - turno", "turnos"),
        ("recusros", "recursos"),
    ],
)
def test_a_sheet_whose_name_is_nearly_one_of_ours_is_told(title: str, meant: str) -> None:
    data = book_of({"assets": PEOPLE, title: [["persona", "desde"], ["Ana", "09:00"]]})
    with pytest.raises(SpreadsheetError) as refused:
        read_workbook(data).read(read_document)
    (mistake,) = refused.value.mistakes
    assert (mistake.code, str(mistake.place)) == ("unknown_sheet", title)
    with translation.override("es"):
        assert told(mistake).way_out == f"¿quisiste decir «{meant}»?"


@pytest.mark.parametrize("title", ["Notas", "dates", "Hoja 1", "Teléfonos"])
def test_a_sheet_of_another_name_is_passed_over(title: str) -> None:
    data = book_of({"assets": PEOPLE, title: [["uno", "dos"], ["1", "2"]]})
    assert len(read_workbook(data).read(read_document).assets) == 1


def test_an_empty_sheet_of_nearly_our_name_says_nothing() -> None:
    assert read_workbook(book_of({"assets": PEOPLE, "turno": []})).read(read_document)


def test_a_region_that_is_no_code_is_told_at_its_cell() -> None:
    brands = [["nombre", "región", "idioma"], ["Café", "Perú", "fr"]]
    data = book_of(
        {"recursos": [["id", "tipo", "nombre"], ["a", "persona", "Ana"]], "marcas": brands}
    )
    assert refusal(data) == [("marcas!B2", "bad_region"), ("marcas!C2", "bad_choice")]


def test_a_column_without_a_heading_is_told_once() -> None:
    named = [[f"a{i}", "person", f"Ana {i}", "red"] for i in range(20)]
    data = book_of({"assets": [["id", "kind", "name"], *named]})
    assert refusal(data) == [("assets!D2", "no_heading")]


def test_words_that_a_cell_may_hold_are_told_as_the_workbook_has_them() -> None:
    data = book_of({"recursos": [["id", "tipo", "nombre"], ["a", "persna", "Ana"]]})
    with pytest.raises(SpreadsheetError) as refused:
        read_workbook(data).read(read_document)
    with translation.override("es"):
        (said,) = map(told, refused.value.mistakes)
    assert said.place == "recursos!B2"
    assert "cuenta, correo, gestor de contraseñas" in said.way_out
    unknown = book_of({"recursos": [["id", "tipo", "nombre", "zzz"], ["a", "persona", "Ana", 1]]})
    with pytest.raises(SpreadsheetError) as refused:
        read_workbook(unknown).read(read_document)
    with translation.override("es"):
        (said,) = map(told, refused.value.mistakes)
    assert said.way_out.startswith("las columnas son: marca, id, tipo, nombre")
    assert said.advice.startswith("Las columnas son")
    assert said.advice.endswith("nota.")


def test_a_file_cut_in_half_is_refused() -> None:
    data = write_workbook(to_document(cafe()))
    assert refusal(data[: len(data) // 2]) == [("", "file_cut_short")]


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("xl/bomb.xml", b"0" * 70_000_000, "unpacks_too_large"),
        ("xl/vbaProject.bin", b"macro", "macros"),
        ("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]>', "entities"),
    ],
)
def test_what_hides_in_a_package_is_refused(name: str, content: bytes, code: str) -> None:
    data = write_workbook(to_document(cafe()))
    assert refusal(with_part(data, name, content)) == [("", code)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_workbook"),
        (b"id,kind\n", "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0old", "old_or_locked"),
        (b"PK" + b"0" * 6_000_000, "file_too_large"),
        (book_of({"assets": [["id"]]}), "no_assets"),
    ],
)
def test_what_is_no_workbook_of_ours_is_said(data: bytes, code: str) -> None:
    assert code in [c for _, c in refusal(data)]


def test_ten_thousand_assets_are_too_many() -> None:
    rows = [[f"a{i}", "person", f"Ana {i}"] for i in range(10_000)]
    data = book_of({"assets": [["id", "kind", "name"], *rows], "brands": [["name"], ["x"]]})
    assert [code for _, code in refusal(data)] == ["too_many"]


def test_thirty_clients_come_in_one_workbook() -> None:
    clients = [f"Cliente {i}" for i in range(30)]
    data = book_of(
        {
            "recursos": [
                ["marca", "nombre", "tipo"],
                [None, "El junior", "persona"],
                *[[c, "Instagram", "cuenta"] for c in clients],
            ],
            "formas de entrar": [
                ["marca", "abre", "necesita"],
                *[[c, "Instagram", "agency:El-junior"] for c in clients],
            ],
            "marcas": [
                ["marca", "nombre"],
                [None, "Agencia"],
                *[[f"c{i}", c] for i, c in enumerate(clients)],
            ],
        }
    )
    agency = read_agency(read_workbook(data).document)
    assert len(agency.brands) == 30
    assert agency["c7"].methods[0].requires == ("agency:El-junior",)
