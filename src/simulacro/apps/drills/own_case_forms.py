"""The form by which a team writes a case of its own, on a phone too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from simulacro.apps.exercises.models import OwnCase
from simulacro.apps.exercises.words import TASK_WORDS
from simulacro.content.case_documents import (
    MAX_MINUTES,
    MAX_QUESTIONS,
    MAX_TEXT,
    MAX_TITLE,
    SCHEMA,
    USUAL_MINUTES,
    USUAL_MINUTES_A_QUESTION,
    USUAL_TASK,
    critical_tasks,
)
from simulacro.kit.versions import Versioned, VersionedForm

MOST_ASKED: Final = 6
PARTS: Final = ("id", "minutes", "task", "ask", "answer", "notices")
WORDS: Final = ("ask", "answer", "notices")


def _words(label: Any, rows: int, help_text: Any = "", *, required: bool = False) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MAX_TEXT,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


@dataclass(frozen=True, slots=True)
class QuestionFields:
    """The fields of one question, as the page shows them."""

    number: int
    hidden: tuple[forms.BoundField, ...]
    fields: tuple[forms.BoundField, ...]


class OwnCaseForm(VersionedForm):
    """A case: `questions`, sent along, says how many are shown; one that says nothing is none.

    There are fields for a few more than are shown, so that two who write at a time lose nothing.
    What the form does not show of a case (what arrives, hour by hour) stays as it is.
    """

    # Django keeps what it found wrong there, and None while nobody has looked.
    _errors: ErrorDict | None

    title = forms.CharField(label=_("Title"), max_length=MAX_TITLE)
    family = forms.ChoiceField(label=_("What it is about"))
    situation = _words(
        _("What happens"),
        6,
        _("A day, an hour, a place: what you see, what you have in your hands, what is missing."),
        required=True,
    )
    known = _words(_("What is known"), 3, _("One thing a line."))
    unknown = _words(_("What nobody knows yet"), 3, _("One thing a line."))
    gained = _words(_("What could be gained from it"), 3)
    minutes = forms.IntegerField(
        label=_("Minutes with the team"), min_value=1, max_value=MAX_MINUTES
    )

    def __init__(
        self,
        data: Any = None,
        *,
        row: Versioned,
        families: tuple[tuple[str, str], ...] = (),
        **options: Any,
    ) -> None:
        begun = self.values_of(row)
        self.families = families
        if data is not None:
            # Where another has meanwhile asked more, theirs stay.
            theirs = {name: begun[name] for name in begun if name != "version"}
            data = {**theirs, **{name: data.get(name) for name in data}}
        self.shown = _count((data or begun).get("questions"))
        super().__init__(data, row=row, **options)
        cast(forms.ChoiceField, self.fields["family"]).choices = families
        for i in range(max(MOST_ASKED, self.shown)):
            self.fields |= question_fields(i)
        # Fields that were added have no initial values of the class.
        self.initial = {**begun, **self.initial}

    def values_of(self, row: Versioned) -> dict[str, Any]:
        """The case as the fields have it."""
        said = cast(OwnCase, row).document
        asked = said.get("questions", [])
        values = {
            "version": row.version,
            "questions": max(1, len(asked)),
            "minutes": said.get("minutes", USUAL_MINUTES),
            **{name: said.get(name, "") for name in ("title", "family", "situation", "gained")},
            **{name: "\n".join(said.get(name, [])) for name in ("known", "unknown")},
        }
        for i in range(max(MOST_ASKED, len(asked))):
            question = asked[i] if i < len(asked) else {}
            values |= {
                f"{part}_{i}": question.get(part, "") for part in ("id", "minutes", "ask", "answer")
            }
            values[f"task_{i}"] = question.get("task", USUAL_TASK)
            values[f"notices_{i}"] = "\n".join(question.get("notices", []))
        return values

    def anew(self, data: Mapping[str, Any], row: Versioned) -> OwnCaseForm:
        return OwnCaseForm(data, row=row, families=self.families, prefix=self.prefix)

    def with_one_more(self) -> OwnCaseForm:
        """The same, with all that was typed and place for one more question; judged by nobody."""
        asked = min(self.shown + 1, max(MOST_ASKED, self.shown))
        form = self.anew({**self.data, "questions": str(asked)}, self.row)
        form._errors = ErrorDict()
        return form

    @property
    def may_ask_more(self) -> bool:
        return self.shown < MOST_ASKED

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields above the questions."""
        return [self[name] for name in ("title", "family", "situation", "known", "unknown")]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The fields below them."""
        return [self["gained"], self["minutes"]]

    @property
    def asked(self) -> Iterator[QuestionFields]:
        """The questions that the page shows."""
        for i in range(self.shown):
            hidden = tuple(self[f"{part}_{i}"] for part in ("id", "minutes"))
            shown = tuple(self[f"{part}_{i}"] for part in ("task", *WORDS))
            yield QuestionFields(i + 1, hidden, shown)

    @property
    def unseen(self) -> Iterator[forms.BoundField]:
        """Questions that nobody has asked yet: hidden, so that what another adds is kept."""
        for i in range(self.shown, max(MOST_ASKED, self.shown)):
            yield from (self[f"{part}_{i}"] for part in PARTS)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        every = range(max(MOST_ASKED, self.shown))
        written = [i for i in every if any(given.get(f"{part}_{i}") for part in WORDS)]
        for i in written:
            if not given.get(f"ask_{i}") and f"ask_{i}" not in self.errors:
                self.add_error(f"ask_{i}", gettext("Write the question, or empty its boxes."))
        if not written and not any(f"ask_{i}" in self.errors for i in every):
            raise ValidationError(gettext("Ask the team at least one thing."))
        return given

    def document(self) -> dict[str, Any]:
        """The case as it was typed, with what the form does not show as it was."""
        given, kept = self.cleaned_data, cast(OwnCase, self.row).document
        return {
            "schema": SCHEMA,
            **{
                part: kept[part] for part in ("combination", "timeline", "exhibits") if part in kept
            },
            **{part: given[part] for part in ("title", "family", "situation", "gained", "minutes")},
            **{part: given[part].splitlines() for part in ("known", "unknown")},
            "questions": [
                {
                    **({"id": given[f"id_{i}"]} if given[f"id_{i}"] else {}),
                    "minutes": given[f"minutes_{i}"] or USUAL_MINUTES_A_QUESTION,
                    "task": given[f"task_{i}"] or USUAL_TASK,
                    "ask": given[f"ask_{i}"],
                    "answer": given[f"answer_{i}"],
                    "notices": given[f"notices_{i}"].splitlines(),
                }
                for i in range(max(MOST_ASKED, self.shown))
                if given[f"ask_{i}"]
            ],
        }


def question_fields(i: int) -> dict[str, forms.Field]:
    """The fields of question `i`, from 0."""
    ask = _words(_("Question"), 3, _("Ask for a decision, or for the very words."))
    # A case asks at least one thing, so the first is not called optional.
    ask.needed = i == 0
    return {
        f"id_{i}": forms.CharField(max_length=80, required=False, widget=forms.HiddenInput),
        f"minutes_{i}": forms.IntegerField(
            min_value=1, max_value=MAX_MINUTES, required=False, widget=forms.HiddenInput
        ),
        f"task_{i}": forms.ChoiceField(
            label=_("It trains"),
            choices=[(task, TASK_WORDS.get(task, task)) for task in critical_tasks()],
        ),
        f"ask_{i}": ask,
        f"answer_{i}": _words(_("A good answer"), 4),
        f"notices_{i}": _words(
            _("What a good team notices"), 2, _("One thing a line: what others would miss.")
        ),
    }


class CaseFileForm(forms.Form):
    """A file with a case."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A list of events (MSEL) as a workbook .xlsx, or a CEXF exercise as .json."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.json"}),
    )


def _count(given: Any) -> int:
    """How many questions are shown: what was sent may be anything."""
    text = str(given)
    plain = int(text) if text.isdecimal() and len(text) < 4 else 1
    return min(max(1, plain), MAX_QUESTIONS)
