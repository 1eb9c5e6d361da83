"""What the log says about what can happen."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "possibility.noted": _("noted something that can happen"),
    "possibility.set_aside": _("set aside something that can happen"),
    "possibility.brought_back": _("brought back something that can happen"),
    "possibilities.brought_in": _("brought what-ifs in from a file, or took that back"),
    "what-ifs.taken_out": _("took the what-ifs out as a file"),
    "factors.taken_out": _("took the factors of the drills out as a file"),
    "factors.changed": _("changed the factors with which drills differ"),
    "factors.usual": _("went back to the usual factors of drills"),
}

# What the kind of these entries is called.
WORDS = {"possibility": _("what can happen")}
