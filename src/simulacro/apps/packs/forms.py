"""The form with which a reader answers: which other measures would you add?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simulacro.apps.packs.services import Advice, Proposal

STEPS = [
    ("antennas", _("Antennas: listening")),
    ("audit", _("Audit: weak points")),
    ("drills", _("Drills")),
    ("plan", _("Plan: what to do in case of…")),
    ("review", _("Taking advantage and learning")),
]


class ProposalForm(forms.Form):
    """One measure, in both languages: whoever reads it at two in the morning may need either."""

    step = forms.ChoiceField(label=_("Which step does it help?"), choices=STEPS)
    es_title = forms.CharField(label=_("The measure, in Spanish"), min_length=3, max_length=160)
    es_why = forms.CharField(
        label=_("Why, in Spanish"), min_length=3, max_length=1200, widget=forms.Textarea
    )
    es_how = forms.CharField(
        label=_("How, in Spanish"), min_length=3, max_length=4000, widget=forms.Textarea
    )
    en_title = forms.CharField(label=_("The measure, in English"), min_length=3, max_length=160)
    en_why = forms.CharField(
        label=_("Why, in English"), min_length=3, max_length=1200, widget=forms.Textarea
    )
    en_how = forms.CharField(
        label=_("How, in English"), min_length=3, max_length=4000, widget=forms.Textarea
    )
    by = forms.CharField(
        label=_("Your name, as it should be credited"), max_length=120, required=False
    )
    source_title = forms.CharField(
        label=_("Where it is told, if it happened"), min_length=3, max_length=300, required=False
    )
    source_url = forms.URLField(
        label=_("Its address"), max_length=500, required=False, assume_scheme="https"
    )
    source_read = forms.DateField(
        label=_("The day you read it"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            if name.startswith(("es_", "en_")):
                field.widget.attrs["lang"] = name[:2]

    def proposal(self) -> Proposal:
        """Return what was written; call it on a valid form."""
        given = self.cleaned_data
        advice = {
            language: Advice(*(given[f"{language}_{part}"] for part in ("title", "why", "how")))
            for language in ("es", "en")
        }
        return Proposal(
            step=given["step"],
            es=advice["es"],
            en=advice["en"],
            by=given["by"],
            source_title=given["source_title"],
            source_url=given["source_url"],
            source_read=given["source_read"],
        )


class PackFileForm(forms.Form):
    """A pack from a file."""

    file = forms.FileField(label=_("Pack file (YAML)"), max_length=200)
