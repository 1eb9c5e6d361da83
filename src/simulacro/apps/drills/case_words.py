"""What families, tasks and exhibits are called on the screen."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simulacro.content.cases import CaseSource
from simulacro.content.drill_model import FAMILY, value_name

SOURCE_WORDS: dict[str, str | Promise] = {
    CaseSource.CURATED: _("Written for drilling"),
    CaseSource.DOCUMENTED: _("It happened"),
    CaseSource.ASSEMBLED: _("Made for a combination"),
    CaseSource.MICRO: _("Micro drill"),
    CaseSource.OWN: _("Your team's own"),
}

EXHIBIT_WORDS: dict[str, str | Promise] = {
    "post": _("Post"),
    "comment": _("Comment"),
    "message": _("Message"),
    "photo": _("Photo"),
    "video": _("Video"),
    "headline": _("Headline"),
    "review": _("Review"),
    "audio": _("Audio"),
    "email": _("E-mail"),
    "screenshot": _("Screenshot"),
}


def family_words(family: str) -> str:
    """What a family of possibilities is called in the language of the page."""
    return value_name(FAMILY, family, get_language() or "es")
