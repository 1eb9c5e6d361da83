"""A file that somebody brings: YAML or a workbook, as a document without a mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from simulacro.engines.documents.mistakes import DocumentError, Mistake
from simulacro.engines.documents.plain_text import read_text
from simulacro.kit.spreadsheets import CellPlace, SheetMistake, SpreadsheetError
from simulacro.kit.spreadsheets.documents import SheetDocument

MAX_FILE_BYTES: Final = 1_000_000
WORKBOOK_STARTS: Final = (b"PK", b"\xd0\xcf\x11\xe0")
AnyMistake = Mistake | SheetMistake


class BadFile(ValueError):
    """The file was refused; `mistakes` has all of them, each with its place."""

    def __init__(self, mistakes: tuple[AnyMistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("; ".join(m.code for m in mistakes))


class Upload(Protocol):
    """What a form gives for a file."""

    size: Any

    def read(self) -> bytes: ...


def read_file(
    file: Upload,
    read_workbook: Callable[[bytes], SheetDocument],
    reader: Callable[[Any], object],
) -> dict[str, Any]:
    """The document of a file, after `reader` found nothing wrong with it. Raises BadFile."""
    if file.size > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 1_000_000} MB"
        raise BadFile((SheetMistake("file_too_large", CellPlace(), (("limit", limit),)),))
    data = file.read()
    try:
        if data.startswith(WORKBOOK_STARTS):
            found = read_workbook(data)
            found.read(reader)
            return found.document
        # Read by its text first, so that each mistake has its line.
        reader(data)
        values, _places = read_text(data)
    except (DocumentError, SpreadsheetError) as error:
        raise BadFile(tuple(error.mistakes)) from error
    return dict(values) if isinstance(values, Mapping) else {}
