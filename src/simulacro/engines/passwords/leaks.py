"""Whether a password is in a list of leaked ones, asked so that the list learns next to nothing.

The range protocol (k-anonymity: Li, Pal, Ali, Sullivan, Chatterjee and Ristenpart, *Protocols for
Checking Compromised Credentials*, CCS 2019): the first 5 of the 40 hex digits of the SHA-1 are
asked for, the rest of every listed one comes back, and the comparison is made here. A filter file
answers the same question offline with shortened rests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Protocol

PREFIX_DIGITS: Final = 5
DIGEST_DIGITS: Final = 40


class Leaked(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class LeakSource(Protocol):
    """What can answer: a service that a person allowed, or a filter file."""

    def rests(self, prefix: str) -> Iterable[str]:
        """The rests, in capital hex digits and perhaps shortened, of the listed digests that
        begin with ``prefix``. Raises OSError where it cannot be asked."""
        ...


def digest_of(secret: str) -> str:
    """The SHA-1 of the text in UTF-8, as 40 capital hex digits; SHA-1 is the lists' own.

    >>> digest_of("password")[:5]
    '5BAA6'
    """
    data = secret.encode("utf-8", "surrogatepass")
    return hashlib.sha1(data, usedforsecurity=False).hexdigest().upper()


def leaked(secret: str, source: LeakSource) -> bool:
    """Whether ``source`` lists it. Raises OSError where the source cannot be asked."""
    digest = digest_of(secret)
    rest = digest[PREFIX_DIGITS:]
    return any(rest.startswith(listed) for listed in source.rests(digest[:PREFIX_DIGITS]))


def rests_in_answer(answer: str) -> tuple[str, ...]:
    """The rests of a range answer, lines of ``REST:COUNT``; padding has a count of 0.

    Raises ValueError for what is no such answer.

    >>> rests_in_answer("0018A45C4D1DEF81644B54AB7F969B88D65:10\\n" + "0" * 35 + ":0")
    ('0018A45C4D1DEF81644B54AB7F969B88D65',)
    """
    found: list[str] = []
    for line in answer.split():
        rest, _, count = line.partition(":")
        if len(rest) != DIGEST_DIGITS - PREFIX_DIGITS or not count.isdecimal() or not _is_hex(rest):
            raise ValueError("not a range answer")
        if int(count):
            found.append(rest.upper())
    return tuple(found)


def is_prefix(text: str) -> bool:
    """Whether ``text`` is what may be asked for: 5 hex digits and nothing else."""
    return len(text) == PREFIX_DIGITS and _is_hex(text)


def _is_hex(text: str) -> bool:
    return all(c in "0123456789abcdefABCDEF" for c in text)
