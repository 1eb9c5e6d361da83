"""How soon words in a row are guessed: a sentence is as long as it is common.

By zxcvbn every further part of a password is worth at least 10^4 guesses, however common a word it
is, so that any five words are taken for strong. Whoever guesses sentences goes through the words
that people write, the most frequent first, and so this counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from simulacro.engines.passwords.words import folded, readings

SEPARATORS: Final = frozenset(" -_.,")
LONGEST_WORD: Final = 24
# Of each choice of ten, and of each of two.
DIGIT_LOG10: Final = 1.0
YEAR_LOG10: Final = 2.0
EITHER_LOG10: Final = math.log10(2)
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


def sentence_log10(secret: str, ranks: Mapping[str, int]) -> float:
    """The decimal logarithm of the guesses, from 0; infinite where a letter is in no word.

    ``ranks`` are from 1, by folded word. Each word counts its rank, whatever the order; a digit or
    sign ten, a year a hundred; what stands between words ten for each kind; capitals two; signs in
    the place of letters ten. The cheapest reading counts.

    >>> ranks = {"mi": 4, "perro": 10, "se": 5, "llama": 50}
    >>> round(sentence_log10("MiPerroSeLlama7", ranks), 1)
    5.3
    >>> sentence_log10("mi jirafa", ranks)
    inf
    """
    plain, with_letters = readings(folded(secret))
    words = min(_cheapest(plain, ranks), _cheapest(with_letters, ranks) + DIGIT_LOG10)
    between = len(SEPARATORS & set(secret)) * DIGIT_LOG10
    return words + between + (EITHER_LOG10 if secret != secret.lower() else 0.0)


def _cheapest(text: str, ranks: Mapping[str, int]) -> float:
    """The least cost of cutting ``text`` into words, years, digits and signs."""
    costs = [0.0]
    for end in range(1, len(text) + 1):
        last = text[end - 1]
        cost = math.inf
        if last in SEPARATORS:
            cost = costs[-1]
        elif not last.isalpha():
            cost = costs[-1] + DIGIT_LOG10
        if end >= 4 and _YEAR.fullmatch(text, end - 4, end):
            cost = min(cost, costs[end - 4] + YEAR_LOG10)
        for start in range(max(0, end - LONGEST_WORD), end):
            if rank := ranks.get(text[start:end]):
                cost = min(cost, costs[start] + math.log10(rank))
        costs.append(cost)
    return costs[-1]
