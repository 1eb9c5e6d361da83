"""Factor models as workbooks (docs/reference/possibilities.md): a document in rows, and back.

A condition of a rule is a line for each factor, «channel: x, tiktok» or «format: not audio».
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from simulacro.engines.documents.mistakes import Path
from simulacro.engines.possibilities import FACTORS_SCHEMA
from simulacro.kit.spreadsheets import (
    Column,
    Holds,
    Row,
    Sheet,
    SheetMistake,
    folded,
    read_pages,
    read_rows,
    write_sheets,
)
from simulacro.kit.spreadsheets.documents import SheetDocument

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

FACTORS: Final = Sheet(
    "factors",
    "factores",
    (
        Column("factor", "factor"),
        Column("factor_name", "nombre del factor"),
        Column("value", "valor"),
        Column("value_name", "nombre del valor"),
        Column("aliases", "otros nombres", Holds.LIST),
        Column("weight", "peso", Holds.NUMBER),
        Column("negative", "negativo", Holds.FLAG),
    ),
    ("factor", "value"),
)
RULES: Final = Sheet(
    "rules",
    "reglas",
    (
        Column("id", "id"),
        Column("if", "si", Holds.LIST),
        Column("then", "entonces", Holds.LIST),
        Column("never", "nunca", Holds.LIST),
        Column("text", "nota"),
    ),
    ("id",),
)
STRONGER: Final = Sheet(
    "stronger",
    "más a fondo",
    (Column("factors", "factores", Holds.LIST), Column("strength", "de a cuántos", Holds.NUMBER)),
    ("factors", "strength"),
)
MOVED: Final = Sheet(
    "moved",
    "cambios de nombre",
    (Column("factor", "factor"), Column("value", "valor"), Column("now", "ahora")),
    ("now",),
)
SHEETS: Final = (FACTORS, RULES, STRONGER, MOVED)
_FLAGS: Final = {"si": "yes", "sí": "yes", "no": "no", "yes": "yes"}
_NOT: Final = ("not ", "no ")


def write_factors(document: Mapping[str, Any], language: str) -> bytes:
    """The XLSX file of a model's document. Raises TextTooLong."""
    rows: dict[str, list[dict[str, Any]]] = {sheet.key: [] for sheet in SHEETS}
    for factor in document["factors"]:
        for item in factor["values"]:
            value = item if isinstance(item, Mapping) else {"id": str(item)}
            rows["factors"].append(
                {
                    "factor": factor["id"],
                    "factor_name": factor.get("name"),
                    "value": value["id"],
                    "value_name": value.get("name"),
                    "aliases": value.get("aliases") or None,
                    "weight": value.get("weight"),
                    "negative": value.get("negative"),
                }
            )
    for rule in document.get("rules", ()):
        conditions = {
            name: _lines(rule[name], language) for name in ("if", "then", "never") if name in rule
        }
        rows["rules"].append({"id": rule.get("id"), "text": rule.get("text"), **conditions})
    for group in document.get("stronger", ()):
        rows["stronger"].append(dict(group))
    return write_sheets([(sheet, rows[sheet.key]) for sheet in SHEETS], language, _spoken)


def read_factors_workbook(data: bytes) -> SheetDocument:
    """The document that a workbook says. Raises SpreadsheetError for what is no workbook; mistakes
    in its cells are told by the document's own `read`."""
    mistakes: list[SheetMistake] = []
    rows = {sheet.key: list[Row]() for sheet in SHEETS}

    def take(pages: Sequence[ReadOnlyWorksheet]) -> None:
        for page in pages:
            plain = folded(page.title)
            for sheet in SHEETS:
                if plain in (folded(sheet.key), folded(sheet.es)):
                    rows[sheet.key] += read_rows(page, sheet, mistakes, _meaning)

    read_pages(data, take)
    found = SheetDocument({"schema": FACTORS_SCHEMA}, mistakes=mistakes)
    _Assembly(found).add(rows)
    return found


