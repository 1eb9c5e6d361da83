"""The CSV that browsers write: Chrome, Edge, Firefox, Safari; and Bitwarden's."""

from __future__ import annotations

import contextlib
import csv
import io
from typing import Final

from simulacro.engines.passwords.judging import Entry
from simulacro.engines.passwords.vaults.problems import UnreadableVault, VaultProblem, refuse

NAMES: Final = ("title", "name")
ADDRESSES: Final = ("url", "login_uri")
PASSWORDS: Final = ("password", "login_password")
SEEDS: Final = ("otpauth", "login_totp")


def read(text: str) -> list[Entry]:
    """The rows that have a password."""
    # One very long cell is a damaged file and no reason to stop with an error of the library.
    csv.field_size_limit(10_000_000)
    rows: list[list[str]] | None = None
    with contextlib.suppress(csv.Error):
        rows = list(csv.reader(io.StringIO(text), strict=True))
    if rows is None:
        raise refuse("damaged")
    rows = [row for row in rows if any(row)]
    headings = [cell.strip().lower() for cell in rows[0]] if rows else []
    if len(headings) < 2:
        raise refuse("unknown_format")
    if not any(name in headings for name in PASSWORDS):
        raise refuse("no_password_column")
    wrong = [
        VaultProblem("row_length", number)
        for number, row in enumerate(rows[1:], 2)
        if len(row) != len(headings)
    ]
    if wrong:
        raise UnreadableVault(*wrong)
    return [entry for row in rows[1:] if (entry := _entry(dict(zip(headings, row, strict=True))))]


def _entry(cells: dict[str, str]) -> Entry | None:
    def first(names: tuple[str, ...]) -> str:
        return next((cells[name] for name in names if cells.get(name)), "")

    secret, address, seed = first(PASSWORDS), first(ADDRESSES), bool(first(SEEDS))
    if not secret:
        return None
    return Entry(
        first(NAMES) or address, secret, second_factor=seed, holds_seed=seed, address=address
    )
