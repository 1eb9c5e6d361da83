"""A workbook as a document, with the cell of each of its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulacro.apps.audit.spreadsheets import layout
from simulacro.apps.audit.spreadsheets.clients import ids_of_clients, nearly, sheet_of
from simulacro.apps.audit.spreadsheets.layout import meaning
from simulacro.engines.access.agency import AGENCY_SCHEMA
from simulacro.engines.access.document import INVENTORY_SCHEMA
from simulacro.kit.spreadsheets.cells import CellPlace, SheetMistake
from simulacro.kit.spreadsheets.documents import SheetDocument
from simulacro.kit.spreadsheets.layout import folded
from simulacro.kit.spreadsheets.reading import (
    MAX_COLUMNS,
    MAX_ROWS,
    Row,
    read_pages,
    read_rows,
)

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet


class WorkbookDocument(SheetDocument):
    """The document of an inventory, or of an agency's."""

    __slots__ = ()

    @property
    def is_agency(self) -> bool:
        return bool(self.document["schema"] == AGENCY_SCHEMA)

    def is_news(self, mistake: SheetMistake) -> bool:
        if mistake.code == "requires_nothing":
            return (mistake.place.sheet, "requires") not in self.lacking
        return SheetDocument.is_news(self, mistake)


def read_workbook(data: bytes, brand_name: str = "") -> WorkbookDocument:
    """Read an XLSX file. `brand_name` is taken where the workbook names no brand.

    Raises SpreadsheetError for what is no workbook of ours at all. Mistakes in its cells are kept
    beside the document, and told together with those of what it says by `read`.
    """
    mistakes: list[SheetMistake] = []
    rows = {sheet.key: list[Row]() for sheet in layout.SHEETS}
    clients: list[tuple[str, str]] = []

    def take(pages: Sequence[ReadOnlyWorksheet]) -> None:
        for page in pages:
            words = _first_words(page)
            meant = sheet_of(page.title, words)
            if meant is None and words and (near := nearly(page.title)):
                values = (("wrong", page.title), ("hint", f"did you mean “{near}”?"))
                mistakes.append(SheetMistake("unknown_sheet", CellPlace(page.title), values))
            elif meant is not None:
                sheet, client = meant
                made = read_rows(page, sheet, mistakes, meaning)
                clients.extend([(client, page.title)] if client else [])
                rows[sheet.key] += _of_client(made, client, mistakes)

    read_pages(data, take)
    if not rows["assets"]:
        mistakes.append(SheetMistake("no_assets", CellPlace(layout.ASSETS.key)))
    _name_clients(rows, clients)
    found = _document(rows, brand_name, mistakes)
    found.mistakes = mistakes
    return found


def _first_words(page: Any) -> list[str]:
    """The first row with something in it, as text: its headings."""
    for row in page.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True):
        if any(value is not None for value in row):
            return [str(value) for value in row if value is not None]
    return []


def _of_client(rows: list[Row], client: str, mistakes: list[SheetMistake]) -> list[Row]:
    """The rows of a client's sheet: each is the client's, whatever it says."""
    if not client:
        return rows
    for row in rows:
        said = row.text("brand")
        if said and folded(said) != folded(client):
            values = (("wrong", said[:60]), ("client", client))
            mistakes.append(SheetMistake("other_client", row.places["brand"], values))
        row.values["brand"] = client
        row.places.setdefault("brand", row.place)
    return rows


def _name_clients(rows: dict[str, list[Row]], clients: list[tuple[str, str]]) -> None:
    """Give the rows of clients' sheets the id of their brand, and a name to a brand that the sheet
    of brands does not tell."""
    known: dict[str, str] = {}
    for row in rows["brands"]:
        known |= {folded(row.text(k)): row.text("brand") for k in ("brand", "name") if row.text(k)}
    known.pop("", None)
    ids = ids_of_clients((client for client, _title in clients), known)
    for key in rows:
        for row in rows[key]:
            if key != "brands" and row.text("brand"):
                row.values["brand"] = ids.get(folded(row.text("brand")), row.text("brand"))
    told = set(known.values())
    for client, title in clients:
        brand_id = ids[folded(client)]
        if brand_id not in told:
            told.add(brand_id)
            place = CellPlace(title)
            about = {"brand": brand_id, "name": client}
            rows["brands"].append(Row(about, dict.fromkeys(about, place), place))


def _document(
    rows: Mapping[str, list[Row]], brand_name: str, mistakes: list[SheetMistake]
) -> WorkbookDocument:
    from simulacro.apps.audit.spreadsheets.assembly import Assembly

    schema = next((r.text("value") for r in rows["about"] if r.text("key") == "schema"), "")
    several = any(r.text("brand") for key in rows for r in rows[key])
    assembly = Assembly(
        AGENCY_SCHEMA if several or schema == AGENCY_SCHEMA else schema or INVENTORY_SCHEMA,
        brand_name,
        mistakes,
    )
    for row in rows["brands"]:
        assembly.add_brand(row)
    for row in rows["assets"]:
        assembly.add_asset(row)
    for row in rows["ways"]:
        assembly.add_way(row)
    for row in rows["shifts"]:
        assembly.add_shift(row)
    for row in rows["hours"]:
        assembly.add_hours(row)
    for row in rows["rates"]:
        assembly.add_rate(row)
    return assembly.finished()
