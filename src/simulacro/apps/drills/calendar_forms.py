"""How a team wants to drill, and where to move one drill."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from simulacro.apps.drills.calendar_words import UNIT_WORDS
from simulacro.apps.drills.models import DrillCalendar
from simulacro.apps.drills.wishes import default_cadence, read_wishes
from simulacro.apps.exercises.models import Exercise
from simulacro.engines.planning import Cadence, Format, Habits, Unit, Wishes
from simulacro.kit.versions import Versioned, VersionedForm

WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
HOURS = [(str(hour), f"{hour}:00") for hour in range(6, 23)]


class WishesForm(VersionedForm):
    """The cadences, the days and the hours; a format with no number is not drilled."""

    weekdays = forms.MultipleChoiceField(
        label=_("On which days"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.MultipleChoiceField(
        label=_("At which hours it may begin"), choices=HOURS, widget=forms.CheckboxSelectMultiple
    )
    surprise = forms.IntegerField(
        label=_("How many in every hundred are a surprise"), min_value=0, max_value=100
    )
    budget = forms.IntegerField(
        label=_("No more drills a year than"), min_value=1, max_value=366, required=False
    )
    strength = forms.ChoiceField(
        label=_("Exhaust the combinations of"),
        choices=[("2", _("two circumstances")), ("3", _("three circumstances (many more drills)"))],
    )

    def __init__(self, data: Any = None, *, row: Versioned, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        for format in Format:
            name = Exercise.Formats(format).label
            self.fields[f"{format}_every"] = forms.IntegerField(
                label=_("%(format)s, every") % {"format": name},
                min_value=1,
                max_value=60,
                required=False,
            )
            self.fields[f"{format}_unit"] = forms.ChoiceField(
                label=_("%(format)s, counted in") % {"format": name},
                choices=[(unit.value, UNIT_WORDS[unit.value]) for unit in Unit],
            )
            self.fields[f"{format}_minutes"] = forms.IntegerField(
                label=_("%(format)s, minutes") % {"format": name}, min_value=1, max_value=480
            )

    def values_of(self, row: Versioned) -> dict[str, Any]:
        """The wishes of the calendar as the fields have them."""
        wishes = read_wishes(cast(DrillCalendar, row).wishes)
        by_format = {cadence.format: cadence for cadence in wishes.cadences}
        values: dict[str, Any] = {
            "version": row.version,
            "weekdays": [str(day) for day in sorted(wishes.habits.weekdays)],
            "hours": [str(hour) for hour in sorted(wishes.habits.hours)],
            "surprise": round(100 * wishes.surprise),
            "budget": wishes.budget,
            "strength": str(wishes.strength),
        }
        for format in Format:
            cadence = by_format.get(format)
            usual = cadence or default_cadence(format)
            values[f"{format}_every"] = cadence.every if cadence else None
            values[f"{format}_unit"] = usual.unit.value
            values[f"{format}_minutes"] = usual.minutes
        return values

    def wishes(self) -> Wishes:
        """What was chosen, of a valid form."""
        given = self.cleaned_data
        hours = tuple(int(hour) for hour in given["hours"])
        # The middle of the morning is the best, where it is allowed.
        best = tuple(sorted(hours, key=lambda hour: (abs(hour - 10), hour)))
        return Wishes(
            cadences=tuple(
                Cadence(
                    format,
                    given[f"{format}_every"],
                    Unit(given[f"{format}_unit"]),
                    given[f"{format}_minutes"],
                )
                for format in Format
                if given[f"{format}_every"]
            ),
            habits=Habits(frozenset(int(day) for day in given["weekdays"]), best),
            strength=int(given["strength"]),
            surprise=given["surprise"] / 100,
            budget=given["budget"],
        )


class MoveForm(forms.Form):
    """Another day and hour."""

    date = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TypedChoiceField(label=_("Hour"), choices=HOURS, coerce=int)
