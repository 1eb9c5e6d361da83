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
