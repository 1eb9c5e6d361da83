"""What the log says about cases and the calendar of drills."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "drills.planned": _("planned the drills"),
    "drills.wishes": _("changed how the team wants to drill"),
    "drills.paused": _("paused the drills: a real crisis"),
    "drills.resumed": _("let the drills go on"),
    "drills.moved": _("moved a drill"),
    "drills.skipped": _("left a drill out"),
    "drills.put_back": _("put a drill back"),
    "drills.kept_secret": _("made a drill a surprise"),
    "drills.announced": _("announced a drill"),
    "micro_drill.shared": _("opened a micro drill to whoever has the link"),
    "micro_drill.closed": _("closed the links to a micro drill"),
}

WORDS: dict[str, str | Promise] = {"drills": _("calendar of drills")}
