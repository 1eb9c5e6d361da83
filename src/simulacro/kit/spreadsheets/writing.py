"""Rows as a workbook. What a person wrote is text in it, whatever it looks like."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from simulacro.kit.spreadsheets.cells import LONGEST_TEXT, CellPlace, escaped
from simulacro.kit.spreadsheets.layout import Holds, Sheet, heading

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDE: Final = 28
NARROW: Final = 14
Spoken = Callable[[str, str], str]


def as_written(word: str, _language: str) -> str:
    """The word itself, in every language."""
    return word


class TextTooLong(ValueError):
    """A text has more characters than a cell of a spreadsheet can hold; YAML can."""

    def __init__(self, place: CellPlace) -> None:
        super().__init__(f"{place}: more than {LONGEST_TEXT} characters")
        self.place = place


def write_sheets(
    sheets: Sequence[tuple[Sheet, Iterable[Mapping[str, Any]]]],
    language: str,
    spoken: Spoken = as_written,
) -> bytes:
    """An XLSX file with a page for each sheet; its rows map the key of a column to a value.

    Headings are in ``language``, "es" or "en"; ``spoken(word, language)`` says the words of cells
    that hold one. Raises TextTooLong.
    """
    # Slow to load, and few ever need a workbook.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet, rows in sheets:
        title = sheet.es if language == "es" else sheet.key
        page: Worksheet = book.create_sheet(title)
        _heading(page, sheet, language)
        for number, row in enumerate(rows, start=2):
            for place, column in enumerate(sheet.columns, start=1):
                value = row.get(column.key)
                if value is not None:
                    shown = _shown(value, column.holds, language, spoken)
                    put(page, CellPlace(title, number, place), shown)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _heading(page: Worksheet, sheet: Sheet, language: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "A2"
    for place, column in enumerate(sheet.columns, start=1):
        cell = page.cell(1, place, heading(column, language))
        cell.font = Font(bold=True)
        wide = column.holds in (Holds.TEXT, Holds.LIST)
        page.column_dimensions[get_column_letter(place)].width = WIDE if wide else NARROW


def _shown(value: Any, holds: Holds, language: str, spoken: Spoken) -> str | float | int:
    if isinstance(value, bool):
        return spoken("yes" if value else "no", language)
    if isinstance(value, int | float):
        # openpyxl writes 16 digits; the few numbers that need 17 go as text.
        return value if float(f"{value:.16g}") == value else repr(value)
    if holds is Holds.NUMBERS:
        return " ".join(repr(x) for x in value)
    if isinstance(value, list):
        return "\n".join(str(x) for x in value)
    return spoken(str(value), language) if holds is Holds.WORD else str(value)


def put(page: Worksheet, place: CellPlace, value: str | float | int) -> None:
    """Write a value into a cell; a text stays a text. Raises TextTooLong."""
    cell = page.cell(place.row, place.column)
    if not isinstance(value, str):
        cell.value = value
        return
    text = escaped(value)
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(place)
    cell.value = text
    # Never a formula, though it starts with =, +, - or @.
    cell.data_type = "s"
    cell.quotePrefix = True
