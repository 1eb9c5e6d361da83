"""The forms of the checks: an answer with its evidence, and whom to ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.secrets_seen import is_refused
from simulacro.apps.audit.services.checks import MAX_NOTE
from simulacro.kit.photographs import NotAPhotograph, TooLarge, bare_photograph

ANSWERS = (
    (Said.YES.value, gettext_lazy("Yes")),
    (Said.NO.value, gettext_lazy("No")),
    (Said.UNKNOWN.value, gettext_lazy("I don't know")),
    (Said.NOT_APPLICABLE.value, gettext_lazy("Does not apply")),
)


class WordForm(forms.Form):
    """One answer in a word, with a note. The button pressed is the answer."""

    said = forms.ChoiceField(
        choices=ANSWERS, error_messages={"required": gettext_lazy("Press one of the answers.")}
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What you saw, and where. Never a password or a code."),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_note(self) -> str:
        note = str(self.cleaned_data["note"])
        if is_refused(note):
            raise forms.ValidationError(
                _("Something here looks like a password. Write an alias instead.")
            )
        return note


class PhotoForm(forms.Form):
    """A photo as evidence."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, up to 8 MB. Where and when it was taken is removed."
        ),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self) -> tuple[str, bytes] | None:
        file: Any = self.cleaned_data.get("photo")
        if not file:
            return None
        try:
            return bare_photograph(file.read())
        except TooLarge as error:
            raise forms.ValidationError(_("The photo is larger than 8 MB.")) from error
        except NotAPhotograph as error:
            raise forms.ValidationError(
                _("This is not a JPEG, PNG or WebP photo. Take a screenshot instead.")
            ) from error


class AnswerForm(PhotoForm, WordForm):
    """An answer in a word with a note and a photo, to the question that was on the screen.

    ``seen`` is the number of the answer that counted when it was shown, 0 for none.
    """

    check = forms.CharField(widget=forms.HiddenInput)
    subject = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AskForm(forms.Form):
    """Whom the link is for."""

    for_whom = forms.CharField(
        label=gettext_lazy("Who is it for?"),
        help_text=gettext_lazy("A name or an alias, so that you know whose answer it is."),
        max_length=80,
    )
