"""The inventory as a workbook (docs/reference/inventory-xlsx.md).

A workbook says what a document says, in rows: reading gives the document and the cell of each of
its places, so that a mistake found in the document is told by sheet, row and column.
"""

from simulacro.apps.audit.spreadsheets.reading import WorkbookDocument, read_workbook
from simulacro.apps.audit.spreadsheets.writing import write_workbook
from simulacro.kit.spreadsheets import CellPlace, SheetMistake, SpreadsheetError, TextTooLong

__all__ = [
    "CellPlace",
    "SheetMistake",
    "SpreadsheetError",
    "TextTooLong",
    "WorkbookDocument",
    "read_workbook",
    "write_workbook",
]
