"""Files that bring an inventory in or take it out: YAML, XLSX, or either under a passphrase."""

from __future__ import annotations

import io
from enum import StrEnum
from typing import Any

import yaml

from simulacro.apps.audit.documents import own_document, read_agency, read_document
from simulacro.apps.audit.spreadsheets import (
    SpreadsheetError,
    read_workbook,
    write_workbook,
)
from simulacro.engines.access.agency import AGENCY_SCHEMA, Agency, agency_to_document
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit.brought_files import WORKBOOK_STARTS, BadFile, refuse_above, refused
from simulacro.kit.passphrase import CannotOpen, is_locked, lock, unlock

MAX_FILE_BYTES = 8_000_000


class Format(StrEnum):
    YAML = "yaml"
    XLSX = "xlsx"


def opened(data: bytes, passphrase: str) -> bytes:
    """The content of a file, unlocked where it is locked. Raises BadFile."""
    refuse_above(len(data), MAX_FILE_BYTES)
    if not is_locked(data):
        return data
    if not passphrase:
        raise refused("needs_passphrase")
    try:
        return b"".join(unlock(io.BytesIO(data), passphrase=passphrase))
    except CannotOpen as error:
        raise refused("wrong_passphrase") from error


def locked(data: bytes, passphrase: str) -> bytes:
    """The content under a passphrase. Raises WeakPassphrase."""
    target = io.BytesIO()
    lock(io.BytesIO(data), target, passphrase=passphrase)
    return target.getvalue()


def read_inventory_file(
    data: bytes, *, passphrase: str = "", brand_name: str = "", shared: Inventory | None = None
) -> Inventory:
    """The inventory of one brand in a file. Raises BadFile with every mistake."""
    data = opened(data, passphrase)
    try:
        if data.startswith(WORKBOOK_STARTS):
            found = read_workbook(data, brand_name)
            if found.is_agency:
                raise refused("of_an_agency")
            return found.read(lambda document: read_document(document, shared))
        return read_document(data, shared)
    except SpreadsheetError as error:
        raise BadFile(error.mistakes) from error
    except DocumentError as error:
        if _says(error, AGENCY_SCHEMA):
            raise refused("of_an_agency") from error
        raise BadFile(error.mistakes) from error


def read_agency_file(data: bytes, *, passphrase: str = "", name: str = "") -> Agency:
    """The agency in a file, with its brands. Raises BadFile with every mistake."""
    data = opened(data, passphrase)
    try:
        if data.startswith(WORKBOOK_STARTS):
            found = read_workbook(data, name)
            if not found.is_agency:
                raise refused("of_a_brand")
            return found.read(read_agency)
        return read_agency(data)
    except SpreadsheetError as error:
        raise BadFile(error.mistakes) from error
    except DocumentError as error:
        if any(m.code == "schema" for m in error.mistakes):
            raise refused("of_a_brand") from error
        raise BadFile(error.mistakes) from error


def read_any_file(
    data: bytes, *, passphrase: str = "", name: str = "", language: str = ""
) -> Inventory | Agency:
    """What a file says: one brand's inventory, or an agency with its brands.

    ``name`` is taken where a workbook names no brand. Where the file has names in ``language``,
    they are taken. Raises BadFile with every mistake.
    """
    data = opened(data, passphrase)
    try:
        if data.startswith(WORKBOOK_STARTS):
            found = read_workbook(data, name)
            if found.is_agency:
                return found.read(read_agency)
            return found.read(read_document)
        if AGENCY_SCHEMA.encode() in data:
            return read_agency(data, language=language)
        return read_document(data, language=language)
    except (SpreadsheetError, DocumentError) as error:
        raise BadFile(error.mistakes) from error


def _says(error: DocumentError, schema: str) -> bool:
    return any(m.code == "schema" and dict(m.values).get("wrong") == schema for m in error.mistakes)


def inventory_file(inventory: Inventory, form: Format, language: str = "en") -> bytes:
    """A file that says the inventory, in the clear. Raises TextTooLong for a workbook."""
    return _file(own_document(inventory), form, language)


def agency_file(agency: Agency, form: Format, language: str = "en") -> bytes:
    """A file that says the agency and its brands, in the clear."""
    return _file(agency_to_document(agency), form, language)


def _file(document: dict[str, Any], form: Format, language: str) -> bytes:
    if form is Format.XLSX:
        return write_workbook(document, language)
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100).encode()
