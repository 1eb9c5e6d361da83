"""One verdict a password, and the groups of those that are the same."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from simulacro.engines.passwords.leaks import Leaked, LeakSource, leaked
from simulacro.engines.passwords.reuse import alike_groups, same_groups
from simulacro.engines.passwords.strength import Estimator
from simulacro.engines.passwords.words import made_of

# NIST SP 800-63B-4 (2025), 3.1.1.2; no rule about kinds of characters, no expiry.
SHORTEST_ALONE: Final = 15
SHORTEST_WITH_SECOND_FACTOR: Final = 8
# The paper's scores 4 and 3: safe from whoever stole what a site keeps, where it keeps it well;
# and from whoever may guess online without being slowed, where that alone opens nothing.
FEWEST_ALONE_LOG10: Final = 10.0
FEWEST_WITH_SECOND_FACTOR_LOG10: Final = 8.0


class Fault(StrEnum):
    """Why a password is weak."""

    SHORT = "short"
    OWN_WORDS = "own_words"
    GUESSABLE = "guessable"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Entry:
    """One password to judge. ``secret`` and ``name`` stay out of its representation."""

    name: str = field(repr=False)
    secret: str = field(repr=False)
    second_factor: bool = False
    holds_seed: bool = False
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of one password, and all that is left of it.

    ``same`` and ``alike`` number the groups from 1, 0 for none; who is alike to equal ones only is
    in no group of the alike. ``needed`` is the length that its use asks for.
    """

    faults: tuple[Fault, ...]
    leaked: Leaked
    same: int
    alike: int
    needed: int
    both_factors: bool

    @property
    def weak(self) -> bool:
        return bool(self.faults)

    @property
    def reused(self) -> bool:
        return bool(self.same)

    @property
    def good(self) -> bool:
        return not (self.faults or self.same or self.leaked is Leaked.YES)


def judge(
    entries: Sequence[Entry],
    *,
    estimator: Estimator,
    own: Sequence[str],
    key: bytes,
    source: LeakSource | None = None,
) -> tuple[Verdict, ...]:
    """A verdict for each entry, in order.

    ``own`` are the brand's words as :func:`words.own_words` gives them; ``key`` is 32 random bytes
    used once. Leaks are unknown without a ``source``, and from where it fails on: it is not asked
    again, and all the rest is judged.
    """
    secrets = [entry.secret for entry in entries]
    same = _numbers(same_groups(secrets, key), len(entries))
    alike = _numbers(alike_groups(secrets, key), len(entries))
    answers = _leaks(dict.fromkeys(secrets), source)
    guesses = {s: estimator.guesses_log10(s) for s in answers}
    return tuple(
        Verdict(
            faults=tuple(_faults(entry, guesses[entry.secret], own, alike=bool(alike[place]))),
            leaked=answers[entry.secret],
            same=same[place],
            alike=alike[place],
            needed=needed_length(entry.second_factor),
            both_factors=entry.holds_seed,
        )
        for place, entry in enumerate(entries)
    )


def needed_length(second_factor: bool) -> int:
    """How many characters the standard asks for."""
    return SHORTEST_WITH_SECOND_FACTOR if second_factor else SHORTEST_ALONE


def needed_guesses_log10(second_factor: bool) -> float:
    """The decimal logarithm of the guesses that a good one takes at least."""
    return FEWEST_WITH_SECOND_FACTOR_LOG10 if second_factor else FEWEST_ALONE_LOG10


def _faults(
    entry: Entry, guesses_log10: float, own: Sequence[str], *, alike: bool
) -> Iterator[Fault]:
    if len(unicodedata.normalize("NFC", entry.secret)) < needed_length(entry.second_factor):
        yield Fault.SHORT
    if made_of(entry.secret, own):
        yield Fault.OWN_WORDS
    if guesses_log10 < needed_guesses_log10(entry.second_factor):
        yield Fault.GUESSABLE
    # Whoever has the other guesses this one, however long it is.
    if alike:
        yield Fault.ALIKE


def _leaks(secrets: Iterable[str], source: LeakSource | None) -> dict[str, Leaked]:
    found = dict.fromkeys(secrets, Leaked.UNKNOWN)
    if source is None:
        return found
    # A service that is out of reach takes seconds to say so, each time.
    with contextlib.suppress(OSError):
        for secret in found:
            found[secret] = Leaked.YES if leaked(secret, source) else Leaked.NO
    return found


def _numbers(groups: Sequence[Sequence[int]], count: int) -> list[int]:
    numbers = [0] * count
    for number, places in enumerate(groups, 1):
        for place in places:
            numbers[place] = number
    return numbers
