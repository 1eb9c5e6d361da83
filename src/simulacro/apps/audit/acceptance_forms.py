"""What the client writes about one weak point, and whom it is sent to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.acceptance_limits import require_end
from simulacro.apps.audit.secrets_seen import is_refused
from simulacro.apps.brands.days import today_of
from simulacro.apps.brands.models import Brand


class AskClientForm(forms.Form):
    """Whom the link is for."""

    for_whom = forms.CharField(
        label=_("Who decides for the client?"),
        max_length=120,
        help_text=_("Only for you to tell the links apart."),
    )


class AcceptanceForm(forms.Form):
    """Take it on, with a reason and a day; or not.

    The decision is a choice and never a button: Enter in a field presses the first button.
    """

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("decline", _("No, let it be solved")),
            ("accept", _("Yes, I take it on until that day")),
        ],
        error_messages={"required": _("Choose one of the two: nothing is decided yet.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed if you take it on. Somebody will read this in a year."),
    )
    until = forms.DateField(
        label=_("Until when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Needed if you take it on: a day within a year. Then it is open again."),
    )

    def __init__(self, data: Any = None, *, brand: Brand) -> None:
        super().__init__(data)
        self.brand, self.today = brand, today_of(brand)

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data.get("decision") == "accept")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("name", "reason"):
            if is_refused(values.get(name) or ""):
                self.add_error(name, _("Something here looks like a password."))
        if self.accepts:
            if not (values.get("reason") or "").strip():
                self.add_error("reason", _("Write why, so that whoever comes later understands."))
            until = values.get("until")
            if until is None:
                if "until" not in self.errors:
                    self.add_error("until", _("Give a date on which to look again."))
            else:
                try:
                    require_end(until, self.today, self.brand)
                except forms.ValidationError as refused:
                    self.add_error("until", refused)
        return values
