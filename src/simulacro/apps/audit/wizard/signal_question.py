"""The question about signal where people work: of which companies, and whether there is wifi."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.audit.wizard.answers import (
    NONE,
    UNKNOWN,
    Answers,
    people_of,
    split_aliases,
)
from simulacro.apps.audit.wizard.later_questions import Several
from simulacro.apps.audit.wizard.step_form import YES_NO_UNKNOWN, Words, alias_field, one_of
from simulacro.apps.audit.wizard.surroundings import EVERY_COMPANY, SOME_COMPANIES

SIGNAL: Final[list[tuple[str, Words]]] = [
    (EVERY_COMPANY, gettext_lazy("Yes, of every company")),
    (SOME_COMPANIES, gettext_lazy("Only of some")),
    (NONE, gettext_lazy("No")),
    (UNKNOWN, gettext_lazy("I don't know")),
]


class SignalForm(Several):
    key: ClassVar[str] = "signal"
    listed = "places"
    question = gettext_lazy("Is there signal where you work?")
    why = gettext_lazy(
        "The shop, the office, home: wherever somebody would answer from. "
        "Leave it empty if you would rather not say."
    )

    def ask_one(self, i: int, given: Any) -> list[str]:
        people = people_of(self.answers)
        names = ["name", "signal", "companies", "wifi"]
        self.fields[f"name_{i}"] = alias_field(
            _("Place"), initial=given.get("name", ""), help_text=_("Such as “the shop”.")
        )
        if len(people) > 1:
            names.insert(1, "who")
            self.fields[f"who_{i}"] = forms.MultipleChoiceField(
                label=_("Who works there?"),
                choices=[(alias.casefold(), alias) for alias in people],
                initial=list(given.get("who", [])),
                required=False,
                help_text=_("Nobody ticked: everybody."),
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields[f"signal_{i}"] = one_of(
            _("Is there phone signal?"),
            SIGNAL,
            initial=str(given.get("signal", UNKNOWN)),
            required=False,
        )
        self.fields[f"companies_{i}"] = alias_field(
            _("Of which companies?"),
            initial=", ".join(given.get("companies", [])),
            help_text=_("Only if it is not of all. Empty: don't know."),
        )
        self.fields[f"wifi_{i}"] = one_of(
            _("Is there wifi?"),
            YES_NO_UNKNOWN,
            initial=str(given.get("wifi", UNKNOWN)),
            required=False,
        )
        return names

    def one(self, i: int) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "name": given[f"name_{i}"],
            "who": list(given.get(f"who_{i}", [])),
            "signal": given[f"signal_{i}"] or UNKNOWN,
            "companies": list(split_aliases(given[f"companies_{i}"])),
            "wifi": given[f"wifi_{i}"] or UNKNOWN,
        }

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return bool(people_of(answers))