class _Assembly:
    """Puts rows together into the document, and remembers where each part stood."""

    def __init__(self, found: SheetDocument) -> None:
        self.found = found
        self.document = found.document

    def add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self.document["factors"] = []
        by_id: dict[str, int] = {}
        for row in rows["factors"]:
            self._add_value(row, by_id)
        for name, adder in (("rules", self._add_rule), ("stronger", self._add_group)):
            for row in rows[name]:
                adder(row)
        for row in rows["moved"]:
            self._add_move(row)

    def _add_value(self, row: Row, by_id: dict[str, int]) -> None:
        factors = self.document["factors"]
        factor_id = row.text("factor")
        if factor_id not in by_id:
            by_id[factor_id] = len(factors)
            factors.append({"id": factor_id, "values": []})
            self._note(("factors", by_id[factor_id]), row, {"id": "factor", "name": "factor_name"})
        at = by_id[factor_id]
        if row.text("factor_name"):
            factors[at].setdefault("name", row.text("factor_name"))
        value: dict[str, Any] = {"id": row.text("value")}
        for name, key in (("name", "value_name"), ("aliases", "aliases"), ("weight", "weight")):
            if row.values.get(key) is not None:
                value[name] = row.values[key]
        if row.values.get("negative"):
            value["negative"] = row.values["negative"]
        path: Path = ("factors", at, "values", len(factors[at]["values"]))
        factors[at]["values"].append(value)
        self._note(path, row, {"id": "value", "name": "value_name"})

    def _add_rule(self, row: Row) -> None:
        rules = self.document.setdefault("rules", [])
        path: Path = ("rules", len(rules))
        rule: dict[str, Any] = {"id": row.text("id")}
        if row.text("text"):
            rule["text"] = row.text("text")
        for name in ("if", "then", "never"):
            if row.values.get(name):
                rule[name] = _condition(row.values[name])
        rules.append(rule)
        self._note(path, row, {})

    def _add_group(self, row: Row) -> None:
        groups = self.document.setdefault("stronger", [])
        path: Path = ("stronger", len(groups))
        groups.append(
            {name: row.values[name] for name in ("factors", "strength") if name in row.values}
        )
        self._note(path, row, {})

    def _add_move(self, row: Row) -> None:
        moved = self.document.setdefault("moved", {})
        factor, value, now = (row.text(name) for name in ("factor", "value", "now"))
        if value:
            moved.setdefault("values", {}).setdefault(factor, {})[value] = now
            self.found.places["moved", "values", factor, value] = row.place
        else:
            moved.setdefault("factors", {})[factor] = now
            self.found.places["moved", "factors", factor] = row.place

    def _note(self, path: Path, row: Row, named: Mapping[str, str]) -> None:
        """Remember the cells of a part: fields are called as their columns, but those ``named``."""
        self.found.places[path] = row.place
        for key, place in row.places.items():
            self.found.places[*path, key] = place
        for name, key in named.items():
            if key in row.places:
                self.found.places[*path, name] = row.places[key]


def _lines(condition: Mapping[str, Any], language: str) -> list[str]:
    """
    >>> _lines({"channel": ["x", "tiktok"], "format": {"not": "audio"}}, "es")
    ['channel: x, tiktok', 'format: no audio']
    """
    return [f"{factor}: {_words(wanted, language)}" for factor, wanted in condition.items()]


def _words(wanted: Any, language: str) -> str:
    if isinstance(wanted, Mapping):
        inverted = "no" if language == "es" else "not"
        return f"{inverted} {_words(wanted['not'], language)}"
    return ", ".join(map(str, wanted)) if isinstance(wanted, list) else str(wanted)


def _condition(lines: Sequence[str]) -> dict[str, Any]:
    """
    >>> _condition(["channel: x, tiktok", "formato: no audio"])
    {'channel': ['x', 'tiktok'], 'formato': {'not': ['audio']}}
    """
    found: dict[str, Any] = {}
    for line in lines:
        factor, _colon, said = line.partition(":")
        said = said.strip()
        inverted = next((word for word in _NOT if said.casefold().startswith(word)), "")
        values = [word.strip() for word in said[len(inverted) :].split(",") if word.strip()]
        found[factor.strip()] = {"not": values} if inverted else values
    return found


def _meaning(word: str) -> str:
    return _FLAGS.get(folded(word), word)


def _spoken(word: str, language: str) -> str:
    return {"yes": "sí"}.get(word, word) if language == "es" else word
