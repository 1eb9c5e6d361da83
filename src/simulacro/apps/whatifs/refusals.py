"""Why something cannot be done in a brainstorm, or from the library."""


class Refused(Exception):
    """Nothing was changed."""


class NotNow(Refused):
    """The brainstorm is in another phase, or over."""

    def __init__(self, phase: str) -> None:
        super().__init__(phase)
        self.phase = phase


class TooManyIdeas(Refused):
    """It holds as many ideas as it can."""


class TooManyPeople(Refused):
    """As many people take part as can."""


class BadText(Refused):
    """Empty, or longer than it may be."""


class NothingYet(Refused):
    """There is no idea to go on with."""


class TooFew(Refused):
    """It takes two to put together."""


class NotOfThis(Refused):
    """The idea is not there, was taken back, or is somebody else's."""


class BadVote(Refused):
    """A vote goes from 1 to 5."""


class UnknownWhatIf(Refused):
    """No pack has it."""
