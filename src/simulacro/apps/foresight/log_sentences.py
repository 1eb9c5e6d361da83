"""What the log says about what can happen."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "possibility.noted": _("noted something that can happen"),
    "possibility.set_aside": _("set aside something that can happen"),
    "possibility.brought_back": _("brought back something that can happen"),
}

# What the kind of these entries is called.
WORDS = {"possibility": _("what can happen")}
