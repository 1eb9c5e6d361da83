"""A document as a workbook. What a person wrote is text in it, whatever it looks like."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from simulacro.apps.audit.spreadsheets import layout
from simulacro.apps.audit.spreadsheets.cells import LONGEST_TEXT, CellPlace, escaped
from simulacro.apps.audit.spreadsheets.layout import Holds, Sheet, spoken

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Row = dict[str, Any]
WIDE: Final = 28
NARROW: Final = 14


class TextTooLong(ValueError):
    """A text has more characters than a cell of a spreadsheet can hold; YAML can."""

    def __init__(self, place: CellPlace) -> None:
        super().__init__(f"{place}: more than {LONGEST_TEXT} characters")
        self.place = place


def write_workbook(document: Mapping[str, Any], language: str = "en") -> bytes:
    """The XLSX file of an inventory's document, or of an agency's with its brands.

    Headings and words are in `language`, "es" or "en". Raises TextTooLong.
    """
    # Slow to load, and few ever need a workbook.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    rows = rows_of(document)
    for sheet in layout.SHEETS:
        title = sheet.es if language == "es" else sheet.key
        page: Worksheet = book.create_sheet(title)
        _heading(page, sheet, language)
        for number, row in enumerate(rows[sheet.key], start=2):
            for place, column in enumerate(sheet.columns, start=1):
                value = row.get(column.key)
                if value is not None:
                    _put(
                        page, CellPlace(title, number, place), _shown(value, column.holds, language)
                    )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _heading(page: Worksheet, sheet: Sheet, language: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "A2"
    for place, column in enumerate(sheet.columns, start=1):
        cell = page.cell(1, place, column.es if language == "es" else column.key)
        cell.font = Font(bold=True)
        wide = column.holds in (Holds.TEXT, Holds.LIST)
        page.column_dimensions[get_column_letter(place)].width = WIDE if wide else NARROW


def _shown(value: Any, holds: Holds, language: str) -> str | float | int:
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


def _put(page: Worksheet, place: CellPlace, value: str | float | int) -> None:
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


def rows_of(document: Mapping[str, Any]) -> dict[str, list[Row]]:
    """The rows of each sheet, by its key."""
    rows: dict[str, list[Row]] = {sheet.key: [] for sheet in layout.SHEETS}
    rows["about"].append({"key": "schema", "value": document["schema"]})
    own = {**document, "brand": document.get("brand") or document.get("agency")}
    _add_inventory(rows, None, own)
    for brand in document.get("brands", ()):
        _add_inventory(rows, brand["id"], brand)
    return rows


def _add_inventory(
    rows: dict[str, list[Row]], brand: str | None, document: Mapping[str, Any]
) -> None:
    about = document["brand"]
    named = {"name": about} if isinstance(about, str) else dict(about)
    rows["brands"].append(
        {"brand": brand, **named, "facts": document.get("facts"), **document.get("risk", {})}
    )
    for asset in document.get("assets", ()):
        rows["assets"].append({"brand": brand, **_asset_row(asset)})
        if isinstance(asset.get("opens"), list):
            rows["ways"] += [{"brand": brand, "opens": asset["id"], **w} for w in asset["opens"]]
        rows["rates"] += [{"brand": brand, **rate} for rate in _rates(asset)]
        at_hand = asset.get("at_hand")
        if isinstance(at_hand, Mapping):
            person = {"brand": brand, "person": asset["id"]}
            rows["shifts"] += [{**person, **shift} for shift in at_hand.get("shifts", ())]
            if at_hand.get("week"):
                rows["hours"].append({**person, "chances": at_hand["week"]})


def _asset_row(asset: Mapping[str, Any]) -> Row:
    row = {k: v for k, v in asset.items() if k not in ("opens", "battery", "at_hand")}
    if isinstance(asset.get("opens"), str):
        row["opens"] = asset["opens"]
    row |= asset.get("battery", {})
    at_hand = asset.get("at_hand")
    if isinstance(at_hand, Mapping):
        row["zone"] = at_hand.get("zone")
    elif at_hand is not None:
        row["at_hand"] = at_hand
    for what in ("loss", "theft"):
        if what in asset:
            row[what] = asset[what] if isinstance(asset[what], str) else "listed"
    return row


def _rates(asset: Mapping[str, Any]) -> Iterator[Row]:
    for what in ("loss", "theft"):
        modes = asset.get(what)
        for mode in modes if isinstance(modes, list) else ():
            profile = mode.get("profile")
            row = {k: v for k, v in mode.items() if k != "profile"}
            if profile is not None:
                # A flat profile says so, so that it comes back as one.
                row["weekday"] = profile.get("weekday", [1.0] * 7 if not profile else None)
                row["hour"] = profile.get("hour")
            yield {"asset": asset["id"], "what": what, **row}
