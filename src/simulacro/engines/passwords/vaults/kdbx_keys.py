"""The keys and ciphers of KDBX 4."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Callable
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from lxml import etree

from simulacro.engines.passwords.vaults.problems import refuse

AES: Final = bytes.fromhex("31c1f2e6bf714350be5805216afc5aff")
CHACHA20: Final = bytes.fromhex("d6038a2b8b6f4cb5a524339a31dbb59a")
ARGON2D: Final = bytes.fromhex("ef636ddf8c29444b91f7a9a403e30a0c")
ARGON2ID: Final = bytes.fromhex("9e298b1956db4773b23dfc3ec6f0a1e6")
AES_KDF: Final = (
    bytes.fromhex("c9d9f39a628a4460bf740d08c18a4fea"),
    bytes.fromhex("7c02bb8279a74ac0927d114a00648238"),
)
MOST_MEMORY: Final = 2**30
MOST_ROUNDS: Final = 100_000_000
MOST_PASSES: Final = 1000
CHACHA20_STREAM: Final = 3

Unmask = Callable[[bytes], str]


def composite_key(passphrase: str, key_file: bytes) -> bytes:
    """SHA-256 over the digests of what opens the file."""
    parts = [hashlib.sha256(passphrase.encode()).digest()] if passphrase else []
    if key_file:
        parts.append(_key_of_file(key_file))
    return hashlib.sha256(b"".join(parts)).digest()


def _key_of_file(data: bytes) -> bytes:
    """An XML key file's key, 32 bytes as they are or in hex, or the digest of anything else."""
    if len(data) == 32:
        return data
    if len(data) == 64:
        try:
            return bytes.fromhex(data.decode("ascii"))
        except ValueError:
            pass
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        text = "".join((root.findtext("Key/Data") or "").split())
        version = root.findtext("Meta/Version") or ""
        key = bytes.fromhex(text) if version.startswith("2") else base64.b64decode(text)
        if root.tag == "KeyFile" and len(key) == 32:
            return key
    except (etree.XMLSyntaxError, ValueError, binascii.Error):
        pass
    return hashlib.sha256(data).digest()


def transformed(key: bytes, parameters: bytes) -> bytes:
    """The key made expensive, as the header's variant dictionary says."""
    said = _dictionary(parameters)
    kdf = said.get("$UUID", b"")
    if kdf in AES_KDF:
        return _by_aes(key, _whole(said, "R"), said.get("S", b""))
    if kdf not in (ARGON2D, ARGON2ID):
        raise refuse("unknown_cipher")
    memory, passes, lanes = _whole(said, "M"), _whole(said, "I"), _whole(said, "P")
    if memory > MOST_MEMORY or passes > MOST_PASSES or not 0 < lanes <= 64:
        raise refuse("too_costly")
    if len(said.get("S", b"")) < 8 or passes < 1 or memory < 8192 * lanes:
        raise refuse("damaged")
    kind = Type.D if kdf == ARGON2D else Type.ID
    return hash_secret_raw(
        key, said["S"], passes, memory // 1024, lanes, 32, kind, _whole(said, "V")
    )


def _by_aes(key: bytes, rounds: int, seed: bytes) -> bytes:
    if rounds > MOST_ROUNDS:
        raise refuse("too_costly")
    if len(seed) != 32:
        raise refuse("damaged")
    # Chained blocks of zeros under CBC are the rounds of one block, at the speed of C.
    halves: list[bytes] = []
    for half in (key[:16], key[16:]):
        block, left = half, rounds
        while left:
            step = min(left, 1 << 16)
            encryptor = Cipher(algorithms.AES(seed), modes.CBC(block)).encryptor()
            block = encryptor.update(bytes(16 * step))[-16:]
            left -= step
        halves.append(block)
    return hashlib.sha256(b"".join(halves)).digest()


def _dictionary(data: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    place = 2
    while place < len(data) and data[place]:
        try:
            (size,) = struct.unpack_from("<I", data, place + 1)
            name = data[place + 5 : place + 5 + size].decode("ascii")
            place += 5 + size
            (size,) = struct.unpack_from("<I", data, place)
        except (struct.error, UnicodeDecodeError):
            raise refuse("damaged") from None
        found[name] = data[place + 4 : place + 4 + size]
        place += 4 + size
    return found


def _whole(said: dict[str, bytes], name: str) -> int:
    return int.from_bytes(said.get(name, b"")[:8], "little")


def decrypted(cipher: bytes, key: bytes, iv: bytes, data: bytes) -> bytes:
    """The content, still packed."""
    if cipher == CHACHA20 and len(iv) == 12:
        return _chacha20(key, iv, data)
    if cipher != AES:
        raise refuse("unknown_cipher")
    if len(iv) != 16 or not data or len(data) % 16:
        raise refuse("damaged")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    padded = decryptor.update(data) + decryptor.finalize()
    unpadder = PKCS7(128).unpadder()
    try:
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        raise refuse("damaged") from None


def _chacha20(key: bytes, nonce: bytes, data: bytes) -> bytes:
    cipher = Cipher(algorithms.ChaCha20(key, bytes(4) + nonce), None)
    return cipher.decryptor().update(data)


def inner_stream(kind: int, key: bytes) -> Unmask:
    """What takes the mask off protected values, in the order in which they are met."""
    if kind == CHACHA20_STREAM:
        digest = hashlib.sha512(key).digest()
        cipher = Cipher(algorithms.ChaCha20(digest[:32], bytes(4) + digest[32:44]), None)
        decryptor = cipher.decryptor()
        return lambda masked: decryptor.update(masked).decode("utf-8", "replace")
    raise refuse("unknown_cipher")
