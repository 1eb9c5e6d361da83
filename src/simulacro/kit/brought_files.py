"""Files that people bring: refused with every mistake, or carried as a document to its preview.

What a room reads in its own files stays in the room; here is what holds for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol, TypeVar

from django.http import Http404, HttpRequest

from simulacro.engines.documents.mistakes import DocumentError, Mistake
from simulacro.kit import document_mistakes
from simulacro.kit.document_mistakes import Told
from simulacro.kit.spreadsheets import CellPlace, Sheet, SheetMistake, SpreadsheetError
from simulacro.kit.spreadsheets.words import told as told_of_sheet

MAX_UPLOAD_BYTES: Final = 1_000_000
# An .xlsx is a ZIP; the second is an old .xls, which the reader of workbooks refuses in words.
WORKBOOK_STARTS: Final = (b"PK", b"\xd0\xcf\x11\xe0")
AnyMistake = Mistake | SheetMistake
Read = TypeVar("Read")


class BadFile(ValueError):
    """The file was refused; `mistakes` has all of them, each with its place."""

    def __init__(self, mistakes: tuple[AnyMistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("; ".join(m.code for m in mistakes))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(m.code for m in self.mistakes)


class Upload(Protocol):
    """What a form gives for a file."""

    size: Any

    def read(self) -> bytes: ...


def refused(code: str, **values: str) -> BadFile:
    """A mistake of the whole file."""
    return BadFile((SheetMistake(code, CellPlace(), tuple(values.items())),))


def refuse_above(size: int, limit: int) -> None:
    """Raise BadFile where ``size`` is more than ``limit``, both in bytes."""
    if size > limit:
        raise refused("file_too_large", limit=f"{limit // 1_000_000} MB")


def read_upload(
    file: Upload, read_workbook: Callable[[bytes], Read], read_text: Callable[[bytes], Read]
) -> Read:
    """What the reader of its kind finds in a file. Raises BadFile with every mistake."""
    refuse_above(file.size, MAX_UPLOAD_BYTES)
    data = file.read()
    try:
        return read_workbook(data) if data.startswith(WORKBOOK_STARTS) else read_text(data)
    except (DocumentError, SpreadsheetError) as error:
        raise BadFile(tuple(error.mistakes)) from error


def told(mistakes: Iterable[AnyMistake], sheets: Iterable[Sheet] = ()) -> list[Told]:
    """Every mistake in the reader's language; ``sheets`` are those a workbook could have."""
    known = tuple(sheets)
    return [
        told_of_sheet(mistake, known)
        if isinstance(mistake, SheetMistake)
        else document_mistakes.told(mistake)
        for mistake in mistakes
    ]


def carried(document: object) -> str:
    """A document as the preview's form carries it."""
    return json.dumps(document, ensure_ascii=False)


def carried_by(request: HttpRequest) -> dict[str, Any]:
    """The document that the preview carries. Raises Http404: otherwise it is no page of ours."""
    try:
        document = json.loads(request.POST.get("document", ""))
    except ValueError:
        raise Http404 from None
    if not isinstance(document, dict):
        raise Http404
    return document
