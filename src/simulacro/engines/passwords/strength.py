"""How many guesses a password would take, with dictionaries of two languages and the brand's words.

Wheeler, *zxcvbn: Low-Budget Password Strength Estimation* (USENIX Security 2016), by the package
of that name, whose lists are English; Spanish and the brand's own words are added here. The page
in the browser judges with the same algorithm and the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from zxcvbn.matching import RANKED_DICTIONARIES, build_ranked_dict, omnimatch
from zxcvbn.scoring import most_guessable_match_sequence

# Cubic in the length; 64 characters are what a verifier must at least accept.
LONGEST_READ: Final = 64


class Estimator:
    """Estimates guesses. ``words`` are ranked: the first is the first that would be guessed.

    >>> Estimator(["andariego"]).guesses_log10("andariego2") < 5
    True
    """

    def __init__(self, words: Sequence[str] = ()) -> None:
        # The first mention counts: a word of the brand is not as rare as its language makes it.
        ranked = build_ranked_dict(list(dict.fromkeys(word.lower() for word in words)))
        self._dictionaries = {**RANKED_DICTIONARIES, "user_inputs": ranked}

    def guesses_log10(self, secret: str) -> float:
        """The decimal logarithm of the guesses, from 0; of the first 64 characters.

        >>> round(Estimator().guesses_log10("password"), 1)
        0.5
        """
        read = secret[:LONGEST_READ]
        matches = omnimatch(read, self._dictionaries)
        return float(most_guessable_match_sequence(read, matches)["guesses_log10"])


def dictionary(own: Iterable[str], common: Iterable[str]) -> list[str]:
    """The brand's words first, then those of the language, each once."""
    return list(dict.fromkeys((*own, *common)))
