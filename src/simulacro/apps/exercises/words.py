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


TASK_WORDS: dict[str, str | Promise] = {
    "detect.notice": gettext_lazy("Notice it in time"),
    "detect.verify": gettext_lazy("Find out what is true"),
    "detect.gauge": gettext_lazy("Gauge how grave it is"),
    "alert.call": gettext_lazy("Call whom it takes"),
    "alert.decide": gettext_lazy("Decide who decides"),
    "alert.cover": gettext_lazy("Cover for whoever is missing"),
    "access.enter": gettext_lazy("Get into the accounts"),
    "access.backup": gettext_lazy("Use the second way in"),
    "access.secure": gettext_lazy("Lock the intruder out"),
    "pause.queue": gettext_lazy("Stop what was scheduled"),
    "pause.ads": gettext_lazy("Stop the advertising"),
    "answer.first": gettext_lazy("Say the first words"),
    "answer.tone": gettext_lazy("Find the tone"),
    "answer.facts": gettext_lazy("Tell the facts"),
    "answer.people": gettext_lazy("People first"),
    "answer.channel": gettext_lazy("Answer where it burns"),
    "approve.signoff": gettext_lazy("Get the approval"),
    "record.evidence": gettext_lazy("Keep the evidence"),
    "record.log": gettext_lazy("Write down what happens"),
    "coordinate.legal": gettext_lazy("Bring in the lawyers"),
    "coordinate.staff": gettext_lazy("Tell everybody inside"),
    "coordinate.press": gettext_lazy("Answer the press"),
    "coordinate.partners": gettext_lazy("Bring in partners and networks"),
    "care.team": gettext_lazy("Look after the team"),
    "learn.gain": gettext_lazy("Take advantage"),
    "learn.close": gettext_lazy("Close it well"),
}


def task_words(task: str) -> str:
    """What a critical task is called; its id where nobody named it."""
    return str(TASK_WORDS.get(task, task))


EVENT_WORDS: dict[str, str | Promise] = {
    "exercise_opened": gettext_lazy("The drill is opened"),
    "participant_joined": gettext_lazy("Somebody sits down"),
    "facilitator_changed": gettext_lazy("Somebody else facilitates"),
    "question_opened": gettext_lazy("A question"),
    "answer_given": gettext_lazy("An answer"),
    "answers_revealed": gettext_lazy("The answers are shown"),
    "task_rated": gettext_lazy("A rating"),
    "observation_made": gettext_lazy("An observation"),
    "hot_wash_opened": gettext_lazy("The hot wash begins"),
    "hot_wash_said": gettext_lazy("A line of the hot wash"),
    "decision_taken": gettext_lazy("A decision"),
    "action_recorded": gettext_lazy("An action"),
    "exercise_ended": gettext_lazy("The drill ends"),
    "exercise_abandoned": gettext_lazy("The drill is called off"),
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
