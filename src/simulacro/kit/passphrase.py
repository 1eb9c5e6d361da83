"""Files that leave the machine, under a passphrase.

A file is a header, then chunks of AES-256-GCM in the STREAM construction
(Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015): a chunk that is
missing, repeated, moved or cut off is refused. The key comes from the
passphrase by scrypt (RFC 7914).
"""

import io
import os
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"SIMULACRO-1\n"
SALT_BYTES = 16
PREFIX_BYTES = 7
CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
# 64 MiB and about 0.1 s: dear for a guesser, bearable on a small server.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 1 << 16, 8, 1
MIN_PASSPHRASE = 12


class WeakPassphrase(ValueError):
    """Refused: `code` is "short", or "plain" for one of spaces or of one repeated character."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotOurs(ValueError):
    """The file is not one that this module wrote."""


class CannotOpen(ValueError):
    """The passphrase is not the one it was closed with, or the file is damaged."""


def require_strong(passphrase: str) -> None:
    """Raises WeakPassphrase where it has fewer than MIN_PASSPHRASE characters, or says nothing."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise WeakPassphrase("short")
    if len(set("".join(passphrase.split()))) < 2:
        raise WeakPassphrase("plain")


def is_locked(head: bytes) -> bool:
    """Return whether a file that starts with `head` is one of ours."""
    return head.startswith(MAGIC)


class LockedWriter(io.RawIOBase):
    """A file to write plain bytes to; what reaches `target` is locked.

    Close it (or leave the `with` block) to write the last chunk; without that
    the file stays unreadable. `target` is left open. Raises WeakPassphrase.
    """

    def __init__(self, target: BinaryIO, *, passphrase: str) -> None:
        super().__init__()
        require_strong(passphrase)
        salt, self._prefix = os.urandom(SALT_BYTES), os.urandom(PREFIX_BYTES)
        self._cipher = _cipher(passphrase, salt)
        self._target = target
        self._waiting = bytearray()
        self._index = 0
        target.write(MAGIC + salt + self._prefix)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        # The last chunk is marked, so one is kept back until more has come.
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
        super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._index, last=last)
        self._target.write(self._cipher.encrypt(nonce, chunk, MAGIC))
        self._index += 1


def lock(source: BinaryIO, target: BinaryIO, *, passphrase: str) -> None:
    """Encrypt all of `source` into `target`, in constant memory. Raises WeakPassphrase."""
    with LockedWriter(target, passphrase=passphrase) as writer:
        while chunk := source.read(CHUNK_BYTES):
            writer.write(chunk)


def unlock(source: BinaryIO, *, passphrase: str) -> Iterator[bytes]:
    """Yield the plain chunks of a locked file, each already authenticated.

    Only when the iterator ends has the whole file been seen: write to a draft
    and put it in place afterwards. Raises NotOurs and CannotOpen.
    """
    if source.read(len(MAGIC)) != MAGIC:
        raise NotOurs("this file was not locked by Simulacro")
    head = source.read(SALT_BYTES + PREFIX_BYTES)
    if len(head) < SALT_BYTES + PREFIX_BYTES:
        raise CannotOpen("the file is cut short")
    salt, prefix = head[:SALT_BYTES], head[SALT_BYTES:]
    cipher = _cipher(passphrase, salt)
    chunk = source.read(CHUNK_BYTES + TAG_BYTES)
    index = 0
    while True:
        following = source.read(CHUNK_BYTES + TAG_BYTES)
        nonce = _nonce(prefix, index, last=not following)
        try:
            yield cipher.decrypt(nonce, chunk, MAGIC)
        except InvalidTag:
            raise CannotOpen("wrong passphrase, or a damaged file") from None
        if not following:
            return
        chunk, index = following, index + 1


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    derive = Scrypt(salt=salt, length=32, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P)
    return AESGCM(derive.derive(passphrase.encode("utf-8")))


def _nonce(prefix: bytes, index: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">IB", index, last)
