"""Why something did not happen, in words."""

from django.utils.translation import gettext as _

from simulacro.apps.whatifs.models import Phase
from simulacro.apps.whatifs.refusals import (
    BadText,
    BadVote,
    NothingYet,
    NotNow,
    NotOfThis,
    Refused,
    TooFew,
    TooManyIdeas,
    TooManyPeople,
    UnknownWhatIf,
)


def refusal_words(refused: Refused) -> str:
    """A sentence that says what is so now."""
    match refused:
        case NotNow(phase=Phase.ENDED):
            return _("This brainstorm is over.")
        case NotNow():
            return _("The brainstorm has moved on meanwhile. This is where it is now.")
        case TooManyIdeas():
            return _("There is no room for more ideas. Say yours aloud, or take another one back.")
        case TooManyPeople():
            return _("The room is full. Share a phone with somebody who is in.")
        case BadText():
            return _("Write one idea, in a few words.")
        case NothingYet():
            return _("There is nothing to vote on yet. Write an idea first.")
        case TooFew():
            return _("Tick at least two that say the same.")
        case NotOfThis():
            return _("That idea is not here any more.")
        case BadVote():
            return _("A vote goes from 1 to 5.")
        case UnknownWhatIf():
            return _("That is not in the library any more.")
    return _("That cannot be done now.")
