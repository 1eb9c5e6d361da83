"""Why something cannot happen in an exercise now: the facts, for which a page finds the words."""

from __future__ import annotations


class Refused(ValueError):
    """It cannot happen now, and nothing happened."""


class NotOpen(Refused):
    """The exercise was not opened, or has ended or been abandoned."""


class AlreadyOpen(Refused):
    """The exercise was opened before."""


class NotTaking(Refused):
    """Nobody of this id takes part; ``participant`` is who asked."""

    def __init__(self, participant: str) -> None:
        self.participant = participant
        super().__init__(participant)


class NotYours(Refused):
    """Who takes part as ``part`` does not do this."""

    def __init__(self, participant: str, part: str) -> None:
        self.participant = participant
        self.part = part
        super().__init__(f"{participant}: {part}")


class NotAsked(Refused):
    """The question is not the one on the table."""

    def __init__(self, question: str) -> None:
        self.question = question
        super().__init__(question)


class AlreadyAsked(NotAsked):
    """The question was on the table before."""


class AlreadyRevealed(NotAsked):
    """Everybody's answers to the question are seen already: it takes no more."""


class BadData(Refused):
    """``problems`` are all the fields that do not do: (field, what is wrong)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{name}: {what}" for name, what in problems))
