"""The two forms of a real test: give it a day and a person, and say how it went."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.check_forms import PhotoForm
from simulacro.apps.audit.models import RealTestTry
from simulacro.apps.audit.services.real_tests import LAST_PLAN
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

Outcome = RealTestTry.Outcome
LABELS = {
    Outcome.PASSED: _("It passed"),
    Outcome.FAILED: _("It failed"),
    Outcome.POSTPONED: _("Not today: put it off"),
}


# What was tried before that says nothing of things as they are.
OLDEST_TRY = dt.timedelta(days=3653)


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _require_day(on: dt.date, today: dt.date) -> None:
    if on < today:
        raise forms.ValidationError(_("That day has passed. Choose a later one."))
    if on > today + LAST_PLAN:
        raise forms.ValidationError(_("That is too far ahead. Choose a day within two years."))


class PlanForm(forms.Form):
    """When, and who does it."""

    on = forms.DateField(label=_("Which day"), widget=_day_input())

    def __init__(self, brand: Brand, day: dt.date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["who"] = forms.ModelChoiceField(
            label=_("Who does it"),
            queryset=User.objects.filter(memberships__brand=brand).order_by("name"),
            required=False,
            empty_label=_("Nobody yet"),
        )

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        _require_day(on, self.day)
        return on


class TickForm(PhotoForm):
    """How it went, when, and what is worth keeping."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        widget=forms.RadioSelect,
        choices=[(outcome.value, label) for outcome, label in LABELS.items()],
    )
    done_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Never a password or a code."),
    )
    put_off_to = forms.DateField(
        label=_("To which day"),
        required=False,
        widget=_day_input(),
        help_text=_("Only if you put it off."),
    )

    field_order = ("outcome", "done_at", "note", "photo", "put_off_to")

    def __init__(self, now: dt.datetime, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"done_at": now})
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_done_at(self) -> dt.datetime:
        done_at: dt.datetime = self.cleaned_data["done_at"]
        # The field has minutes; a clock a little ahead is no lie.
        if done_at > self.now + dt.timedelta(minutes=5):
            raise forms.ValidationError(_("That has not happened yet. Write when you tried it."))
        if done_at < self.now - OLDEST_TRY:
            raise forms.ValidationError(
                _("That is more than ten years ago. Write when you tried it, or try it again.")
            )
        return done_at

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("outcome") == Outcome.POSTPONED:
            later = values.get("put_off_to")
            if later is None:
                self.add_error("put_off_to", _("Give the day on which you will try again."))
            else:
                try:
                    _require_day(later, timezone.localdate(self.now))
                except forms.ValidationError as refused:
                    self.add_error("put_off_to", refused)
        return values
