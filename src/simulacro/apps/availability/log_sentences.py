"""What the log says about who covers when and the brand's calendar."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "rota.changed": _("wrote down an absence, a journey or an extra shift"),
    "rota.removed": _("took an absence, a journey or an extra shift out"),
    "rota.brought_back": _("brought an absence, a journey or an extra shift back"),
    "holidays.set": _("said which holidays count"),
    "event.changed": _("wrote a date in the brand's calendar"),
    "event.removed": _("took a date out of the brand's calendar"),
    "event.brought_back": _("brought a date of the brand's calendar back"),
    "event.imported": _("brought %(count)s dates in from a calendar file"),
    "feed.made": _("made a secret address for a calendar"),
    "feed.rotated": _("changed the secret address of a calendar"),
    "feed.closed": _("closed the secret address of a calendar"),
    "feed.read": _("read a calendar by its secret address"),
}

# What the kinds of these entries are called.
WORDS = {
    "rota": _("who covers when"),
    "holidays": _("holidays"),
    "event": _("the brand's calendar"),
    "feed": _("calendar addresses"),
}
