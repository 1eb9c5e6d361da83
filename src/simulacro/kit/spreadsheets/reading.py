"""The rows of a workbook's pages, and the cell of each value."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from simulacro.engines.documents.fields import closest
from simulacro.kit.spreadsheets.cells import (
    CellPlace,
    SheetMistake,
    SpreadsheetError,
    unescaped,
)
from simulacro.kit.spreadsheets.layout import Column, Holds, Sheet
from simulacro.kit.spreadsheets.opening import check_package

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

T = TypeVar("T")
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 64
LACKING: Final = "missing_column"
_NUMBER: Final = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?(?:[eE][-+]?[0-9]{1,3})?\Z")
Meaning = Callable[[str], str]


def as_it_is(word: str) -> str:
    """The word itself: a sheet without words of its own."""
    return word


@dataclass(slots=True)
class Row:
    """The cells of one row by column key; `place` is the row's first cell."""

    values: dict[str, Any]
    places: dict[str, CellPlace]
    place: CellPlace

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return "" if value is None else str(value).strip()


def read_pages(data: bytes, take: Callable[[Sequence[ReadOnlyWorksheet]], T]) -> T:
    """What ``take`` makes of the pages of an XLSX file. Raises SpreadsheetError for what is none,
    is cut short, or carries what no workbook needs."""
    # Slow to load, and few ever need a workbook.
    from openpyxl import load_workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    check_package(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            return take([page for page in book.worksheets if isinstance(page, ReadOnlyWorksheet)])
    except SpreadsheetError:
        raise
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


def read_rows(
    page: Any, sheet: Sheet, mistakes: list[SheetMistake], meaning: Meaning = as_it_is
) -> list[Row]:
    """The rows of a page below its headings, which may stand in any order and either language.

    What stands above them, where the sheet may have a title there, is passed over.

    ``meaning`` gives the document's word for what a cell of a word or a flag says. What is wrong is
    added to ``mistakes``, each with its cell; a formula is never read.
    """
    found: list[Row] = []
    headings: dict[int, Column] = {}
    # Columns whose heading was found wrong, or lacking: told once, not at each of their cells.
    told: set[int] = set()
    above = 0
    cells = page.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
    for number, row in enumerate(cells, start=1):
        given = {i: c for i, c in enumerate(row, start=1) if c.value is not None}
        if not given:
            continue
        if not headings:
            if above < sheet.title_rows and not _names_columns(given, sheet):
                above += 1
                continue
            headings = _headings(page.title, number, given, sheet, mistakes)
            told |= given.keys()
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
                if i not in told:
                    told.add(i)
                    mistakes.append(SheetMistake("no_heading", place))
            else:
                column = headings[i]
                value = _value(cell.value, column.holds, place, mistakes, meaning)
                if value is not None:
                    made.values[column.key] = value
                    made.places[column.key] = place
        if made.values:
            found.append(made)
    if above and not headings:
        _headings(page.title, 0, {}, sheet, mistakes)
    return found


def _names_columns(given: Mapping[int, Any], sheet: Sheet) -> bool:
    """Whether a row looks like the headings of the sheet."""
    return sum(sheet.column(str(cell.value)) is not None for cell in given.values()) > 1


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


def _value(
    value: Any, holds: Holds, place: CellPlace, mistakes: list[SheetMistake], meaning: Meaning
) -> Any:
    """What a cell says, as the document says it; None for nothing."""
    if isinstance(value, str):
        value = unescaped(value)
        if not value.strip():
            return None
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        whole = holds is Holds.MOMENT and isinstance(value, dt.datetime)
        return f"{value:%Y-%m-%d %H:%M}" if whole else _moment(value)
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
