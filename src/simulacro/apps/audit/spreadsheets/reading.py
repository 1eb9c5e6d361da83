"""A workbook as a document, with the cell of each of its places."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from simulacro.apps.audit.spreadsheets import layout
from simulacro.apps.audit.spreadsheets.cells import (
    CellPlace,
    SheetMistake,
    SpreadsheetError,
    unescaped,
)
from simulacro.apps.audit.spreadsheets.clients import ids_of_clients, sheet_of
from simulacro.apps.audit.spreadsheets.layout import Column, Holds, Sheet, folded, meaning
from simulacro.apps.audit.spreadsheets.opening import check_package
from simulacro.engines.access.agency import AGENCY_SCHEMA
from simulacro.engines.access.document import INVENTORY_SCHEMA
from simulacro.engines.documents.fields import closest
from simulacro.engines.documents.mistakes import DocumentError, Path

T = TypeVar("T")
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 64
LACKING: Final = "missing_column"
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?(?:[eE][-+]?[0-9]{1,3})?\Z")


@dataclass(slots=True)
class Row:
    """The cells of one row by column key; `place` is the row's first cell."""

    values: dict[str, Any]
    places: dict[str, CellPlace]
    place: CellPlace

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return "" if value is None else str(value).strip()


@dataclass(slots=True)
class WorkbookDocument:
    """The document that a workbook says, and the cell of each path in it."""

    document: dict[str, Any]
    places: dict[Path, CellPlace] = field(default_factory=dict)
    mistakes: list[SheetMistake] = field(default_factory=list)
    lacking: set[tuple[str, str]] = field(default_factory=set)

    @property
    def is_agency(self) -> bool:
        return bool(self.document["schema"] == AGENCY_SCHEMA)

    def place_of(self, path: Path) -> CellPlace:
        """The cell of a path, or of the nearest thing around it."""
        known = path
        while known and known not in self.places:
            known = known[:-1]
        return self.places.get(known, CellPlace())

    def is_news(self, mistake: SheetMistake) -> bool:
        """Whether it says more than that the sheet lacks the whole column."""
        column = dict(mistake.values).get("field", "")
        if mistake.code == "requires_nothing":
            return (mistake.place.sheet, "requires") not in self.lacking
        return mistake.code != "missing" or (mistake.place.sheet, column) not in self.lacking

    def read(self, reader: Callable[[dict[str, Any]], T]) -> T:
        """What `reader` makes of the document. Raises SpreadsheetError with every mistake, those of
        the workbook and those of what it says, each by its cell."""
        mistakes = list(self.mistakes)
        try:
            read = reader(self.document)
        except DocumentError as error:
            found = [SheetMistake(m.code, self.place_of(m.path), m.values) for m in error.mistakes]
            raise SpreadsheetError([*mistakes, *filter(self.is_news, found)]) from error
        if mistakes:
            raise SpreadsheetError(mistakes)
        return read


def read_workbook(data: bytes, brand_name: str = "") -> WorkbookDocument:
    """Read an XLSX file. `brand_name` is taken where the workbook names no brand.

    Raises SpreadsheetError for what is no workbook of ours at all. Mistakes in its cells are kept
    beside the document, and told together with those of what it says by `read`.
    """
    # Slow to load, and few ever need a workbook.
    from openpyxl import load_workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    check_package(data)
    mistakes: list[SheetMistake] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            rows = {sheet.key: list[Row]() for sheet in layout.SHEETS}
            clients: list[tuple[str, str]] = []
            for page in book.worksheets:
                if isinstance(page, ReadOnlyWorksheet):
                    meant = sheet_of(page.title, _first_words(page))
                    if meant is not None:
                        sheet, client = meant
                        made = _rows(page, sheet, mistakes)
                        clients += [(client, page.title)] if client else []
                        rows[sheet.key] += _of_client(made, client, mistakes)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        OSError,
    ) as error:
        # openpyxl raises any of these for a package whose parts do not fit together.
        raise SpreadsheetError([SheetMistake("file_cut_short", CellPlace())]) from error
    if not rows["assets"]:
        mistakes.append(SheetMistake("no_assets", CellPlace(layout.ASSETS.key)))
    _name_clients(rows, clients)
    found = _document(rows, brand_name, mistakes)
    found.mistakes = mistakes
    found.lacking = {(m.place.sheet, m.values[0][1]) for m in mistakes if m.code == LACKING}
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


