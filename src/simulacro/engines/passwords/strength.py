"""How many guesses a password would take, with dictionaries of two languages and the brand's words.

Wheeler, *zxcvbn: Low-Budget Password Strength Estimation* (USENIX Security 2016), by the package
of that name, whose lists are English; Spanish, what passwords are made of, and the brand's own
words are added here, and sentences of common words are counted by their words. The page in the
browser judges with the same algorithms and the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from zxcvbn.matching import RANKED_DICTIONARIES, build_ranked_dict, omnimatch
from zxcvbn.scoring import most_guessable_match_sequence

from simulacro.engines.passwords.sentences import sentence_log10
from simulacro.engines.passwords.words import folded

# Cubic in the length; 64 characters are what a verifier must at least accept.
LONGEST_READ: Final = 64


class Estimator:
    """Estimates guesses. ``words`` are ranked: the first is the first that would be guessed.

    ``english`` are ranked too; they count in sentences only, as zxcvbn has lists of its own.

    >>> Estimator(["andariego"]).guesses_log10("andariego2") < 5
    True
    """

    def __init__(self, words: Sequence[str] = (), english: Sequence[str] = ()) -> None:
        # The first mention counts: a word of the brand is not as rare as its language makes it.
        ranked = build_ranked_dict(list(dict.fromkeys(word.lower() for word in words)))
        self._dictionaries = {**RANKED_DICTIONARIES, "user_inputs": ranked}
        self._ranks: dict[str, int] = {}
        for ranking in (words, english):
            for rank, word in enumerate(ranking, 1):
                key = folded(word)
                self._ranks[key] = min(rank, self._ranks.get(key, rank))

    def guesses_log10(self, secret: str) -> float:
        """The decimal logarithm of the guesses, from 0; of the first 64 characters.

        >>> round(Estimator().guesses_log10("password"), 1)
        0.5
        """
        read = secret[:LONGEST_READ]
        matches = omnimatch(read, self._dictionaries)
        counted = float(most_guessable_match_sequence(read, matches)["guesses_log10"])
        return min(counted, sentence_log10(read, self._ranks))


def dictionary(own: Iterable[str], *lists: Iterable[str]) -> list[str]:
    """The brand's words, then the first of each list, the second of each, and so on; each once.

    >>> dictionary(["cafe"], ["clave", "amor"], ["que", "una", "por"])
    ['cafe', 'clave', 'que', 'amor', 'una', 'por']
    """
    turns = (word for turn in zip_longest(*lists) for word in turn if word is not None)
    return list(dict.fromkeys((*own, *turns)))
