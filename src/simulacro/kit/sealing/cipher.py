"""The sealed envelope: AES-256-GCM with the place as associated data.

    version (1 byte) · data key id (16) · nonce (12) · ciphertext and tag (16)

The associated data is the version, the key id, the scope and the place, each
with its length before it, so that no two places share an encoding. NIST SP
800-38D allows 2^32 random nonces under one key; a brand writes far fewer.
"""

import secrets
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from simulacro.kit.sealing.errors import Tampered

VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = 1 + 16
SHORTEST = HEADER_BYTES + NONCE_BYTES + TAG_BYTES


@dataclass(frozen=True)
class Place:
    """Where a sealed value belongs: it opens nowhere else.

    `scope` is the brand, agency or person whose key seals it; `parts` names
    the place inside, such as table, row and field.
    """

    scope: uuid.UUID
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "/".join(self.parts)

    def encoded(self) -> bytes:
        return b"".join(
            len(part).to_bytes(4, "big") + part
            for part in (self.scope.bytes, *(text.encode() for text in self.parts))
        )


def seal(key: bytes, key_id: uuid.UUID, plain: bytes, place: Place) -> bytes:
    """Return the envelope of `plain`; two calls never give the same bytes.

    >>> place = Place(uuid.UUID(int=1), ("table", "row", "field"))
    >>> sealed = seal(bytes(32), uuid.UUID(int=2), b"marker", place)
    >>> b"marker" in sealed, unseal(bytes(32), sealed, place)
    (False, b'marker')
    """
    header = bytes([VERSION]) + key_id.bytes
    nonce = secrets.token_bytes(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, plain, header + place.encoded())


def key_id_of(sealed: bytes, place: Place) -> uuid.UUID:
    """Return which data key sealed these bytes; raise Tampered if they are no envelope."""
    if len(sealed) < SHORTEST or sealed[0] != VERSION:
        raise Tampered(str(place))
    return uuid.UUID(bytes=sealed[1:HEADER_BYTES])


def unseal(key: bytes, sealed: bytes, place: Place) -> bytes:
    """Return the plain bytes; raise Tampered if key, place or bytes differ."""
    key_id_of(sealed, place)
    nonce = sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    try:
        return AESGCM(key).decrypt(
            nonce,
            sealed[HEADER_BYTES + NONCE_BYTES :],
            sealed[:HEADER_BYTES] + place.encoded(),
        )
    except InvalidTag:
        raise Tampered(str(place)) from None
