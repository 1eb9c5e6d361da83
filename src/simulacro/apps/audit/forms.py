"""Forms of the pages that bring the inventory in and take it out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.audit.exchange import Format
from simulacro.kit.passphrase import MIN_PASSPHRASE, WeakPassphrase, require_strong


class ImportForm(forms.Form):
    """A file, and the passphrase where it is locked."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A workbook (.xlsx), YAML, or what you exported from Simulacro."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.yaml,.yml,.json,.simulacro"}),
    )
    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase, if the file has one"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class PassphraseForm(forms.Form):
    """The passphrase that locks what leaves, twice."""

    passphrase = forms.CharField(
        label=gettext_lazy("A passphrase of at least 12 characters"),
        help_text=gettext_lazy(
            "Four or five words are good. Without it nobody can open the file, not even you."
        ),
        min_length=MIN_PASSPHRASE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same passphrase again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_passphrase(self) -> str:
        given: str = self.cleaned_data["passphrase"]
        try:
            require_strong(given)
        except WeakPassphrase as weak:
            raise forms.ValidationError(
                _(
                    "Spaces, or one character again and again, protect nothing. "
                    "Use four or five words."
                )
            ) from weak
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "passphrase" in given and given.get("again") != given["passphrase"]:
            self.add_error("again", _("The two differ."))
        return given


class ExportForm(PassphraseForm):
    """What kind of file, and its passphrase."""

    form = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=[
            (Format.XLSX.value, gettext_lazy("A workbook (.xlsx)")),
            (Format.YAML.value, gettext_lazy("YAML, for programs")),
        ],
        initial=Format.XLSX.value,
        widget=forms.RadioSelect,
    )
    field_order = ("form",)
