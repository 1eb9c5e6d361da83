"""What an agency shares, ranked by how many of its clients one thing, or two together, bring down.

Nothing is estimated: a channel falls to one thing where that thing is a minimal set of it, and to
two where either is one, or both together are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from simulacro.engines.access.agency import SHARED

MOST: Final = 12


@dataclass(frozen=True, slots=True)
class ChannelSets:
    """The small minimal sets of one channel: what is enough alone, and the pairs of shared things
    that are only enough together."""

    channel: str
    alone: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """One or two shared things, and the channels of each client that fall with them."""

    assets: tuple[str, ...]
    falls: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def clients(self) -> int:
        return len(self.falls)

    @property
    def channels(self) -> int:
        return sum(len(channels) for _client, channels in self.falls)


def rank_shared(
    clients: Mapping[str, Sequence[ChannelSets]], *, most: int = MOST
) -> tuple[Reach, ...]:
    """At most ``most`` shared things and pairs of them, the one with most clients first.

    A pair is there only where it brings down more clients, or more channels of as many, than
    either of its two does. Ties go to the fewer things, then the more channels, then the ids.

    >>> rank_shared({"cafe": [ChannelSets("ig", ("agency:junior",), ())]})[0].assets
    ('agency:junior',)
    """
    of_one: dict[str, set[tuple[str, str]]] = {}
    of_two: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for client, channels in clients.items():
        for sets in channels:
            for asset in sets.alone:
                if asset.startswith(SHARED):
                    of_one.setdefault(asset, set()).add((client, sets.channel))
            for one, other in sets.pairs:
                first, second = sorted((one, other))
                of_two.setdefault((first, second), set()).add((client, sets.channel))
    found: list[tuple[tuple[str, ...], set[tuple[str, str]]]] = [
        ((asset,), falls) for asset, falls in of_one.items()
    ]
    for pair in sorted({*of_two, *combinations(sorted(of_one), 2)}):
        single = [of_one.get(asset, set()) for asset in pair]
        both = of_two.get(pair, set()).union(*single)
        if size(both) > max(map(size, single)):
            found.append((pair, both))
    order = {client: place for place, client in enumerate(clients)}
    reaches = [Reach(assets, grouped(falls, order)) for assets, falls in found]
    reaches.sort(key=lambda r: (-r.clients, len(r.assets), -r.channels, r.assets))
    return tuple(reaches[:most])


def size(falls: set[tuple[str, str]]) -> tuple[int, int]:
    """How many clients, then how many channels."""
    return len({client for client, _channel in falls}), len(falls)


def grouped(
    falls: set[tuple[str, str]], order: Mapping[str, int]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_client: dict[str, list[str]] = {}
    for client, channel in sorted(falls, key=lambda f: (order[f[0]], f[1])):
        by_client.setdefault(client, []).append(channel)
    return tuple((client, tuple(channels)) for client, channels in by_client.items())
