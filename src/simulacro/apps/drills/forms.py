"""What is said at the table of a drill. Each form says what the engine's event holds."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from simulacro.apps.exercises.words import POETE_WORDS, TASK_WORDS, rating_words
from simulacro.engines.drill import About, Kind, Part
from simulacro.engines.drill.shapes import MAX_NAME, MAX_TEXT, RATINGS


def _words(label: Any, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": rows})
    )


class TableForm(forms.Form):
    """A form of the table: the `kind` of event that it records, and its data."""

    kind: Kind

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Several stand on one page: each has ids of its own.
        super().__init__(*args, **{"auto_id": f"{self.kind}-%s", **kwargs})

    def data_of_event(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AskForm(TableForm):
    kind = Kind.QUESTION_OPENED
    question = forms.CharField(widget=forms.HiddenInput)
    task = forms.CharField(widget=forms.HiddenInput)


class AnswerForm(TableForm):
    kind = Kind.ANSWER_GIVEN
    question = forms.CharField(widget=forms.HiddenInput)
    text = _words(_("What would you do, and with which words?"), 5)


class RevealForm(TableForm):
    kind = Kind.ANSWERS_REVEALED
    question = forms.CharField(widget=forms.HiddenInput)


class RateForm(TableForm):
    kind = Kind.TASK_RATED
    task = forms.CharField(widget=forms.HiddenInput)
    question = forms.CharField(widget=forms.HiddenInput, required=False)
    rating = forms.ChoiceField(
        label=_("How did it go?"),
        choices=lambda: [(letter, rating_words(letter)) for letter in RATINGS],
        widget=forms.RadioSelect,
    )


class ObserveForm(TableForm):
    kind = Kind.OBSERVATION_MADE
    question = forms.CharField(widget=forms.HiddenInput, required=False)
    task = forms.CharField(widget=forms.HiddenInput, required=False)
    text = _words(_("What did you notice?"), 2)


class HotWashForm(TableForm):
    kind = Kind.HOT_WASH_OPENED


class SayForm(TableForm):
    kind = Kind.HOT_WASH_SAID
    about = forms.ChoiceField(
        label=_("It was"),
        choices=[
            (About.STRENGTH.value, _("something we did well")),
            (About.IMPROVEMENT.value, _("something to do better")),
        ],
        widget=forms.RadioSelect,
    )
    text = _words(_("In one line"), 2)


class DecideForm(TableForm):
    kind = Kind.DECISION_TAKEN
    text = _words(_("What do we decide?"), 2)


class ActionForm(TableForm):
    kind = Kind.ACTION_RECORDED
    text = _words(_("What will be done"), 2)
    task = forms.ChoiceField(label=_("So that next time we manage to"))
    owner = forms.CharField(label=_("Who"), max_length=MAX_NAME)
    due = forms.DateField(label=_("Until when"), widget=forms.DateInput(attrs={"type": "date"}))
    poete = forms.ChoiceField(label=_("What it mends"), choices=list(POETE_WORDS.items()))

    def __init__(self, *args: Any, tasks: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = tasks or {task: str(words) for task, words in TASK_WORDS.items()}
        cast(forms.ChoiceField, self.fields["task"]).choices = list(known.items())

    def data_of_event(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {**given, "due": given["due"].isoformat(), "id": str(uuid.uuid4())}


class EndForm(TableForm):
    kind = Kind.EXERCISE_ENDED


class AbandonForm(TableForm):
    kind = Kind.EXERCISE_ABANDONED


class HandOverForm(TableForm):
    kind = Kind.FACILITATOR_CHANGED
    to = forms.CharField(widget=forms.HiddenInput)


TABLE_FORMS: dict[str, type[TableForm]] = {
    "ask": AskForm,
    "answer": AnswerForm,
    "reveal": RevealForm,
    "rate": RateForm,
    "observe": ObserveForm,
    "hot-wash": HotWashForm,
    "say": SayForm,
    "decide": DecideForm,
    "act": ActionForm,
    "end": EndForm,
    "abandon": AbandonForm,
    "hand-over": HandOverForm,
}


class JoinForm(forms.Form):
    """Who comes to the table without an account: a first name, or any other."""

    name = forms.CharField(label=_("What shall we call you?"), max_length=40)
    part = forms.ChoiceField(
        label=_("You come to"),
        choices=[
            (Part.PLAYER.value, _("play")),
            (Part.EVALUATOR.value, _("evaluate: watch and rate")),
            (Part.OBSERVER.value, _("watch only")),
        ],
        initial=Part.PLAYER.value,
        widget=forms.RadioSelect,
    )
