"""Words that look like a secret, a number or an address: an alias is enough.

Two strengths: what can hardly be anything but a secret is refused everywhere; what may be one is
asked about where a person types it. Whatever was found is named by its place and its look, and
never repeated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from simulacro.engines.access.inventory import Inventory


class Suspicion(StrEnum):
    """What a text looks like, the surest first."""

    SPELLED_OUT = "spelled_out"
    SEED = "seed"
    LONG_RANDOM = "long_random"
    RECOVERY_CODES = "recovery_codes"
    MIXED_WORD = "mixed_word"
    EMAIL = "email"
    PHONE = "phone"
    HANDLE = "handle"


REFUSED: Final = frozenset(
    {
        Suspicion.SPELLED_OUT,
        Suspicion.SEED,
        Suspicion.LONG_RANDOM,
        Suspicion.RECOVERY_CODES,
    }
)

_DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_MIXED_GROUP: Final = r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{4,6}"
_LOOKS: Final = {
    # “clave: Perro2024”; “Clave: por el junior” is a name.
    Suspicion.SPELLED_OUT: re.compile(
        r"\b(?:claves?|contraseñas?|passwords?|passphrase|pwd|pass|pin|token|códigos?|codes?)\b"
        r"\s*(?:es|is)?\s*[:=]\s*(?=\S*[\d!#$%^&*])\S{4,}",
        re.IGNORECASE,
    ),
    Suspicion.SEED: re.compile(
        r"otpauth://|\b(?=[A-Z2-7]{0,40}[2-7])(?=[2-7]{0,40}[A-Z])[A-Z2-7]{16,}\b"
    ),
    Suspicion.LONG_RANDOM: re.compile(
        r"\b(?:ghp_|xox[abp]-|eyJ|sk-|EAA)[A-Za-z0-9_.\-]{12,}"
        r"|\b[0-9a-f]{32,}\b"
        r"|\b(?=\w*[a-z])(?=\w*[A-Z])(?=\w*\d)[A-Za-z0-9+/_]{28,}"
    ),
    Suspicion.RECOVERY_CODES: re.compile(
        rf"\b{_MIXED_GROUP}(?:-{_MIXED_GROUP})+\b"
        r"|\b\d{4} ?\d{4}\b(?:[\s,;]+\d{4} ?\d{4}\b)+",
        re.IGNORECASE,
    ),
    Suspicion.MIXED_WORD: re.compile(
        r"(?<!\S)(?=\S*[^\W\d_])(?=\S*\d)(?=\S*[!#$%^&*+=?@])\S{8,}(?!\S)"
        r"|(?<!\S)(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[^\W_]{10,}(?!\S)"
    ),
    Suspicion.EMAIL: re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE),
    Suspicion.PHONE: re.compile(r"(?<![\w-])\+?\d(?:[\s().-]{0,2}\d){6,}(?![\w-])"),
    Suspicion.HANDLE: re.compile(r"(?<!\S)@\w{3,}"),
}


@dataclass(frozen=True, slots=True)
class Where:
    """A text of the inventory: the asset's id ("" for the revision's note) and the field."""

    asset: str
    field: str


def suspicion_of(text: str) -> Suspicion | None:
    """What `text` looks like, or None.

    >>> suspicion_of("teléfono de la jefa"), suspicion_of("Metricool 2024")
    (None, None)
    >>> suspicion_of("clave: Perro2024!").value, suspicion_of("+51 987 654 321").value
    ('spelled_out', 'phone')
    """
    without_dates = _DATE.sub(" ", text)
    return next((look for look, pattern in _LOOKS.items() if pattern.search(without_dates)), None)


def is_refused(text: str) -> bool:
    """Whether `text` can hardly be anything but a secret."""
    return suspicion_of(text) in REFUSED


def secrets_in(inventory: Inventory, note: str = "") -> list[tuple[Where, Suspicion]]:
    """Every place of the inventory, and its revision's note, that holds what is refused."""
    texts = [(Where("", "note"), note)]
    for asset in inventory.assets:
        texts += [(Where(asset.id, "name"), asset.name), (Where(asset.id, "note"), asset.note)]
    texts += [(Where(m.target, "opens"), m.name) for m in inventory.methods]
    found = [(where, suspicion_of(text)) for where, text in texts if text]
    return [(where, look) for where, look in found if look in REFUSED and look is not None]
