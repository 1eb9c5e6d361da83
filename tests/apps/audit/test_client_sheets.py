"""An agency's workbook with sheets for each client says what one with a column of brands says."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from simulacro.apps.audit.exchange import read_agency_file
from simulacro.apps.audit.mistakes_in_words import told
from simulacro.engines.access.agency import Agency
from simulacro.kit.brought_files import BadFile

Sheets = dict[str, Sequence[Sequence[Any]]]
SHARED = ("tipo", "nombre", "id"), ("persona", "El junior", "junior")
OWN = ("id", "tipo", "nombre", "tiene")
LUNA = [OWN, ("ig", "cuenta", "Instagram", None), ("clave", "contraseña", "Clave de Luna", None)]
SOL = [OWN, ("fb", "cuenta", "Facebook", None), ("clave", "contraseña", "Clave de Sol", None)]
WAYS = ("abre", "necesita")


def workbook(sheets: Sheets) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(sheets: Sheets) -> Agency:
    return read_agency_file(workbook(sheets), name="Agencia Faro")


def by_column() -> Sheets:
    def of(brand: str, rows: Any) -> list[Any]:
        return [(brand, *row) for row in rows[1:]]

    shared = [("", row[2], row[0], row[1], None) for row in SHARED[1:]]
    return {
        "marcas": [("marca", "nombre"), ("cafe-luna", "Café Luna"), ("sol-pe", "Sol")],
        "recursos": [("marca", *OWN), *shared, *of("cafe-luna", LUNA), *of("sol-pe", SOL)],
        "formas de entrar": [
            ("marca", *WAYS),
            ("cafe-luna", "ig", "clave; agency:junior"),
            ("sol-pe", "Facebook", "Clave de Sol"),
        ],
    }


def by_client() -> Sheets:
    return {
        "marcas": [("marca", "nombre"), ("sol-pe", "Sol")],
        "recursos": SHARED,
        "Café Luna": LUNA,
        "Formas de entrar - Café Luna": [WAYS, ("ig", "clave; agency:junior")],
        "Assets (Sol)": SOL,
        "SOL – ways": [WAYS, ("Facebook", "Clave de Sol")],
        "Notas de la reunión": [("fecha", "quién"), ("ayer", "todos")],
    }


def test_sheets_of_clients_say_what_a_column_of_brands_says() -> None:
    expected = {brand.id: brand for brand in read(by_column()).brands}
    found = read(by_client())
    assert {brand.id: brand for brand in found.brands} == expected
    assert [asset.id for asset in found.shared.assets] == ["junior"]


def mistakes(sheets: Sheets, language: str) -> list[str]:
    with pytest.raises(BadFile) as refused:
        read(sheets)
    with translation.override(language):
        return [f"{t.place}: {t.wrong}" for t in map(told, refused.value.mistakes)]


def test_mistakes_are_told_by_sheet_and_row_all_at_once() -> None:
    sheets = by_client()
    sheets["Café Luna"] = [
        (*OWN, "marca"),
        ("ig", "cuenta", "Instagram", None, "Otra"),
        ("x", "nave", "Nave", "nada", None),
    ]
    sheets["Formas de entrar - Café Luna"] = [WAYS, ("Tiktok", "clave")]
    found = mistakes(sheets, "es")
    assert "Café Luna!E2: esta fila dice «Otra» y su hoja es de Café Luna" in found
    assert any(line.startswith("Café Luna!B3: ") for line in found)
    assert any(line.startswith("Formas de entrar - Café Luna!A2: ") for line in found)


@pytest.mark.parametrize(("language", "column"), [("es", "«necesita»"), ("en", "“requires”")])
def test_missing_column_is_told_once_in_the_reader_s_language(language: str, column: str) -> None:
    sheets = by_client()
    sheets["Formas de entrar - Café Luna"] = [("abre", "nombre"), ("ig", "Clave"), ("clave", "x")]
    found = mistakes(sheets, language)
    lines = [line for line in found if line.startswith("Formas de entrar - Café Luna")]
    assert len([line for line in lines if column in line]) == 1, found
    assert not any("!A2" in line or "!A3" in line for line in lines), found


def test_thing_without_an_id_is_called_by_its_name() -> None:
    sheets = by_client()
    sheets["Café Luna"] = [("tipo", "nombre"), ("cuenta", "Instagram"), ("contraseña", "Clave")]
    sheets["Formas de entrar - Café Luna"] = [WAYS, ("Instagram", "Clave; agency:junior")]
    (luna, _sol) = sorted(read(sheets).brands, key=lambda brand: brand.id)
    assert {a.id for a in luna.inventory.assets} >= {"Instagram", "Clave", "agency:junior"}
