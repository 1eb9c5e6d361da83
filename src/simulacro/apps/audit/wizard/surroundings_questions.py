"""Questions about what people and phones lean on: company, battery, hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.audit.wizard.answers import (
    KNOWN,
    NO,
    UNKNOWN,
    Answers,
    people_of,
    phones_of,
)
from simulacro.apps.audit.wizard.entrants_fields import kept
from simulacro.apps.audit.wizard.later_questions import phones_by_key
from simulacro.apps.audit.wizard.naming import in_a_name
from simulacro.apps.audit.wizard.step_form import (
    YES_NO_UNKNOWN,
    StepForm,
    Words,
    alias_field,
    one_of,
    pick,
)
from simulacro.apps.audit.wizard.surroundings import EVERY_DAY, WEEKDAYS, WEEKEND

DAYS = {"weekdays": WEEKDAYS, "weekend": WEEKEND, "daily": EVERY_DAY}


class CarriersForm(StepForm):
    key = "carriers"
    question = gettext_lazy("Which phone company does each phone have?")
    why = gettext_lazy(
        "When a company is down, its text messages do not arrive. Empty: don't know."
    )

    def ask(self) -> None:
        for i, (key, name) in enumerate(phones_by_key(self.answers)):
            given = kept(self.given.get(key))
            self.fields[f"name_{i}"] = alias_field(name, initial=given.get("name", ""))

    def answer(self) -> dict[str, Any]:
        found = {}
        for i, (key, _name) in enumerate(phones_by_key(self.answers)):
            name = self.cleaned_data[f"name_{i}"]
            found[key] = {"state": KNOWN if name else UNKNOWN, "name": name}
        return found

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return bool(phones_of(answers))


class PowerForm(StepForm):
    key = "power"
    question = gettext_lazy("How long does each phone last without power?")

    def ask(self) -> None:
        hours: list[tuple[str, Words]] = [("", _("I don't know"))]
        hours += [(str(h), _("%(hours)d hours") % {"hours": h}) for h in (2, 4, 8, 12, 24, 48)]
        for i, (key, name) in enumerate(phones_by_key(self.answers)):
            given = kept(self.given.get(key))
            self.fields[f"battery_{i}"] = pick(
                _("Its battery lasts"), hours, initial=_hours(given.get("battery_h"))
            )
            self.fields[f"spare_{i}"] = pick(
                _("Is there a power bank at hand?"),
                YES_NO_UNKNOWN,
                initial=str(given.get("spare", UNKNOWN)),
            )
            self.fields[f"spare_h_{i}"] = pick(
                _("It adds"), hours, initial=_hours(given.get("spare_h"))
            )
            self.row(name, [f"battery_{i}", f"spare_{i}", f"spare_h_{i}"])

    def answer(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            key: {
                "battery_h": float(given[f"battery_{i}"] or 0) or None,
                "spare": given[f"spare_{i}"] or NO,
                "spare_h": float(given[f"spare_h_{i}"] or 0) or None,
            }
            for i, (key, _name) in enumerate(phones_by_key(self.answers))
        }

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return bool(phones_of(answers))


class ShiftsForm(StepForm):
    key = "shifts"
    question = gettext_lazy("Who covers which hours?")
    why = gettext_lazy("When could each one answer within a quarter of an hour?")

    def ask(self) -> None:
        presets: list[tuple[str, Words]] = [
            ("office", _("Office hours: Monday to Friday, 9 to 18")),
            ("morning", _("Mornings: every day, 6 to 14")),
            ("afternoon", _("Afternoons: every day, 14 to 22")),
            ("waking", _("While awake: every day, 7 to 23")),
            ("weekend", _("Weekends, 9 to 21")),
            ("always", _("Always, at any hour")),
            ("own", _("Other hours")),
            (UNKNOWN, _("I don't know")),
        ]
        days: list[tuple[str, Words]] = [
            ("weekdays", _("Monday to Friday")),
            ("weekend", _("Saturday and Sunday")),
            ("daily", _("Every day")),
        ]
        for i, alias in enumerate(people_of(self.answers)):
            given = kept(self.given.get(alias.casefold()))
            own = kept(next(iter(given.get("shifts", ())), None))
            self.fields[f"when_{i}"] = one_of(
                alias, presets, initial=str(given.get("when", UNKNOWN))
            )
            chosen = next((k for k, d in DAYS.items() if list(d) == own.get("days")), "daily")
            self.fields[f"days_{i}"] = pick(_("Days"), days, initial=chosen if own else "")
            for name, label in (("from", _("From")), ("to", _("To"))):
                self.fields[f"{name}_{i}"] = forms.TimeField(
                    label=label,
                    required=False,
                    initial=_clock(own.get(name)),
                    widget=forms.TimeInput(attrs={"type": "time"}),
                )
            names = [f"{n}_{i}" for n in ("days", "from", "to")]
            self.row(in_a_name(_("%(person)s’s other hours"), person=alias), names, folded=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for i, _alias in enumerate(people_of(self.answers)):
            if given.get(f"when_{i}") == "own":
                for name in ("from", "to"):
                    if f"{name}_{i}" in given and given[f"{name}_{i}"] is None:
                        self.add_error(f"{name}_{i}", _("Write the hour, such as 09:30."))
        return given

    def answer(self) -> dict[str, Any]:
        given, found = self.cleaned_data, {}
        for i, alias in enumerate(people_of(self.answers)):
            one: dict[str, Any] = {"when": given[f"when_{i}"]}
            if one["when"] == "own":
                minutes = {n: _minutes(given[f"{n}_{i}"]) for n in ("from", "to")}
                days = DAYS.get(given[f"days_{i}"], EVERY_DAY)
                one["shifts"] = [{"days": list(days), **minutes}]
            found[alias.casefold()] = one
        return found

    @classmethod
    def applies(cls, answers: Answers) -> bool:
        return bool(people_of(answers))


def _hours(given: Any) -> str:
    return f"{given:g}" if isinstance(given, int | float) else ""


def _clock(minutes: Any) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}" if isinstance(minutes, int) else ""


def _minutes(given: Any) -> int:
    return int(given.hour * 60 + given.minute)
