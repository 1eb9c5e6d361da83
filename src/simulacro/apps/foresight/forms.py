"""Somebody's own "what if"."""

from django import forms
from django.utils.translation import gettext_lazy as _

from simulacro.apps.foresight.services import MAX_TITLE


class WhatIfForm(forms.Form):
    title = forms.CharField(
        label=_("What if…?"),
        max_length=MAX_TITLE,
        help_text=_("For example: “What if the person with the only phone is on a plane?”"),
    )


class FileForm(forms.Form):
    """A file to bring in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A workbook (.xlsx) or YAML, as it is taken out here."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.yaml,.yml,.json"}),
    )
