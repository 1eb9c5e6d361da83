"""Reads the exports of password managers and browsers from memory."""

from __future__ import annotations

import contextlib
from typing import Final

from simulacro.engines.passwords.judging import Entry
from simulacro.engines.passwords.vaults import bitwarden, browser, keepass, onepassword
from simulacro.engines.passwords.vaults.problems import UnreadableVault, VaultProblem, refuse

__all__ = ["MOST_BYTES", "UnreadableVault", "VaultProblem", "is_manager_itself", "read_vault"]

MOST_BYTES: Final = 64_000_000


def read_vault(data: bytes, *, passphrase: str = "", key_file: bytes = b"") -> list[Entry]:
    """The entries with a password in an export, in their order; known by its content.

    KeePass KDBX 4, Bitwarden JSON (plain or password-protected), 1Password 1PUX, and the CSV of
    Chrome, Edge, Firefox, Safari and Bitwarden. Raises :class:`UnreadableVault`, with "locked"
    where a passphrase is needed.
    """
    if len(data) > MOST_BYTES:
        raise refuse("too_large")
    if keepass.is_one(data):
        return keepass.read(data, passphrase, key_file)
    if data[:4] == b"PK\x03\x04":
        return onepassword.read(data)
    text = _text(data)
    if text.lstrip()[:1] == "{":
        return bitwarden.read(text, passphrase)
    return browser.read(text)


def is_manager_itself(data: bytes) -> bool:
    """Whether a file is no export but what a password manager keeps its passwords in: a KDBX."""
    return keepass.is_one(data)


def _text(data: bytes) -> str:
    text: str | None = None
    with contextlib.suppress(UnicodeDecodeError):
        text = data.decode("utf-8-sig")
    # Outside of the handler: the decoder's error carries the whole file.
    if text is None:
        raise refuse("not_text")
    return text
