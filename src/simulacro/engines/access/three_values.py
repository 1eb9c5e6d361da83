"""Yes, no and unknown: strong three-valued logic (Kleene, *Introduction to Metamathematics*, 1952).

What nobody was asked is unknown, and stays so wherever it could still decide the matter.

>>> all_of([Answer.YES, Answer.UNKNOWN]), all_of([Answer.NO, Answer.UNKNOWN])
(<Answer.UNKNOWN: 'unknown'>, <Answer.NO: 'no'>)
"""

from __future__ import annotations

from collections.abc import Iterable

from simulacro.engines.access.inventory import Answer


def opposite(answer: Answer) -> Answer:
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(answer, Answer.UNKNOWN)


def all_of(answers: Iterable[Answer]) -> Answer:
    """No if any is no, else unknown if any is unknown, else yes."""
    found = set(answers)
    return next((x for x in (Answer.NO, Answer.UNKNOWN) if x in found), Answer.YES)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Yes if any is yes, else unknown if any is unknown, else no."""
    return opposite(all_of(map(opposite, answers)))


def yes_or_no(fact: bool) -> Answer:
    return Answer.YES if fact else Answer.NO
