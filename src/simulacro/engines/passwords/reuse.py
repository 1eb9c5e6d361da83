"""Which accounts share a password, told by keyed digests that live as long as the question."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from simulacro.engines.passwords.words import folded

SHORTEST_STEM: Final = 5
_TAIL: Final = re.compile(r"[\W\d_]+$")
_HEAD: Final = re.compile(r"^[\W\d_]+")


def same_groups(secrets: Sequence[str], key: bytes) -> tuple[tuple[int, ...], ...]:
    """The positions of equal secrets, each group of at least two, in order of the first.

    ``key`` is random and used once: digests of two runs cannot be compared. Empty strings are in
    no group. Texts are compared in the normal form C, as systems store them.

    >>> same_groups(["a1", "b2", "a1", ""], b"k" * 32)
    ((0, 2),)
    """
    return _groups([unicodedata.normalize("NFC", s) for s in secrets], key)


def alike_groups(secrets: Sequence[str], key: bytes) -> tuple[tuple[int, ...], ...]:
    """The positions of secrets that differ in case, accents, or digits and signs at their ends.

    Whoever has last year's guesses this year's. Stems under 5 letters say nothing, nor do groups of
    nothing but equal ones.

    >>> alike_groups(["Perro.azul24", "perro.azul25!", "otra cosa"], b"k" * 32)
    ((0, 1),)
    """
    stems = [_HEAD.sub("", _TAIL.sub("", folded(secret))) for secret in secrets]
    found = _groups([stem if len(stem) >= SHORTEST_STEM else "" for stem in stems], key)
    exact = [unicodedata.normalize("NFC", secret) for secret in secrets]
    return tuple(places for places in found if len({exact[place] for place in places}) > 1)


def _groups(texts: Sequence[str], key: bytes) -> tuple[tuple[int, ...], ...]:
    found: defaultdict[bytes, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if text:
            found[hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256")].append(place)
    return tuple(tuple(places) for places in found.values() if len(places) > 1)
