"""A file with what-ifs or factors."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """A file to bring in."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A workbook (.xlsx) or YAML, as it is taken out here."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.yaml,.yml,.json"}),
    )
