"""What exercises and their ratings are called on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.exercises.models import Exercise
from simulacro.apps.foresight.models import Rating

# A task that did not come up.
NOT_APPLICABLE = gettext_lazy("did not come up")

POETE_WORDS: dict[str, str | Promise] = {
    "planning": gettext_lazy("Planning"),
    "organization": gettext_lazy("Organization"),
    "equipment": gettext_lazy("Equipment"),
    "training": gettext_lazy("Training"),
    "exercises": gettext_lazy("Exercises"),
}

PART_WORDS: dict[str, str | Promise] = {
    "player": gettext_lazy("Player"),
    "facilitator": gettext_lazy("Facilitator"),
    "evaluator": gettext_lazy("Evaluator"),
    "observer": gettext_lazy("Observer"),
    "white_cell": gettext_lazy("Plays somebody from outside"),
}


def rating_words(letter: str) -> str:
    """What a rating is called; empty for none.

    >>> rating_words("")
    ''
    """
    if letter == "N":
        return str(NOT_APPLICABLE)
    return str(Rating(letter).label) if letter else ""


def drilled_words(exercise: Exercise, worst: str) -> str:
    """What the matrix says of an exercise."""
    kind = Exercise.Formats(exercise.format).label
    if not worst:
        return _("%(kind)s, not rated yet") % {"kind": kind}
    return _("%(kind)s: %(rating)s") % {"kind": kind, "rating": rating_words(worst)}
