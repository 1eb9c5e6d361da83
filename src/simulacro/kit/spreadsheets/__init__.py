"""Workbooks (XLSX): read with every mistake by its cell, written so that text stays text."""

from simulacro.kit.spreadsheets.cells import CellPlace, SheetMistake, SpreadsheetError
from simulacro.kit.spreadsheets.layout import Column, Holds, Sheet, folded, heading
from simulacro.kit.spreadsheets.reading import Row, read_pages, read_rows
from simulacro.kit.spreadsheets.writing import XLSX_TYPE, TextTooLong, write_sheets

__all__ = [
    "XLSX_TYPE",
    "CellPlace",
    "Column",
    "Holds",
    "Row",
    "Sheet",
    "SheetMistake",
    "SpreadsheetError",
    "TextTooLong",
    "folded",
    "heading",
    "read_pages",
    "read_rows",
    "write_sheets",
]
