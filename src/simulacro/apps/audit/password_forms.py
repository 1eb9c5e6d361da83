"""What the browser says of passwords: verdicts and groups, and no string."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.services.passwords import PasswordNote
from simulacro.engines.access.inventory import Answer

MOST_CHARACTERS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Said:
    """The verdicts by the passwords' ids, and the ids of those that are the same."""

    notes: dict[str, PasswordNote]
    groups: list[list[str]]


class VerdictsForm(forms.Form):
    """`said` is JSON: `{"notes": {id: {"weak": bool, "breached": "yes"}}, "groups": [[id, …]]}`.

    Anything else in it is refused, so that no string can come along.
    """

    revision = forms.UUIDField(widget=forms.HiddenInput)
    said = forms.CharField(max_length=MOST_CHARACTERS, widget=forms.HiddenInput)

    def clean_said(self) -> Said:
        try:
            return _said(json.loads(self.cleaned_data["said"]))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise forms.ValidationError(_("Judge them again: the answer was cut short.")) from None


def _said(value: Any) -> Said:
    if set(value) != {"notes", "groups"}:
        raise ValueError("another shape")
    notes: dict[str, PasswordNote] = {}
    for credential, note in value["notes"].items():
        if set(note) != {"weak", "breached"} or not isinstance(note["weak"], bool):
            raise ValueError("another shape")
        notes[credential] = PasswordNote(note["weak"], Answer(note["breached"]))
    groups = [list(group) for group in value["groups"]]
    if any(one not in notes for group in groups for one in group):
        raise ValueError("a group of others")
    return Said(notes, [group for group in groups if len(group) > 1])
