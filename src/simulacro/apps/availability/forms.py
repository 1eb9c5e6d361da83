"""Forms of absences, holidays and dates. What is typed is kept; every mistake is told at once."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.availability import queries
from simulacro.apps.availability.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    Absence,
    Event,
    EventKind,
    at_time,
    last_day,
    may_be_dated,
    read_absence,
    read_event,
    whole_days,
)
from simulacro.apps.availability.models import BrandEvent, HolidayRule, RotaChange
from simulacro.apps.availability.people_told import told_of
from simulacro.apps.availability.queries import Rule
from simulacro.engines.availability.public_holidays import countries, regions_of
from simulacro.engines.availability.rota import Change
from simulacro.kit.long_lists import LongList
from simulacro.kit.regional import alphabetical, locale_of, world_zones, zone_name
from simulacro.kit.versions import VersionedForm

SOMETIMES = 0.5

EVENT_WORDS = {
    EventKind.LAUNCH: gettext_lazy("A launch"),
    EventKind.SALES: gettext_lazy("Sales days"),
    EventKind.ELECTION: gettext_lazy("An election"),
    EventKind.SILENCE: gettext_lazy("Days on which the law limits what may be published"),
    EventKind.FAIR: gettext_lazy("A fair or a live show"),
    EventKind.CLOSED: gettext_lazy("We are closed"),
    EventKind.WORKS: gettext_lazy("Something will be cut off: power, internet…"),
    EventKind.COMMEMORATION: gettext_lazy("A date on which people talk more"),
    EventKind.OTHER: gettext_lazy("Another date"),
}
KIND_WORDS = {
    Change.AWAY: gettext_lazy("Away: leave, illness, a day off"),
    Change.TRAVEL: gettext_lazy("Travelling"),
    Change.EXTRA: gettext_lazy("An extra shift"),
}


def zone_choices(empty: str, given: str = "") -> list[tuple[str, str]]:
    """The zones of the world by their city in the reader's language, and the one that was
    ``given`` before, also under a name that it no longer has."""
    known = _zones_by_city(queries.page_language())
    if given and given not in dict(known):
        locale = locale_of(queries.page_language(), "")
        known = tuple(sorted([*known, (given, zone_name(given, locale))], key=_by_city))
    return [("", empty), *known]


@cache
def _zones_by_city(language: str) -> tuple[tuple[str, str], ...]:
    locale = locale_of(language, "")
    return tuple(sorted(((zone, zone_name(zone, locale)) for zone in world_zones()), key=_by_city))


def _by_city(choice: tuple[str, str]) -> tuple[str, str]:
    zone, city = choice
    return alphabetical(city), zone


def offered(form: forms.Form, name: str) -> forms.ChoiceField:
    """The field `name`, whose choices depend on the brand."""
    return cast(forms.ChoiceField, form.fields[name])


def in_known_years(day: dt.date) -> None:
    """Raise ValidationError for a day outside the years that may be dated."""
    if not may_be_dated(day):
        words = _("Choose a day in the years from %(first)s to %(last)s.")
        raise forms.ValidationError(words, params={"first": FIRST_YEAR, "last": LAST_YEAR})


def date_field(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(
            format="%Y-%m-%d",
            attrs={"type": "date", "min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"},
        ),
        validators=[in_known_years],
        error_messages={"required": gettext_lazy("Choose the day.")},
    )


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )


class SpanForm(VersionedForm):
    """A form about something from one day to another, at hours or for whole days."""

    first = date_field(gettext_lazy("From"))
    start = time_field(gettext_lazy("At what time it begins"))
    last = date_field(gettext_lazy("Until, that day included"))
    end = time_field(gettext_lazy("At what time it ends"))

    zone: str

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last:
            if last < first:
                self.add_error("last", _("It ends before it begins."))
            elif (last - first).days > 730:
                self.add_error("last", _("That is more than two years: write it in parts."))
            elif self.span()[1] <= self.span()[0]:
                self.add_error("end", _("It ends before it begins."))
        return given

    @property
    def whole_days(self) -> bool:
        return not self.cleaned_data.get("start") and not self.cleaned_data.get("end")

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """The instants, on the brand's clock."""
        given = self.cleaned_data
        start, end = whole_days(self.zone, given["first"], given["last"])
        if given.get("start"):
            start = at_time(self.zone, given["first"], given["start"])
        if given.get("end"):
            end = at_time(self.zone, given["last"], given["end"], ends=True)
        return start, end

    def span_values(self, start: dt.datetime, end: dt.datetime) -> dict[str, Any]:
        clock = ZoneInfo(self.zone)
        first, last = start.astimezone(clock), end.astimezone(clock)
        midnight = dt.time()
        return {
            "first": first.date(),
            "start": None if first.time() == midnight else first.time(),
            "last": last_day(end, self.zone),
            "end": None if last.time() == midnight else last.time(),
        }


