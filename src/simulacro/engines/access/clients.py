"""An agency's clients apart, out of the one audit of all of them together.

The audit of :func:`~simulacro.engines.access.agency.combined` answers for every channel of every
client; here its channels go back to their clients, so that a table can say how each stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulacro.engines.access.agency import Agency, client_of
from simulacro.engines.access.result import AuditResult, Verdict
from simulacro.engines.access.rules import Ask
from simulacro.engines.access.shared import ChannelSets, Reach, rank_shared

RANKED_ASKS = (Ask.SILENCE, Ask.HIJACK)


@dataclass(frozen=True, slots=True)
class ClientRisk:
    """How one client of an agency stands, in hours a year by its channels' weights.

    ``silence_h``, ``lockout_h`` and ``hijack_h`` add up to ``hours``; ``best_hours`` takes unknown
    answers at their best. ``silenced_by_one`` and ``hijacked_by_one`` are those of its ``channels``
    for which one thing is enough, or nothing at all; a channel's own failure does not count.
    """

    client: str
    name: str
    channels: tuple[str, ...]
    hours: float
    best_hours: float
    silence_h: float
    lockout_h: float
    hijack_h: float
    silenced_by_one: tuple[str, ...]
    hijacked_by_one: tuple[str, ...]


def client_risks(agency: Agency, result: AuditResult) -> tuple[ClientRisk, ...]:
    """Every client, the one with most at stake first, then by id; ``result`` is of ``combined``."""
    rows = []
    for brand in agency.brands:
        prefix = f"{brand.id}/"
        parts = [part for part in result.risk.channels if part.channel.startswith(prefix)]
        by_one = {
            ask: tuple(
                part.channel.removeprefix(prefix)
                for part in parts
                if falls_to_one(result.main(ask, part.channel))
            )
            for ask in RANKED_ASKS
        }
        rows.append(
            ClientRisk(
                client=brand.id,
                name=brand.inventory.brand.name,
                channels=tuple(part.channel.removeprefix(prefix) for part in parts),
                hours=sum(part.hours for part in parts),
                best_hours=sum(part.best_hours for part in parts),
                silence_h=sum(part.part(Ask.SILENCE) for part in parts),
                lockout_h=sum(part.part(Ask.LOCKOUT) for part in parts),
                hijack_h=sum(part.part(Ask.HIJACK) for part in parts),
                silenced_by_one=by_one[Ask.SILENCE],
                hijacked_by_one=by_one[Ask.HIJACK],
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.hours, row.client)))


def falls_to_one(verdict: Verdict) -> bool:
    """Whether one thing is enough, or nothing at all."""
    return verdict.always or any(asset != verdict.subject for asset in verdict.alone)


def shared_reaches(agency: Agency, result: AuditResult, ask: Ask) -> tuple[Reach, ...]:
    """The shared things, and pairs of them, ranked by how many clients fall with them."""
    sets: dict[str, list[ChannelSets]] = {brand.id: [] for brand in agency.brands}
    for part in result.risk.channels:
        client = client_of(part.channel)
        if client is not None:
            verdict = result.main(ask, part.channel)
            channel = part.channel.removeprefix(f"{client}/")
            sets[client].append(ChannelSets(channel, verdict.alone, verdict.shared_pairs))
    return rank_shared(sets)


def clients_to_document(agency: Agency, result: AuditResult) -> dict[str, Any]:
    """The clients and what they share, as ``agency`` of ``simulacro.audit/1``."""
    return {
        "clients": [
            {
                "client": row.client,
                "name": row.name,
                "channels": list(row.channels),
                "hours_per_year": row.hours,
                "hours_per_year_best": row.best_hours,
                "silence_h": row.silence_h,
                "lockout_h": row.lockout_h,
                "hijack_h": row.hijack_h,
                "silenced_by_one": list(row.silenced_by_one),
                "hijacked_by_one": list(row.hijacked_by_one),
            }
            for row in client_risks(agency, result)
        ],
        "shared": [
            {
                "question": ask.value,
                "assets": list(reach.assets),
                "falls": [
                    {"client": client, "channels": list(channels)}
                    for client, channels in reach.falls
                ],
            }
            for ask in RANKED_ASKS
            for reach in shared_reaches(agency, result, ask)
        ],
    }
