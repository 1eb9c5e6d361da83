"""What the log says about the what-if board."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "brainstorm.opened": _("opened a brainstorm"),
    "brainstorm.invited": _("made a link to a brainstorm"),
    "brainstorm.shown": _("chose which titles a brainstorm shows"),
    "brainstorm.writing": _("let a brainstorm go on writing"),
    "brainstorm.grouping": _("took a brainstorm to grouping"),
    "brainstorm.voting": _("took a brainstorm to the vote"),
    "brainstorm.ended": _("ended a brainstorm"),
    "brainstorm.taken_out": _("took an idea out of a brainstorm"),
    "brainstorm.kept": _("kept ideas of a brainstorm"),
}

WORDS: dict[str, str | Promise] = {"brainstorm": _("brainstorm")}