class AbsenceForm(SpanForm):
    """Who is away, travels, or is there when they usually are not."""

    person = forms.ChoiceField(label=gettext_lazy("Who"), widget=LongList)
    kind = forms.ChoiceField(
        label=gettext_lazy("What happens"),
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        initial=Change.AWAY.value,
        widget=forms.RadioSelect,
    )
    answers = forms.ChoiceField(
        label=gettext_lazy("Can they answer within a quarter of an hour?"),
        choices=[
            ("no", gettext_lazy("No")),
            ("some", gettext_lazy("Sometimes: about half of the times")),
            ("usual", gettext_lazy("As usual, or yes on an extra shift")),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )
    travel_zone = forms.ChoiceField(
        label=gettext_lazy("Whose clock they follow on the journey"),
        required=False,
        widget=LongList,
    )
    covered_by = forms.ChoiceField(
        label=gettext_lazy("Who takes over meanwhile"),
        required=False,
        widget=LongList,
        help_text=gettext_lazy("Only somebody who said yes."),
    )
    words = forms.CharField(
        label=gettext_lazy("What to call it"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Such as “holidays” or “fair in Bogotá”. No need to say why."),
    )
    field_order = ("person", "kind", "first", "start", "last", "end", "answers", "travel_zone",
                   "covered_by", "words")  # fmt: skip

    def __init__(self, data: Any = None, *, row: RotaChange, **options: Any) -> None:
        self.zone = row.brand.timezone
        super().__init__(data, row=row, **options)
        people = [(person.id, person.name) for person in told_of(row.brand).people]
        if row.content and row.content["person"] not in dict(people):
            people.append((row.content["person"], row.content["person"]))
        offered(self, "person").choices = people
        offered(self, "covered_by").choices = [("", _("Nobody")), *people]
        offered(self, "travel_zone").choices = zone_choices(
            _("The usual one"), "" if row._state.adding else read_absence(row.content).zone
        )
        if not row._state.adding:
            del self.fields["covered_by"]

    def values_of(self, row: Any) -> dict[str, Any]:
        if row._state.adding:
            return {"version": 1}
        absence = read_absence(row.content)
        answers = "no" if absence.chance == 0 else "some" if absence.chance < 0.8 else "usual"
        return {
            "version": row.version,
            "person": absence.person,
            "kind": absence.kind.value,
            **self.span_values(absence.start, absence.end),
            "answers": answers,
            "travel_zone": absence.zone,
            "covered_by": "",
            "words": absence.words,
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("kind") == Change.EXTRA and given.get("answers") == "no":
            self.add_error("answers", _("An extra shift is one on which they can answer."))
        if given.get("covered_by") and given.get("covered_by") == given.get("person"):
            self.add_error("covered_by", _("Choose somebody else."))
        return given

    def absence(self) -> Absence:
        """What the form says; to be called on a valid form."""
        given = self.cleaned_data
        start, end = self.span()
        kind = Change(given["kind"])
        chance = {"no": 0.0, "some": SOMETIMES, "usual": 0.9 if kind is Change.EXTRA else 1.0}
        zone = given["travel_zone"] if kind is Change.TRAVEL else ""
        return Absence(
            given["person"], kind, start, end, chance[given["answers"]], zone, given["words"]
        )


class EventForm(SpanForm):
    """A date of the brand's calendar."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[(kind.value, words) for kind, words in EVENT_WORDS.items()],
        initial=EventKind.LAUNCH.value,
    )
    title = forms.CharField(label=gettext_lazy("What to call it"), max_length=80)
    load = forms.ChoiceField(
        label=gettext_lazy("How much there will be to answer"),
        choices=[
            ("1", gettext_lazy("As on any day")),
            ("2", gettext_lazy("Twice as much")),
            ("3", gettext_lazy("Three times as much")),
            ("5", gettext_lazy("Five times as much")),
            ("10", gettext_lazy("Ten times as much, or more")),
        ],
        initial="2",
        help_text=gettext_lazy("Your own estimate. It is shown, and changes no figure of risk."),
    )
    asset = forms.ChoiceField(
        label=gettext_lazy("What will be cut off"), required=False, widget=LongList
    )
    field_order = ("kind", "title", "first", "start", "last", "end", "load", "asset")

    def __init__(self, data: Any = None, *, row: BrandEvent, **options: Any) -> None:
        self.zone = row.brand.timezone
        super().__init__(data, row=row, **options)
        things = [(thing.id, thing.name) for thing in told_of(row.brand).things]
        offered(self, "asset").choices = [("", _("Nothing")), *things]

    def values_of(self, row: Any) -> dict[str, Any]:
        if row._state.adding:
            return {"version": 1}
        event = read_event(row.content)
        return {
            "version": row.version,
            "kind": event.kind.value,
            "title": event.title,
            **self.span_values(event.start, event.end),
            "load": nearest_load(event.load),
            "asset": event.asset,
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("kind") == EventKind.WORKS and not given.get("asset"):
            self.add_error("asset", _("Choose what will be cut off."))
        return given

    def event(self) -> Event:
        """What the form says; to be called on a valid form."""
        given = self.cleaned_data
        start, end = self.span()
        kind = EventKind(given["kind"])
        row: Any = self.row
        before = None if row._state.adding else read_event(row.content)
        return Event(
            kind,
            given["title"],
            start,
            end,
            self.whole_days,
            float(given["load"]),
            before.source if before else "",
            before.key if before else "",
            given["asset"] if kind is EventKind.WORKS else "",
        )


def nearest_load(load: float) -> str:
    return min(("1", "2", "3", "5", "10"), key=lambda x: abs(float(x) - load))


class HolidayForm(VersionedForm):
    """Which holidays count, and what holds on them."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False, widget=LongList)
    subdivision = forms.ChoiceField(label=gettext_lazy("Region"), required=False, widget=LongList)
    on_holidays = forms.ChoiceField(
        label=gettext_lazy("Who works on a holiday?"),
        choices=[
            ("", gettext_lazy("I don't know: counts as nobody")),
            ("0", gettext_lazy("Nobody")),
            ("0.5", gettext_lazy("Half of the usual")),
            ("1", gettext_lazy("As on any other day")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, row: HolidayRule, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        names = locale_of(queries.page_language(), row.brand.region).territories
        country = self["country"].value() or ""
        # The library knows some twice, as GB and UK: the one that CLDR names, and what was kept.
        known = [(c, str(names.get(c, c))) for c in countries() if c in names or c == country]
        known.sort(key=lambda x: alphabetical(x[1]))
        offered(self, "country").choices = [("", _("None: no holiday counts")), *known]
        regions = list(regions_of(country).items())
        offered(self, "subdivision").choices = [("", _("The whole country")), *regions]
        self.fields["subdivision"].error_messages["invalid_choice"] = _(
            "That country has other regions: choose one of these."
        )

    def values_of(self, row: Any) -> dict[str, Any]:
        rule = queries.rule_of(None if row._state.adding else row, row.brand)
        share = rule.on_holidays
        return {
            "version": row.version,
            "country": rule.country,
            "subdivision": rule.subdivision,
            "on_holidays": "" if share is None else f"{share:g}",
        }

    def rule(self) -> Rule:
        """What the form says; to be called on a valid form."""
        given = self.cleaned_data
        share = given["on_holidays"]
        return Rule(given["country"], given["subdivision"], float(share) if share else None)


class CalendarFileForm(forms.Form):
    """A calendar to bring in."""

    file = forms.FileField(
        label=gettext_lazy("A calendar file (.ics)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What its dates are"),
        choices=[
            (kind.value, words)
            for kind, words in EVENT_WORDS.items()
            if kind is not EventKind.WORKS
        ],
        initial=EventKind.LAUNCH.value,
    )
