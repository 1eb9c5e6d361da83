"""What the log says about exercises and what they led to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "exercise.opened": _("opened a drill"),
    "exercise.invited": _("made a link to take part in a drill"),
    "exercise.ended": _("a drill ended"),
    "exercise.abandoned": _("a drill was called off"),
}

WORDS: dict[str, str | Promise] = {"exercise": _("drills")}
