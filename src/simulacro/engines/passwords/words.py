"""The words that a password must not be made of: the brand's own, and a language's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

SHORTEST_OWN_WORD: Final = 3
MOST_LETTERS_LEFT: Final = 3

_LETTER_FOR: Final = str.maketrans(
    {
        "4": "a",
        "@": "a",
        "8": "b",
        "3": "e",
        "0": "o",
        "1": "i",
        "!": "i",
        "$": "s",
        "5": "s",
        "+": "t",
        "7": "t",
    }
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def folded(text: str) -> str:
    """In small letters without accents.

    >>> folded("Café Ñandú")
    'cafe nandu'
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def own_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of names and handles, each once, in their order, folded; and pairs run together.

    >>> own_words(["Café Andariego", "@andariego_mx"])
    ('cafe', 'andariego', 'cafeandariego', 'andariegomx')
    """
    found: list[str] = []
    for text in texts:
        parts = _WORD.findall(folded(text))
        found += parts
        if len(parts) > 1:
            found.append("".join(parts))
    return tuple(dict.fromkeys(word for word in found if len(word) >= SHORTEST_OWN_WORD))


def readings(plain: str) -> tuple[str, str]:
    """A text as it stands, and with letters for the digits and signs that stand for them.

    >>> readings("4ndar1ego")
    ('4ndar1ego', 'andariego')
    """
    return plain, plain.translate(_LETTER_FOR)


def made_of(secret: str, words: Iterable[str]) -> bool:
    """Whether ``secret`` is these words with little more than digits and signs around them.

    NIST SP 800-63B-4, 3.1.1.2: context-specific words and derivatives belong on the blocklist.
    Digits and signs which stand for letters are read both ways.

    >>> made_of("Andariego2026!", ["andariego"]), made_of("4ndari3go!!", ["andariego"])
    (True, True)
    >>> made_of("andariego tres gatos azules", ["andariego"])
    False
    """
    plain = folded(secret)
    longest_first = sorted(words, key=len, reverse=True)
    for reading in readings(plain):
        left = reading
        for word in longest_first:
            left = left.replace(word, " ")
        if left != reading and sum(c.isalpha() for c in left) <= MOST_LETTERS_LEFT:
            return True
    return False
