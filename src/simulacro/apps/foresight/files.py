"""A file that somebody brings: YAML or a workbook, as a document without a mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulacro.engines.documents.plain_text import read_text
from simulacro.kit.brought_files import Upload, read_upload
from simulacro.kit.spreadsheets.documents import SheetDocument


def read_file(
    file: Upload,
    read_workbook: Callable[[bytes], SheetDocument],
    reader: Callable[[Any], object],
) -> dict[str, Any]:
    """The document of a file, after `reader` found nothing wrong with it. Raises BadFile."""

    def of_workbook(data: bytes) -> dict[str, Any]:
        found = read_workbook(data)
        found.read(reader)
        return found.document

    def of_text(data: bytes) -> dict[str, Any]:
        # Read by its text first, so that each mistake has its line.
        reader(data)
        values, _places = read_text(data)
        return dict(values) if isinstance(values, Mapping) else {}

    return read_upload(file, of_workbook, of_text)
