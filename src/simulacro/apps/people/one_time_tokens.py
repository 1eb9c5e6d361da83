"""Tokens that travel in a link and open one door once."""

import hashlib
import secrets

TOKEN_BYTES = 32


def make_token() -> tuple[str, bytes]:
    """Return a new token for the link, and the digest to keep.

    With 256 random bits a plain SHA-256 needs neither salt nor stretching.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, digest_of(token)


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
