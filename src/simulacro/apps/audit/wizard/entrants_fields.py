"""The fields that ask who gets in, and which phone gets the codes; used by several questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from simulacro.apps.audit.wizard.answers import (
    KNOWN,
    NONE,
    UNKNOWN,
    CodePhone,
    Entrants,
    split_aliases,
)
from simulacro.apps.audit.wizard.naming import in_a_name
from simulacro.apps.audit.wizard.step_form import Words

OTHER = "other"
OWNER = "owner:"
ME = frozenset({"yo", "me"})


def phone_words(owner: str) -> str:
    """How a person's own phone is called."""
    if owner.casefold() in ME:
        return _("My phone")
    return in_a_name(_("%(person)s’s phone"), person=owner)


def phone_choices(people: tuple[str, ...]) -> list[tuple[str, Words]]:
    """The phones that may receive codes: each person's own, another, none, don't know."""
    own: list[tuple[str, Words]] = [(f"{OWNER}{alias}", phone_words(alias)) for alias in people]
    return [
        *own,
        (OTHER, _("Another phone")),
        (NONE, _("No code is asked for")),
        (UNKNOWN, _("I don't know")),
    ]


def phone_answer(choice: str, other: str) -> dict[str, Any]:
    """What a choice of `phone_choices` says, as it is kept."""
    if choice.startswith(OWNER):
        return {"state": KNOWN, "owner": choice.removeprefix(OWNER), "name": ""}
    if choice == OTHER:
        names = split_aliases(other)
        if names:
            return {"state": KNOWN, "owner": "", "name": " ".join(other.split())}
        return {"state": UNKNOWN}
    return {"state": choice or UNKNOWN}


def phone_choice(phone: CodePhone) -> str:
    """The choice that a kept answer was."""
    if phone.state != KNOWN:
        return phone.state
    return f"{OWNER}{phone.owner}" if phone.owner else OTHER


def entrants_answer(who: str, state: str) -> dict[str, Any]:
    """Who gets in, as it is kept; names win over an untouched "I don't know"."""
    names = split_aliases(who)
    if names and state in ("", KNOWN):
        return {"state": KNOWN, "who": list(names)}
    return {"state": state if state not in ("", KNOWN) else UNKNOWN, "who": []}


def entrants_typed(entrants: Entrants) -> str:
    return ", ".join(entrants.who)


def kept(given: Any) -> Mapping[str, Any]:
    """A kept answer as a mapping, whatever was kept."""
    return given if isinstance(given, Mapping) else {}
