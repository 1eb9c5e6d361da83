"""Where something is wrong in a workbook, and text that a spreadsheet leaves as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONGEST_TEXT: Final = 32_767
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
# XML has no such characters; and a spreadsheet reads “_x0041_” as an escaped letter.
_TO_ESCAPE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)


@dataclass(frozen=True, slots=True, order=True)
class CellPlace:
    """A cell, row or sheet: `row` and `column` count from 1, 0 for the whole."""

    sheet: str = ""
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        """
        >>> str(CellPlace("assets", 5, 3)), str(CellPlace("assets"))
        ('assets!C5', 'assets')
        """
        if not self.row:
            return self.sheet
        # Slow to load, and few ever need a workbook.
        from openpyxl.utils import get_column_letter

        return f"{self.sheet}!{get_column_letter(self.column or 1)}{self.row}"


@dataclass(frozen=True, slots=True)
class SheetMistake:
    """What is wrong in a cell: a code with its values, as the engine's mistakes have them."""

    code: str
    place: CellPlace
    values: tuple[tuple[str, str], ...] = ()


class SpreadsheetError(ValueError):
    """The workbook was refused; `mistakes` has all of them, by place."""

    def __init__(self, mistakes: list[SheetMistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda m: (m.place, m.code)))
        super().__init__("; ".join(f"{m.place}: {m.code}" for m in self.mistakes))


def escaped(text: str) -> str:
    """Text as a cell can hold it.

    >>> escaped("bell\\x07"), escaped("_x0041_")
    ('bell_x0007_', '_x005F_x0041_')
    """
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The text that a cell holds; undoes `escaped`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
