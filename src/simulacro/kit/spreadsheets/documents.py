"""A workbook as a document, with the cell of each of its places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from simulacro.engines.documents.mistakes import DocumentError, Path
from simulacro.kit.spreadsheets.cells import CellPlace, SheetMistake, SpreadsheetError
from simulacro.kit.spreadsheets.reading import LACKING

T = TypeVar("T")


@dataclass(slots=True)
class SheetDocument:
    """The document that a workbook says, and the cell of each path in it."""

    document: dict[str, Any]
    places: dict[Path, CellPlace] = field(default_factory=dict)
    mistakes: list[SheetMistake] = field(default_factory=list)

    def place_of(self, path: Path) -> CellPlace:
        """The cell of a path, or of the nearest thing around it."""
        known = path
        while known and known not in self.places:
            known = known[:-1]
        return self.places.get(known, CellPlace())

    @property
    def lacking(self) -> set[tuple[str, str]]:
        """The columns that whole sheets lack: (title of the sheet, key of the column)."""
        return {
            (m.place.sheet, dict(m.values)["column"]) for m in self.mistakes if m.code == LACKING
        }

    def is_news(self, mistake: SheetMistake) -> bool:
        """Whether it says more than that the sheet lacks the whole column."""
        column = dict(mistake.values).get("field", "")
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