def _rows(page: Any, sheet: Sheet, mistakes: list[SheetMistake]) -> list[Row]:
    found: list[Row] = []
    headings: dict[int, Column] = {}
    cells = page.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
    for number, row in enumerate(cells, start=1):
        given = {i: c for i, c in enumerate(row, start=1) if c.value is not None}
        if not given:
            continue
        if not headings:
            headings = _headings(page.title, number, given, sheet, mistakes)
            continue
        if number > MAX_ROWS:
            place = CellPlace(page.title, number, 1)
            mistakes.append(SheetMistake("too_many_rows", place, (("limit", f"{MAX_ROWS:,}"),)))
            break
        made = Row({}, {}, CellPlace(page.title, number, min(given)))
        for i, cell in given.items():
            place = CellPlace(page.title, number, i)
            if cell.data_type == "f" or not isinstance(
                cell.value, str | int | float | bool | dt.date | dt.time | dt.timedelta
            ):
                mistakes.append(SheetMistake("formula", place))
            elif cell.data_type == "e":
                mistakes.append(SheetMistake("cell_error", place, (("wrong", str(cell.value)),)))
            elif i not in headings:
                mistakes.append(SheetMistake("no_heading", place))
            else:
                column = headings[i]
                value = _value(cell.value, column.holds, place, mistakes)
                if value is not None:
                    made.values[column.key] = value
                    made.places[column.key] = place
        if made.values:
            found.append(made)
    return found


def _headings(
    title: str, number: int, given: Mapping[int, Any], sheet: Sheet, mistakes: list[SheetMistake]
) -> dict[int, Column]:
    headings: dict[int, Column] = {}
    misspelt = ""
    known = [name for c in sheet.columns for name in (c.key, c.es)]
    for i, cell in given.items():
        word = str(cell.value)
        column = sheet.column(word)
        place = CellPlace(title, number, i)
        if column is None:
            hint = closest(word, known, "")
            misspelt += hint
            values = (("wrong", word[:60]), ("hint", hint), ("sheet", sheet.key))
            mistakes.append(SheetMistake("unknown_column", place, values))
        elif column in headings.values():
            mistakes.append(SheetMistake("repeated_column", place, (("wrong", word[:60]),)))
        else:
            headings[i] = column
    there = {column.key for column in headings.values()}
    for key in sheet.needs:
        # One that is only misspelt is told with its column.
        names = [name for c in sheet.columns if c.key == key for name in (c.key, c.es)]
        if key not in there and not any(f"“{name}”" in misspelt for name in names):
            lacks = (("column", key), ("sheet", sheet.key))
            mistakes.append(SheetMistake(LACKING, CellPlace(title, number), lacks))
    return headings


def _value(value: Any, holds: Holds, place: CellPlace, mistakes: list[SheetMistake]) -> Any:
    """What a cell says, as the document says it; None for nothing."""
    if isinstance(value, str):
        value = unescaped(value)
        if not value.strip():
            return None
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return _moment(value)
    match holds:
        case Holds.LIST:
            return _listed(value)
        case Holds.NUMBERS:
            return _numbers(value, place, mistakes)
        case Holds.NUMBER:
            return _number(value)
        case Holds.WORD | Holds.FLAG:
            word = meaning(value.strip()) if isinstance(value, str) else value
            if holds is Holds.FLAG:
                return {"yes": True, "no": False, 1: True, 0: False}.get(word, word)
            return {True: "yes", False: "no"}[value] if isinstance(value, bool) else _whole(word)
        case _:
            return value


def _moment(value: dt.date | dt.time | dt.timedelta) -> str:
    """A spreadsheet makes times and dates of “09:30” and “2026-11-22”."""
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return f"{value:%H:%M}" if isinstance(value, dt.time) else value.isoformat()


def _whole(word: Any) -> Any:
    return int(word) if isinstance(word, float) and word.is_integer() else word


def _listed(value: Any) -> list[str]:
    if not isinstance(value, str):
        return [str(_whole(value))]
    parts = value.split("\n") if "\n" in value else re.split(r"\s*;\s+", value)
    return [part.strip() for part in parts if part.strip()]


def _number(value: Any) -> Any:
    if isinstance(value, str) and _NUMBER.match(value.strip()):
        return float(value.strip().replace(",", "."))
    return value


def _numbers(value: Any, place: CellPlace, mistakes: list[SheetMistake]) -> Any:
    found = [_number(part) for part in value.split()] if isinstance(value, str) else [value]
    if any(isinstance(x, str) for x in found):
        mistakes.append(SheetMistake("not_numbers", place))
        return None
    return found


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
