"""An agency's audit on the command line: its clients in a table, and what they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulacro.config.language import gettext as _
from simulacro.config.language import ngettext
from simulacro.config.terminal import columns
from simulacro.engines.access.agency import SHARED, Agency, client_of
from simulacro.engines.access.clients import client_risks, shared_reaches
from simulacro.engines.access.inventory import Asset, Inventory
from simulacro.engines.access.result import AuditResult
from simulacro.engines.access.rules import Ask

if TYPE_CHECKING:
    from simulacro.apps.audit.reading import FindingSeen, Reading

MOST_SHARED = 6


@dataclass(frozen=True, slots=True)
class SharedThing:
    """One or two shared things, and the clients that fall with them."""

    assets: tuple[Asset, ...]
    falls: tuple[str, ...]


def client_called(agency: Agency, name: str) -> Inventory | None:
    """The inventory of the client with this id, or of the only one with this name."""
    for client in agency.brands:
        if client.id == name:
            return client.inventory
    wanted = name.casefold()
    named = [b.inventory for b in agency.brands if b.inventory.brand.name.casefold() == wanted]
    return named[0] if len(named) == 1 else None


def shared_things(agency: Agency, result: AuditResult, ask: Ask) -> tuple[SharedThing, ...]:
    return tuple(
        SharedThing(
            tuple(agency.shared[asset.removeprefix(SHARED)] for asset in reach.assets),
            tuple(client for client, _channels in reach.falls),
        )
        for reach in shared_reaches(agency, result, ask)
    )


def answer_lines(agency: Agency, result: AuditResult) -> list[str]:
    """The one answer, the table of clients, and the shared things that bring most of them down."""
    from simulacro.apps.audit import agency_sentences, sentences

    silences = shared_things(agency, result, Ask.SILENCE)
    steals = shared_things(agency, result, Ask.HIJACK)
    said = agency_sentences.headline(silences, steals, audited=len(agency.brands))
    return [
        sentences.plain(said),
        "",
        _("Your clients, the one with most at stake first"),
        "",
        *client_lines(agency, result),
        "",
        "  " + _("voice: channels that one thing silences; theft: those one thing gives away."),
        "  " + _("Hours a year by each channel's weight. One client by itself: --client ID."),
        *shared_lines(_("What silences most of your clients"), silences, agency),
        *shared_lines(_("What a thief would go for"), steals, agency),
    ]


def client_lines(agency: Agency, result: AuditResult) -> list[str]:
    """The table: what each client has at stake, and how many of its channels fall to one thing."""
    from simulacro.apps.audit import figures

    region = agency.shared.brand.region
    heads = (
        _("Client"),
        "ID",
        _("hours a year"),
        _("at best"),
        _("channels"),
        _("voice"),
        _("theft"),
    )
    rows = [
        (
            row.name,
            row.client,
            figures.number(row.hours, region, 1),
            figures.number(row.best_hours, region, 1),
            str(len(row.channels)),
            str(len(row.silenced_by_one)),
            str(len(row.hijacked_by_one)),
        )
        for row in client_risks(agency, result)
    ]
    return columns([heads, *rows], texts=2)


def shared_lines(title: str, things: Sequence[SharedThing], agency: Agency) -> list[str]:
    from simulacro.apps.audit import agency_sentences

    if not things:
        return []
    rows = [
        (agency_sentences.things(row), agency_sentences.count_of(row, len(agency.brands)))
        for row in things[:MOST_SHARED]
    ]
    return ["", title, "", *columns(rows)]


def finding_lines(inventory: Inventory, reading: Reading, clients: int) -> list[str]:
    """The weak points: those of what is shared by name, those of clients counted by class.

    Thirty clients with the same weak point are one line to read, and one thing to arrange.
    """
    from simulacro.apps.audit.advice import finding_words

    lines: list[str] = []
    by_class: dict[str, list[FindingSeen]] = {}
    for found in reading.findings:
        by_class.setdefault(found.code, []).append(found)
    for code, ones in by_class.items():
        struck: set[str] = set()
        sure: set[str] = set()
        for found in ones:
            words = finding_words(inventory, found)
            whose = {client for x in found.subjects if (client := client_of(x))}
            struck |= whose
            sure |= whose if found.certain else set()
            if not whose:
                about = f": {words.about}" if words.about else ""
                doubt = "" if found.certain else f" ({_('perhaps')})"
                lines.append(f"  {code:4}{words.title}{about}{doubt}")
        if struck:
            count = ngettext(
                "%(count)s of %(all)s clients", "%(count)s of %(all)s clients", len(struck)
            ) % {"count": len(struck), "all": clients}
            unsure = len(struck - sure)
            doubt = f" ({_('perhaps')}: {unsure})" if unsure else ""
            title = finding_words(inventory, ones[0]).title
            lines.append(f"  {code:4}{title}: {count}{doubt}")
    return lines
