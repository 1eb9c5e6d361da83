"""Puts the rows of a workbook together into a document, and remembers where each part stood."""

from __future__ import annotations

from typing import Any, Final

from simulacro.apps.audit.spreadsheets.reading import WorkbookDocument
from simulacro.engines.access.agency import AGENCY_SCHEMA
from simulacro.engines.documents.mistakes import Path
from simulacro.kit.spreadsheets import CellPlace, Row, SheetMistake, folded

_BRAND_FIELDS: Final = ("name", "region", "language", "timezone", "solo")
_GROUPED: Final = ("zone", "charged_from", "lasts_h", "brand")


class Part:
    """One inventory of the document: the brand's, or the agency's own."""

    def __init__(self, document: dict[str, Any], path: Path) -> None:
        self.document = document
        self.path = path
        self.ids: dict[str, int] = {}
        self.names: dict[str, int] = {}

    def find(self, word: str) -> int | None:
        """Which asset a row means, by its id and then by its name."""
        return self.ids.get(word, self.names.get(folded(word)))


class Assembly:
    """Rows go in by sheet, assets before what belongs to them; the document comes out."""

    def __init__(self, schema: str, brand_name: str, mistakes: list[SheetMistake]) -> None:
        self.mistakes = mistakes
        self.lacking = {
            (m.place.sheet, m.values[0][1]) for m in mistakes if m.code == "missing_column"
        }
        self.found = WorkbookDocument({"schema": schema})
        self.agency = schema == AGENCY_SCHEMA
        self.brand_name = brand_name
        self.own = Part(self.found.document, ())
        self.own.document["assets"] = []
        self.parts: dict[str, Part] = {"": self.own}
        self.by_name: dict[str, str] = {}
        if self.agency:
            self.found.document["brands"] = []

    def finished(self) -> WorkbookDocument:
        name = "agency" if self.agency else "brand"
        self.own.document.setdefault(name, {"name": self.brand_name})
        for brand_id, part in self.parts.items():
            if brand_id:
                part.document.setdefault("brand", {"name": brand_id})
        return self.found

    def part(self, row: Row) -> Part:
        """The inventory that a row is of; a brand is made where the row names a new one."""
        word = row.text("brand")
        key = word if word in self.parts else self.by_name.get(folded(word), word)
        return self._part(row, key)

    def _part(self, row: Row, key: str) -> Part:
        if key not in self.parts:
            brands = self.found.document["brands"]
            document: dict[str, Any] = {"id": key, "assets": []}
            self.parts[key] = Part(document, ("brands", len(brands)))
            self.found.places["brands", len(brands)] = row.place
            self.found.places["brands", len(brands), "id"] = row.places.get("brand", row.place)
            brands.append(document)
        return self.parts[key]

    def add_brand(self, row: Row) -> None:
        part = self._part(row, row.text("brand"))
        name = "agency" if part is self.own and self.agency else "brand"
        if name in part.document:
            self.mistakes.append(SheetMistake("repeated_brand", row.place))
            return
        about = {f: row.values[f] for f in _BRAND_FIELDS if f in row.values}
        part.document[name] = about
        self._note((*part.path, name), row, _BRAND_FIELDS)
        if "facts" in row.values:
            part.document["facts"] = row.values["facts"]
            self.found.places[*part.path, "facts"] = row.places["facts"]
        risk = {f: row.values[f] for f in ("hijack_h", "lockout_h") if f in row.values}
        if risk:
            part.document["risk"] = risk
            self._note((*part.path, "risk"), row, tuple(risk))
        if row.text("brand"):
            self.by_name[folded(row.text("name"))] = row.text("brand")

    def add_asset(self, row: Row) -> None:
        part = self.part(row)
        assets = part.document["assets"]
        path = (*part.path, "assets", len(assets))
        asset = {k: v for k, v in row.values.items() if k not in _GROUPED}
        if "zone" in row.values:
            asset["at_hand"] = {"zone": row.values["zone"]}
        battery = {k: row.values[k] for k in ("charged_from", "lasts_h") if k in row.values}
        if battery:
            asset["battery"] = battery
            self._note((*path, "battery"), row, tuple(battery))
        for what in ("loss", "theft"):
            if asset.get(what) == "listed":
                asset[what] = []
        self._note(path, row, tuple(row.values))
        name = row.text("name")
        if row.text("id"):
            part.ids.setdefault(row.text("id"), len(assets))
        if name:
            part.names.setdefault(folded(name), len(assets))
        assets.append(asset)

    def add_way(self, row: Row) -> None:
        self._append(row, "opens", "opens", ("opens", "brand"))

    def add_rate(self, row: Row) -> None:
        what = row.text("what")
        if not what and (row.place.sheet, "what") in self.lacking:
            return
        if what not in ("loss", "theft"):
            place = row.places.get("what", row.place)
            values = (("wrong", what), ("expected", "loss, theft"))
            self.mistakes.append(SheetMistake("bad_choice", place, values))
            return
        profile = {k: row.values[k] for k in ("weekday", "hour") if k in row.values}
        if profile:
            row.values["profile"] = profile
        self._append(row, "asset", what, ("asset", "what", "brand", "weekday", "hour"))

    def add_shift(self, row: Row) -> None:
        at_hand = self._at_hand(row)
        if at_hand is not None:
            asset_path, group = at_hand
            shifts = group.setdefault("shifts", [])
            path = (*asset_path, "at_hand", "shifts", len(shifts))
            shift = {k: v for k, v in row.values.items() if k not in ("person", "brand")}
            if isinstance(shift.get("days"), list):
                shift["days"] = [d.strip() for days in shift["days"] for d in days.split(",")]
                if shift["days"] == ["daily"]:
                    shift["days"] = "daily"
            shifts.append(shift)
            self._note(path, row, tuple(row.values))

    def add_hours(self, row: Row) -> None:
        at_hand = self._at_hand(row)
        if at_hand is not None:
            asset_path, group = at_hand
            group["week"] = row.values.get("chances", [])
            self.found.places[*asset_path, "at_hand", "week"] = row.places.get("chances", row.place)

    def _at_hand(self, row: Row) -> tuple[Path, dict[str, Any]] | None:
        target = self._target(row, "person")
        if target is None:
            return None
        path, asset = target
        group = asset.setdefault("at_hand", {})
        if not isinstance(group, dict):
            self.mistakes.append(SheetMistake("hours_twice", row.place))
            return None
        self.found.places.setdefault((*path, "at_hand"), row.place)
        return path, group

    def _append(self, row: Row, by: str, field: str, left_out: tuple[str, ...]) -> None:
        target = self._target(row, by)
        if target is None:
            return
        path, asset = target
        listed = asset.setdefault(field, [])
        if not isinstance(listed, list):
            self.mistakes.append(SheetMistake("said_twice", row.place, (("wrong", str(listed)),)))
            return
        listed.append({k: v for k, v in row.values.items() if k not in left_out})
        self._note((*path, field, len(listed) - 1), row, tuple(row.values))

    def _target(self, row: Row, by: str) -> tuple[Path, dict[str, Any]] | None:
        part = self.part(row)
        word = row.text(by)
        i = part.find(word) if word else None
        if i is None:
            code = "no_such_asset" if word else "missing"
            place = row.places.get(by, row.place)
            values = (("wrong", word[:60]), ("field", by))
            if word or (place.sheet, by) not in self.lacking:
                self.mistakes.append(SheetMistake(code, place, values))
            return None
        return (*part.path, "assets", i), part.document["assets"][i]

    def _note(self, path: Path, row: Row, names: tuple[str, ...]) -> None:
        self.found.places[path] = CellPlace(row.place.sheet, row.place.row, row.place.column)
        for name in names:
            if name in row.places:
                self.found.places[*path, name] = row.places[name]
