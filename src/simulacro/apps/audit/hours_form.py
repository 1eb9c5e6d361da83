"""The usual hours of one person, as a form: shifts over midnight, another zone, or a short word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.audit import figures
from simulacro.apps.availability.forms import zone_choices
from simulacro.engines.access.asset_fields import ALWAYS, NEVER
from simulacro.engines.availability.pattern import Availability, Shift
from simulacro.kit.long_lists import LongList

MOST_SHIFTS = 6
SURE = (
    ("1", gettext_lazy("always")),
    ("0.95", gettext_lazy("almost always (95 in 100)")),
    ("0.8", gettext_lazy("usually (80 in 100)")),
    ("0.5", gettext_lazy("half of the times")),
    ("0.3", gettext_lazy("now and then (30 in 100)")),
    ("0.1", gettext_lazy("rarely (10 in 100)")),
)


class HoursForm(forms.Form):
    """When somebody usually answers within a quarter of an hour."""

    when = forms.ChoiceField(
        label=gettext_lazy("When can they answer within a quarter of an hour?"),
        choices=[
            ("shifts", gettext_lazy("In the shifts below")),
            ("always", gettext_lazy("Always, at any hour")),
            ("never", gettext_lazy("Never")),
            ("unknown", gettext_lazy("I don't know")),
            ("usual", gettext_lazy("Nobody asked: as people usually do")),
        ],
        widget=forms.RadioSelect,
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("On whose clock"),
        required=False,
        widget=LongList,
    )

    def __init__(self, data: Any, *, pattern: Availability | None, region: str) -> None:
        self.before = pattern
        super().__init__(data)
        shifts = pattern.as_shifts() if pattern else ()
        # More than a form holds, such as 168 different hours, is kept as it is unless rewritten.
        self.too_many = len(shifts) > MOST_SHIFTS
        shown = () if self.too_many else shifts
        self.fields["when"].initial = self._word(pattern)
        zone = self.fields["zone"]
        given = (pattern.zone if pattern else None) or ""
        choices = zone_choices(_("The brand's"), given)
        if isinstance(zone, forms.ChoiceField):
            zone.choices = choices
        zone.initial = given
        days = [(str(day), figures.day_name(day, region, "abbreviated")) for day in range(7)]
        self.rows: list[tuple[int, list[str]]] = []
        for i in range(min(MOST_SHIFTS, len(shown) + 2)):
            shift = shown[i] if i < len(shown) else None
            names = [f"{name}_{i}" for name in ("days", "from", "to", "sure")]
            self.fields[names[0]] = forms.MultipleChoiceField(
                label=_("Days"),
                choices=days,
                required=False,
                initial=[str(day) for day in shift.days] if shift else [],
                widget=forms.CheckboxSelectMultiple,
            )
            for name, label, minute in (
                (names[1], _("From"), shift.start_min if shift else None),
                (names[2], _("To"), shift.end_min if shift else None),
            ):
                self.fields[name] = forms.TimeField(
                    label=label,
                    required=False,
                    initial=None if minute is None else clock(minute),
                    widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                )
            sure: list[tuple[str, Any]] = list(SURE)
            chance = f"{shift.chance:g}" if shift else "1"
            if chance not in dict(sure):
                words = _("%(percent)s in 100") % {"percent": f"{100 * float(chance):g}"}
                sure.append((chance, words))
            self.fields[names[3]] = forms.ChoiceField(
                label=_("They answer"), choices=sure, initial=chance, required=False
            )
            self.rows.append((i + 1, names))

    @staticmethod
    def _word(pattern: Availability | None) -> str:
        if pattern is None:
            return "usual"
        if pattern.unknown:
            return "unknown"
        if pattern.always:
            return "always"
        return "shifts" if any(shift.chance for shift in pattern.as_shifts()) else "never"

    def groups(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The shifts with their fields, numbered from 1."""
        return [(number, [self[name] for name in names]) for number, names in self.rows]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("when") != "shifts":
            return given
        for _number, (days, start, end, _sure) in self.rows:
            if not (given.get(days) or given.get(start) or given.get(end)):
                continue
            if not given.get(days):
                self.add_error(days, _("Choose the days."))
            for name in (start, end):
                if name in given and given[name] is None:
                    self.add_error(name, _("Write the hour, such as 09:30."))
        if not self.errors and not self.shifts() and not self.too_many:
            self.add_error("when", _("Write at least one shift below, or choose another answer."))
        return given

    def shifts(self) -> tuple[Shift, ...]:
        given = self.cleaned_data
        found = []
        for _number, (days, start, end, sure) in self.rows:
            if given.get(days):
                begins, ends = given[start], given[end]
                found.append(
                    Shift(
                        tuple(sorted(int(day) for day in given[days])),
                        begins.hour * 60 + begins.minute,
                        ends.hour * 60 + ends.minute,
                        float(given[sure] or 1),
                    )
                )
        return tuple(found)

    def pattern(self) -> Availability | None:
        """What the form says; to be called on a valid form."""
        given = self.cleaned_data
        zone = given["zone"] or None
        match given["when"]:
            case "always":
                return ALWAYS
            case "never":
                return NEVER
            case "unknown":
                return Availability(unknown=True)
            case "usual":
                return None
        shifts = self.shifts()
        if self.too_many and not shifts and self.before is not None:
            return self.before
        return Availability(shifts, zone=zone)


def clock(minute: int) -> str:
    """A minute of the day as HH:MM; the end of the day is midnight."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
