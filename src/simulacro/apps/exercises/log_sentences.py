"""What the log says about exercises and what they led to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "exercise.opened": _("opened a drill"),
    "exercise.invited": _("made a link to take part in a drill"),
    "exercise.ended": _("a drill ended"),
    "exercise.abandoned": _("a drill was called off"),
    "own_case.written": _("wrote a case of the team's own"),
    "own_case.changed": _("changed a case of the team's own"),
    "own_case.set_aside": _("set a case of the team's own aside"),
    "own_case.brought_back": _("brought a case of the team's own back"),
    "case.taken_out": _("took a case out as a file"),
}

WORDS: dict[str, str | Promise] = {
    "exercise": _("drills"),
    "own_case": _("cases of the team's own"),
    "case": _("cases"),
}
