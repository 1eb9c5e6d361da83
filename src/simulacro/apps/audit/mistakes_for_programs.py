"""What is wrong in a file, for a program: the place, the code, and the English words."""

from __future__ import annotations

from django.utils.translation import override

from simulacro.apps.audit.mistakes_in_words import told
from simulacro.apps.audit.spreadsheets import SheetMistake
from simulacro.engines.documents.mistakes import Mistake


def for_programs(mistake: Mistake | SheetMistake) -> dict[str, str | int | None]:
    """One mistake; of a workbook ``sheet`` is the sheet, ``line`` and ``column`` are the cell's."""
    if isinstance(mistake, Mistake):
        return mistake.as_dict()
    with override("en"):
        said = told(mistake)
    return {
        "sheet": mistake.place.sheet,
        "line": mistake.place.row or None,
        "column": mistake.place.column or None,
        "path": said.place,
        "code": mistake.code,
        "wrong": said.wrong,
        "way_out": said.way_out,
    }
