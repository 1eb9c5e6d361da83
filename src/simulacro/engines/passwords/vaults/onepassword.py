"""1Password's 1PUX: a ZIP with ``export.data``, which is JSON."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from simulacro.engines.passwords.judging import Entry
from simulacro.engines.passwords.vaults.problems import UnreadableVault, VaultProblem, refuse
from simulacro.engines.passwords.vaults.shapes import group, items, parsed, words

PART: Final = "export.data"
MOST_UNPACKED: Final = 256_000_000


def read(data: bytes) -> list[Entry]:
    """The items that have a password."""
    export = parsed(_part(data))
    every = [
        item
        for account in items(export.get("accounts"))
        for vault in items(group(account).get("vaults"))
        for item in items(group(vault).get("items"))
    ]
    if not every and not isinstance(export.get("accounts"), list):
        raise refuse("unknown_format")
    wrong = [
        VaultProblem("bad_item", number)
        for number, item in enumerate(every, 1)
        if not isinstance(group(item).get("details"), dict)
        or not isinstance(group(item).get("overview"), dict)
        or not all(isinstance(secret, str | None) for secret in _secrets(item["details"]))
    ]
    if wrong:
        raise UnreadableVault(*wrong)
    found = (_entry(item) for item in every)
    return [entry for entry in found if entry]


def _part(data: bytes) -> str:
    unpacked: bytes | None = None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if PART not in archive.namelist():
                raise refuse("unknown_format")
            if archive.getinfo(PART).file_size > MOST_UNPACKED:
                raise refuse("too_large")
            unpacked = archive.read(PART)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        pass
    if unpacked is None:
        raise refuse("damaged")
    return unpacked.decode("utf-8", "replace")


def _secrets(details: dict[str, Any]) -> list[Any]:
    """What stands where an item's password does, best first."""
    fields = [group(field) for field in items(details.get("loginFields"))]
    first = next((f.get("value") for f in fields if f.get("designation") == "password"), None)
    return [first, details.get("password")]


def _entry(item: dict[str, Any]) -> Entry | None:
    details, overview = item["details"], item["overview"]
    secret = next(filter(None, _secrets(details)), "")
    if not secret:
        return None
    seed = any(
        words(group(group(field).get("value")).get("totp"))
        for section in items(details.get("sections"))
        for field in items(group(section).get("fields"))
    )
    return Entry(
        words(overview.get("title")),
        secret,
        second_factor=seed,
        holds_seed=seed,
        address=words(overview.get("url")),
    )
