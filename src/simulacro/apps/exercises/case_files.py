"""A case in a file that somebody brings: a list of events (MSEL) as a workbook, or CEXF as JSON."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from simulacro.apps.exercises.cexf_reading import read_cexf
from simulacro.apps.exercises.msel_reading import read_msel
from simulacro.apps.foresight.files import MAX_FILE_BYTES, WORKBOOK_STARTS, BadFile, Upload
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit.spreadsheets import CellPlace, SheetMistake, SpreadsheetError


def read_case_file(file: Upload, *, families: Collection[str] = ()) -> dict[str, Any]:
    """The document of the case in a file. Raises BadFile with every mistake, by its place."""
    if file.size > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 1_000_000} MB"
        raise BadFile((SheetMistake("file_too_large", CellPlace(), (("limit", limit),)),))
    data = file.read()
    try:
        if data.startswith(WORKBOOK_STARTS):
            return read_msel(data, families=families)
        return read_cexf(data, families=families)
    except (DocumentError, SpreadsheetError) as error:
        raise BadFile(tuple(error.mistakes)) from error


__all__ = ["BadFile", "read_case_file"]
