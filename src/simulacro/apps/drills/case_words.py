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

TASK_WORDS: dict[str, str | Promise] = {
    "detect.notice": _("Notice it in time"),
    "detect.verify": _("Find out what is true"),
    "detect.gauge": _("Gauge how grave it is"),
    "alert.call": _("Call whom it takes"),
    "alert.decide": _("Decide who decides"),
    "alert.cover": _("Cover for whoever is missing"),
    "access.enter": _("Get into the accounts"),
    "access.backup": _("Use the second way in"),
    "access.secure": _("Lock the intruder out"),
    "pause.queue": _("Stop what was scheduled"),
    "pause.ads": _("Stop the advertising"),
    "answer.first": _("Say the first words"),
    "answer.tone": _("Find the tone"),
    "answer.facts": _("Tell the facts"),
    "answer.people": _("People first"),
    "answer.channel": _("Answer where it burns"),
    "approve.signoff": _("Get the approval"),
    "record.evidence": _("Keep the evidence"),
    "record.log": _("Write down what happens"),
    "coordinate.legal": _("Bring in the lawyers"),
    "coordinate.staff": _("Tell the house"),
    "coordinate.press": _("Answer the press"),
    "coordinate.partners": _("Bring in partners and networks"),
    "care.team": _("Look after the team"),
    "learn.gain": _("Take advantage"),
    "learn.close": _("Close it well"),
}


def task_words(task: str) -> str:
    """What a critical task is called; its id where nobody named it."""
    return str(TASK_WORDS.get(task, task))


def family_words(family: str) -> str:
    """What a family of possibilities is called in the language of the page."""
    return value_name(FAMILY, family, get_language() or "es")
