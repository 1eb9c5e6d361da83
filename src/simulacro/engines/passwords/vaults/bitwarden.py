"""Bitwarden's JSON, plain and password-protected.

A protected export holds the plain one, encrypted by AES-256-CBC and HMAC-SHA-256 under keys that
HKDF expands from PBKDF2-SHA-256 or Argon2id of the password.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.padding import PKCS7

from simulacro.engines.passwords.judging import Entry
from simulacro.engines.passwords.vaults.problems import UnreadableVault, VaultProblem, refuse
from simulacro.engines.passwords.vaults.shapes import group, items, parsed, words

LOGIN: Final = 1
PBKDF2, ARGON2ID = 0, 1
MOST_ROUNDS: Final = 100_000_000
MOST_MEMORY_MB: Final = 1024


def read(text: str, passphrase: str) -> list[Entry]:
    """The logins that have a password."""
    export = parsed(text)
    if export.get("encrypted") is True:
        if export.get("passwordProtected") is not True:
            raise refuse("account_bound")
        if not passphrase:
            raise refuse("locked")
        export = parsed(_opened(export, passphrase))
    if not isinstance(export.get("items"), list):
        raise refuse("unknown_format")
    wrong = [
        VaultProblem("bad_item", number)
        for number, item in enumerate(export["items"], 1)
        if not isinstance(item, dict)
        or (item.get("type") == LOGIN and not isinstance(item.get("login"), dict | None))
        or not isinstance(group(item.get("login")).get("password"), str | None)
    ]
    if wrong:
        raise UnreadableVault(*wrong)
    found = (_entry(item) for item in export["items"])
    return [entry for entry in found if entry]


def _entry(item: dict[str, Any]) -> Entry | None:
    login = group(item.get("login"))
    secret = words(login.get("password"))
    if not secret:
        return None
    addresses = [words(group(uri).get("uri")) for uri in items(login.get("uris"))]
    seed = bool(words(login.get("totp")))
    # A passkey beside the password is a second way in, not a second factor in the vault.
    return Entry(
        words(item.get("name")),
        secret,
        second_factor=seed,
        holds_seed=seed,
        address=addresses[0] if addresses else "",
    )


def _opened(export: dict[str, Any], passphrase: str) -> str:
    master = _master_key(export, passphrase)
    keys = [
        HKDFExpand(algorithm=hashes.SHA256(), length=32, info=info).derive(master)
        for info in (b"enc", b"mac")
    ]
    if _decrypted(words(export.get("encKeyValidation_DO_NOT_EDIT")), *keys) is None:
        raise refuse("wrong_passphrase")
    data = _decrypted(words(export.get("data")), *keys)
    if data is None:
        raise refuse("damaged")
    return data.decode("utf-8", "replace")


def _master_key(export: dict[str, Any], passphrase: str) -> bytes:
    salt, rounds = words(export.get("salt")).encode(), export.get("kdfIterations")
    kind = export.get("kdfType")
    if not salt or not isinstance(rounds, int) or rounds < 1:
        raise refuse("damaged")
    secret = passphrase.encode()
    if kind == PBKDF2:
        if rounds > MOST_ROUNDS:
            raise refuse("too_costly")
        return hashlib.pbkdf2_hmac("sha256", secret, salt, rounds)
    if kind != ARGON2ID:
        raise refuse("unknown_cipher")
    memory, lanes = export.get("kdfMemory"), export.get("kdfParallelism")
    if not isinstance(memory, int) or not isinstance(lanes, int):
        raise refuse("damaged")
    if not (0 < memory <= MOST_MEMORY_MB and 0 < lanes <= 64 and rounds <= 1000):
        raise refuse("too_costly")
    return hash_secret_raw(
        secret, hashlib.sha256(salt).digest(), rounds, memory * 1024, lanes, 32, Type.ID
    )


def _decrypted(text: str, key: bytes, mac_key: bytes) -> bytes | None:
    """What ``2.IV|DATA|MAC`` holds; None where the mark does not fit the keys."""
    kind, _, rest = text.partition(".")
    try:
        iv, data, mac = (base64.b64decode(part, validate=True) for part in rest.split("|"))
    except (ValueError, binascii.Error):
        raise refuse("damaged") from None
    if kind != "2" or len(iv) != 16 or not data or len(data) % 16:
        raise refuse("damaged")
    if not hmac.compare_digest(hmac.digest(mac_key, iv + data, "sha256"), mac):
        return None
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = decryptor.update(data) + decryptor.finalize()
    unpadder = PKCS7(128).unpadder()
    return unpadder.update(padded) + unpadder.finalize()
