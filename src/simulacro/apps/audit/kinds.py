"""Kinds of assets in the words of whoever runs the networks, and grouped as they would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from simulacro.engines.access.inventory import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KIND_WORDS: Final[dict[Kind, _StrPromise]] = {
    Kind.ACCOUNT: _("Account"),
    Kind.MAILBOX: _("Mailbox"),
    Kind.VAULT: _("Where passwords are kept"),
    Kind.TOOL: _("Publishing tool"),
    Kind.PERSON: _("Person"),
    Kind.DEVICE: _("Phone or computer"),
    Kind.SIM: _("Phone line"),
    Kind.CARRIER: _("Phone company"),
    Kind.CONNECTION: _("Internet connection"),
    Kind.POWER: _("Power"),
    Kind.PLACE: _("Place"),
    Kind.AUTHENTICATOR: _("Code app or key"),
    Kind.BACKUP_CODES: _("Backup codes"),
    Kind.CREDENTIAL: _("Password"),
    Kind.SESSION: _("Open session"),
    Kind.PLATFORM: _("The network itself"),
    Kind.ORGANISATION: _("Company or agency"),
    Kind.CAUSE: _("What strikes several at once"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that are shown together; `lesson` is what the empty group teaches."""

    key: str
    title: _StrPromise
    lesson: _StrPromise
    kinds: tuple[Kind, ...]


GROUPS: Final = (
    Group(
        "accounts",
        _("Your accounts"),
        _("Where your brand speaks: each network, each page. Start here."),
        (Kind.ACCOUNT,),
    ),
    Group(
        "people",
        _("Who gets in"),
        _("Everybody who could publish today, those who left included."),
        (Kind.PERSON, Kind.ORGANISATION),
    ),
    Group(
        "codes",
        _("Where the codes arrive"),
        _("Phones, lines and code apps: lose one and see who stays out."),
        (Kind.DEVICE, Kind.SIM, Kind.AUTHENTICATOR, Kind.BACKUP_CODES),
    ),
    Group(
        "passwords",
        _("Passwords and where they are kept"),
        _("Never the password itself: only that it exists and who knows it."),
        (Kind.CREDENTIAL, Kind.VAULT, Kind.SESSION),
    ),
    Group(
        "mailboxes",
        _("Mailboxes"),
        _("Whoever opens the mailbox can ask for a new password."),
        (Kind.MAILBOX,),
    ),
    Group(
        "tools",
        _("Publishing tools"),
        _("A tool that publishes in several networks opens them all."),
        (Kind.TOOL,),
    ),
    Group(
        "surroundings",
        _("What all of it leans on"),
        _("Power, signal, phone companies, places: what fails for everybody at once."),
        (
            Kind.CARRIER,
            Kind.CONNECTION,
            Kind.POWER,
            Kind.PLACE,
            Kind.PLATFORM,
            Kind.CAUSE,
        ),
    ),
)
