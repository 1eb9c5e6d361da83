"""What people write on the board and in a brainstorm."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from simulacro.apps.foresight.services import MAX_TITLE
from simulacro.apps.whatifs.families import family_choices
from simulacro.apps.whatifs.services.brainstorms import MAX_NAME, MAX_QUESTION
from simulacro.apps.whatifs.services.ideas import MAX_TEXT
from simulacro.apps.whatifs.services.voting import Ballot

MINUTES: Final = (3, 5, 8, 12)


class WhatIfForm(forms.Form):
    """Somebody's own what-if."""

    title = forms.CharField(
        label=_("What if…?"),
        max_length=MAX_TITLE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: “What if the person with the only phone is on a plane?”"),
    )
    family = forms.ChoiceField(label=_("What is it about?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "own-%s", **kwargs})
        chosen = cast(forms.ChoiceField, self.fields["family"])
        chosen.choices = [("", _("I do not know yet")), *family_choices()]

    def clean_title(self) -> str:
        """One line: the words are a title, and the key by which it is known again."""
        return " ".join(str(self.cleaned_data["title"]).split())


class OpenForm(forms.Form):
    """Open a brainstorm."""

    question = forms.CharField(
        label=_("What do you ask?"),
        max_length=MAX_QUESTION,
        initial=_("What could go wrong in the next three months?"),
        help_text=_("A narrow question brings more: “What could go wrong on launch day?”"),
    )
    minutes = forms.TypedChoiceField(
        label=_("How long do you write in silence?"),
        coerce=int,
        choices=[(m, _("%(minutes)s minutes") % {"minutes": m}) for m in MINUTES],
        initial=5,
    )
    how = forms.ChoiceField(
        label=_("Who takes part?"),
        choices=[
            ("team", _("The team: everybody on their phone, by a link, without an account")),
            ("alone", _("Just me")),
        ],
        initial="team",
        widget=forms.RadioSelect,
    )


class JoinForm(forms.Form):
    """Who comes to a brainstorm without an account."""

    name = forms.CharField(
        label=_("What shall we call you?"),
        max_length=MAX_NAME,
        required=False,
        help_text=_("Only to show who is here. Ideas carry no names."),
    )


class IdeaForm(forms.Form):
    """An idea, or other words for it."""

    text = forms.CharField(
        label=_("What could happen?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OneIdeaForm(forms.Form):
    """Which idea is meant."""

    idea = forms.UUIDField(widget=forms.HiddenInput)


def ballots_of(data: Mapping[str, Any], offered: Iterable[uuid.UUID]) -> dict[uuid.UUID, Ballot]:
    """The votes that a page of the ballot sent, for the groups it offered. Raises ValueError."""

    def read(name: str) -> int | None:
        given = data.get(name, "")
        return int(given) if given else None

    return {
        pk: Ballot(read(f"likelihood-{pk}"), read(f"damage-{pk}"))
        for pk in offered
        if data.get(f"likelihood-{pk}") or data.get(f"damage-{pk}")
    }
