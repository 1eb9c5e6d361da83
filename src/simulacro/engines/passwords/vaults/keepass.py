"""KeePass's KDBX 4: header, key, blocks and the entries of its XML.

The format is that of KeePass 2.35 and later (keepass.info, *KDBX 4*). Key derivation by Argon2d,
Argon2id or AES; AES-256 or ChaCha20 outside; ChaCha20 for protected values inside.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from lxml import etree

from simulacro.engines.passwords.judging import Entry
from simulacro.engines.passwords.vaults.kdbx_keys import (
    Unmask,
    composite_key,
    decrypted,
    inner_stream,
    transformed,
)
from simulacro.engines.passwords.vaults.problems import refuse

SIGNATURE: Final = bytes.fromhex("03d9a29a67fb4bb5")
OLD_SIGNATURE: Final = bytes.fromhex("03d9a29a65fb4bb5")
MOST_UNPACKED: Final = 256_000_000
CIPHER, COMPRESSION, SEED, IV, KDF = 2, 3, 4, 7, 11
INNER_STREAM, INNER_KEY = 1, 2
SEEDS: Final = ("otp", "TOTP Seed", "TimeOtp-Secret", "TimeOtp-Secret-Base32", "HmacOtp-Secret")


def is_one(data: bytes) -> bool:
    """Whether these are the first bytes of a KeePass database, of any version."""
    return data[:8] in (SIGNATURE, OLD_SIGNATURE)


def read(data: bytes, passphrase: str, key_file: bytes = b"") -> list[Entry]:
    """The entries that have a password, those of the recycle bin and of the past left out."""
    if data[:8] == OLD_SIGNATURE or len(data) < 12 or struct.unpack_from("<H", data, 10)[0] != 4:
        raise refuse("old_version")
    if not passphrase and not key_file:
        raise refuse("locked")
    xml, stream, key = _opened(data, passphrase, key_file)
    return _entries(xml, inner_stream(stream, key))


@dataclass(frozen=True, slots=True)
class _Header:
    fields: dict[int, bytes]
    raw: bytes


def _header(data: bytes) -> _Header:
    fields: dict[int, bytes] = {}
    place = 12
    while True:
        if place + 5 > len(data):
            raise refuse("damaged")
        kind, size = struct.unpack_from("<BI", data, place)
        fields[kind] = data[place + 5 : place + 5 + size]
        place += 5 + size
        if kind == 0:
            break
    if place + 64 > len(data) or any(x not in fields for x in (CIPHER, SEED, IV, KDF)):
        raise refuse("damaged")
    return _Header(fields, data[:place])


def _opened(data: bytes, passphrase: str, key_file: bytes) -> tuple[bytes, int, bytes]:
    """The XML, and the number and key of the stream that protects values in it."""
    header = _header(data)
    size = len(header.raw)
    if hashlib.sha256(header.raw).digest() != data[size : size + 32]:
        raise refuse("damaged")
    seed = header.fields[SEED]
    key = transformed(composite_key(passphrase, key_file), header.fields[KDF])
    mac_key = hashlib.sha512(seed + key + b"\x01").digest()
    mark = hmac.digest(_block_key(mac_key, 2**64 - 1), header.raw, "sha256")
    if not hmac.compare_digest(mark, data[size + 32 : size + 64]):
        raise refuse("wrong_passphrase")
    packed = decrypted(
        header.fields[CIPHER],
        hashlib.sha256(seed + key).digest(),
        header.fields[IV],
        _blocks(data, size + 64, mac_key),
    )
    return _inner(packed if not any(header.fields.get(COMPRESSION, b"")) else _unpacked(packed))


def _block_key(mac_key: bytes, number: int) -> bytes:
    return hashlib.sha512(struct.pack("<Q", number) + mac_key).digest()


def _blocks(data: bytes, place: int, mac_key: bytes) -> bytes:
    """The cipher text, from blocks each with its own mark."""
    parts: list[bytes] = []
    for number in range(len(data)):
        if place + 36 > len(data):
            raise refuse("damaged")
        mark, (size,) = data[place : place + 32], struct.unpack_from("<I", data, place + 32)
        block = data[place + 36 : place + 36 + size]
        told = struct.pack("<QI", number, size) + block
        if len(block) != size or not hmac.compare_digest(
            hmac.digest(_block_key(mac_key, number), told, "sha256"), mark
        ):
            raise refuse("damaged")
        place += 36 + size
        if not size:
            break
        parts.append(block)
    return b"".join(parts)


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    found: bytes | None = None
    with contextlib.suppress(zlib.error):
        found = unpacker.decompress(packed, MOST_UNPACKED)
    if found is None:
        raise refuse("damaged")
    if unpacker.unconsumed_tail:
        raise refuse("too_large")
    return found


def _inner(content: bytes) -> tuple[bytes, int, bytes]:
    place, stream, key = 0, 0, b""
    while place + 5 <= len(content):
        kind, size = struct.unpack_from("<BI", content, place)
        value = content[place + 5 : place + 5 + size]
        place += 5 + size
        if kind == 0:
            return content[place:], stream, key
        if kind == INNER_STREAM and size == 4:
            (stream,) = struct.unpack("<I", value)
        elif kind == INNER_KEY:
            key = value
    raise refuse("damaged")


def _entries(xml: bytes, unmask: Unmask) -> list[Entry]:
    root: etree._Element | None = None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    with contextlib.suppress(etree.XMLSyntaxError):
        root = etree.fromstring(xml, parser)
    if root is None:
        raise refuse("damaged")
    # The mask is one stream over all protected values in the order of the document.
    for value in root.iter("Value"):
        if value.get("Protected", "").lower() == "true":
            value.text = unmask(_masked(value.text or ""))
    bin_id = root.findtext("Meta/RecycleBinUUID") or ""
    found: list[Entry] = []
    for entry in root.iter("Entry"):
        above = list(entry.iterancestors("Group", "History"))
        if any(x.tag == "History" or (bin_id and x.findtext("UUID") == bin_id) for x in above):
            continue
        texts = {
            x.findtext("Key") or "": x.findtext("Value") or "" for x in entry.findall("String")
        }
        if secret := texts.get("Password", ""):
            seed = any(texts.get(name) for name in SEEDS)
            found.append(
                Entry(
                    texts.get("Title", ""),
                    secret,
                    second_factor=seed,
                    holds_seed=seed,
                    address=texts.get("URL", ""),
                )
            )
    return found


def _masked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise refuse("damaged") from None
