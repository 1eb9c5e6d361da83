"""The form of one weak point: state, owner, date, and the reason for accepting it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.acceptance_limits import require_end
from simulacro.apps.audit.finding_states import BY_HAND, State
from simulacro.apps.audit.models import Finding
from simulacro.apps.people.models import User
from simulacro.kit.versions import VersionedForm

LABELS = {
    State.OPEN: _("Open: we still have to do something"),
    State.ACCEPTED: _("Accepted: we live with it until a date"),
    State.FIXED: _("Fixed: the next audit will check"),
}


class FindingForm(VersionedForm):
    """Validates what a person says of a weak point on `day`."""

    due = forms.DateField(
        label=_("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Why it is accepted"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only if you accept it. Somebody will read this in a year."),
    )
    accepted_until = forms.DateField(
        label=_("Accepted until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After that day it is open again by itself."),
    )
    field_order = ("state", "owner", "due", "reason", "accepted_until")

    def __init__(self, data: Any = None, *, row: Finding, day: dt.date, **options: Any) -> None:
        self.day, self.brand = day, row.brand
        super().__init__(data, row=row, **options)
        now = row.state_on(day)
        self.fields["state"] = forms.ChoiceField(
            label=_("State"),
            widget=forms.RadioSelect,
            choices=[(s.value, LABELS[s]) for s in LABELS if s in BY_HAND[now]],
        )
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Who looks after it"),
            queryset=User.objects.filter(memberships__brand=row.brand).order_by("name"),
            required=False,
            empty_label=_("Nobody yet"),
        )
        self.order_fields(self.field_order)

    def values_of(self, row: Any) -> dict[str, Any]:
        return {
            "state": row.state_on(self.day).value,
            "owner": row.owner_id,
            "due": row.due,
            "reason": row.reason,
            "accepted_until": row.accepted_until,
            "version": row.version,
        }

    def anew(self, data: Mapping[str, Any], row: Any) -> Self:
        return type(self)(data, row=row, day=self.day)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("state") == State.ACCEPTED.value:
            if not (values.get("reason") or "").strip():
                self.add_error("reason", _("Write why, so that whoever comes later understands."))
            until = values.get("accepted_until")
            if until is None:
                self.add_error("accepted_until", _("Give a date on which to look again."))
            else:
                try:
                    require_end(until, self.day, self.brand)
                except forms.ValidationError as refused:
                    self.add_error("accepted_until", refused)
        return values
