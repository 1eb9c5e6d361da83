"""A document as a workbook. What a person wrote is text in it, whatever it looks like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulacro.apps.audit.spreadsheets import layout
from simulacro.apps.audit.spreadsheets.layout import spoken
from simulacro.kit.spreadsheets.writing import write_sheets

Row = dict[str, Any]


def write_workbook(document: Mapping[str, Any], language: str = "en") -> bytes:
    """The XLSX file of an inventory's document, or of an agency's with its brands.

    Headings and words are in `language`, "es" or "en". Raises TextTooLong.
    """
    rows = rows_of(document)
    return write_sheets([(sheet, rows[sheet.key]) for sheet in layout.SHEETS], language, spoken)


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
