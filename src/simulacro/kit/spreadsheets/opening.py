"""Look at a workbook's package before anything reads it: nothing in it may surprise us."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from simulacro.kit.spreadsheets.cells import CellPlace, SheetMistake, SpreadsheetError

MAX_FILE_BYTES: Final = 5_000_000
MAX_UNPACKED_BYTES: Final = 60_000_000
MAX_PARTS: Final = 300
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_MACROS: Final = ("vbaproject.bin", "macrosheets/", "activex/")
_READ: Final = 1 << 20


def check_package(data: bytes) -> None:
    """Raise SpreadsheetError for what is no workbook, is cut short, is too large when unpacked,
    or carries macros or entities."""
    if len(data) > MAX_FILE_BYTES:
        raise _refused("file_too_large", limit=f"{MAX_FILE_BYTES // 1_000_000} MB")
    if data.startswith(_OLD_EXCEL):
        raise _refused("old_or_locked")
    if not data.startswith(b"PK"):
        raise _refused("not_a_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _refused("file_cut_short") from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename.casefold() for part in parts}
    if any(macro in name for name in names for macro in _MACROS):
        raise _refused("macros")
    if "xl/workbook.xml" not in names:
        raise _refused("not_a_workbook")
    declared = sum(part.file_size for part in parts)
    too_large = _refused("unpacks_too_large", limit=f"{MAX_UNPACKED_BYTES // 1_000_000} MB")
    if len(parts) > MAX_PARTS or declared > MAX_UNPACKED_BYTES:
        raise too_large
    left = MAX_UNPACKED_BYTES
    for part in parts:
        with package.open(part) as stream:
            tail = b""
            while chunk := stream.read(_READ):
                left -= len(chunk)
                if left < 0:
                    raise _refused(
                        "unpacks_too_large", limit=f"{MAX_UNPACKED_BYTES // 1_000_000} MB"
                    )
                if _declares_entities(tail + chunk):
                    raise _refused("entities")
                tail = chunk[-32:]


def _declares_entities(content: bytes) -> bool:
    plain = content.replace(b"\x00", b"")
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _refused(code: str, **values: str) -> SpreadsheetError:
    return SpreadsheetError([SheetMistake(code, CellPlace(), tuple(values.items()))])
