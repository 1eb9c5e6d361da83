"""The form with which somebody answers for a thing that can go wrong."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.acceptance_limits import require_end
from simulacro.apps.audit.models import AcceptedRisk
from simulacro.kit.versions import VersionedForm


class AcceptRiskForm(VersionedForm):
    """A name, a reason and an end date within a year of `day`."""

    accepted_by = forms.CharField(label=_("Who answers for it"), max_length=120)
    reason = forms.CharField(
        label=_("Why you live with it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Somebody will read this in a year."),
    )
    until = forms.DateField(
        label=_("Until when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After that day it is open again by itself."),
    )

    def __init__(
        self, data: Any = None, *, row: AcceptedRisk, day: dt.date, **options: Any
    ) -> None:
        self.day, self.brand = day, row.brand
        super().__init__(data, row=row, **options)

    def anew(self, data: Any, row: Any) -> "AcceptRiskForm":
        return AcceptRiskForm(data, row=row, day=self.day)

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        require_end(until, self.day, self.brand)
        return until
