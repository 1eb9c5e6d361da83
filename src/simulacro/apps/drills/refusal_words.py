"""Why something did not happen at the table, in words."""

from django.utils.translation import gettext as _

from simulacro.engines.drill import (
    AlreadyAsked,
    AlreadyRevealed,
    BadData,
    NotAsked,
    NotOpen,
    NotTaking,
    NotYours,
    Refused,
)


def refusal_words(refused: Refused) -> str:
    """A sentence that says what is so now."""
    match refused:
        case AlreadyRevealed():
            return _(
                "The answers are shown already, so it takes no more. Yours is not lost: say it."
            )
        case AlreadyAsked() | NotAsked():
            return _("The table has moved on meanwhile. This is where it is now.")
        case NotTaking():
            return _("You are not at this table yet.")
        case NotYours():
            return _("That is for somebody else at this table.")
        case NotOpen():
            return _("This drill is over.")
        case BadData():
            return _("Something is missing. Look at what you wrote.")
    return _("That cannot be done now.")
