"""Why the database does not answer, in the chosen language, by kind."""

from typing import Final

from simulacro.config.language import gettext as _

# What drivers write, and of each kind the sentence; theirs are English whatever the language.
_REFUSED: Final = ("Connection refused", "No such file or directory", "No route to host")
_NOT_LET_IN: Final = ("authentication failed", "no password supplied", "no pg_hba.conf entry")
_UNKNOWN_HOST: Final = ("could not translate host name", "resolve host", "not known")
_NO_SUCH: Final = ("does not exist",)
_TOO_LATE: Final = ("timeout", "timed out")
_NOT_OPENED: Final = ("unable to open database file", "readonly database")
_FULL: Final = ("disk is full", "No space left")
_LOCKED: Final = ("database is locked",)
_DAMAGED: Final = ("not a database", "malformed")


def why_no_answer(problem: Exception) -> str:
    """The kind in words, and at the end what the driver itself says, as a technical detail."""
    detail = str(problem).strip().partition("\n")[0]
    kind = _kind(detail)
    told = _("technical detail: %(detail)s") % {"detail": detail}
    return f"{kind} ({told})" if kind else told


def _kind(detail: str) -> str:
    for marks, said in (
        (_UNKNOWN_HOST, _("no machine has the name that DATABASE_URL gives")),
        (_NOT_LET_IN, _("it refuses the user or the password of DATABASE_URL")),
        (_NO_SUCH, _("it has no such database or user as DATABASE_URL says")),
        (_REFUSED, _("nothing listens at the address of DATABASE_URL: start the database")),
        (_TOO_LATE, _("it takes too long to answer")),
        (_NOT_OPENED, _("its file cannot be opened or written: look at its folder's owner")),
        (_FULL, _("the disk is full")),
        (_LOCKED, _("another program holds its file: close it")),
        (_DAMAGED, _("its file is damaged: bring back a backup with simulacro restore")),
    ):
        if any(mark in detail for mark in marks):
            return said
    return ""
