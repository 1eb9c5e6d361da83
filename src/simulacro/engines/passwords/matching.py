"""Which password of an inventory an entry of a vault is, where there is no doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from simulacro.engines.access.inventory import Inventory, Kind
from simulacro.engines.passwords.judging import Entry
from simulacro.engines.passwords.words import folded

BY_ID = "id:"


def matched(
    entries: Sequence[Entry], inventory: Inventory, said: Mapping[str, str]
) -> list[str | None]:
    """For each entry the id of a credential, or None.

    ``said`` maps names of entries to ids and wins. An address of ``id:…`` names one itself. Else
    an entry goes with a credential where the name is the credential's, or where the host of its
    address is the network of the one account that the credential opens; never where two would.
    """
    credentials = {asset.id: asset for asset in inventory.of_kind(Kind.CREDENTIAL)}
    by_name = _unique({x: folded(asset.name) for x, asset in credentials.items()})
    networks: dict[str, str] = {}
    for credential in credentials:
        opened = {
            inventory[m.target].network or ""
            for m in inventory.methods
            if credential in m.requires and inventory[m.target].kind is Kind.ACCOUNT
        }
        if len(opened) == 1 and (network := opened.pop()):
            networks[credential] = folded(network)
    by_network = _unique(networks)

    def one(entry: Entry) -> str | None:
        if entry.name in said:
            return said[entry.name]
        if entry.address.startswith(BY_ID):
            return entry.address.removeprefix(BY_ID)
        if found := by_name.get(folded(entry.name)):
            return found
        labels = _host(entry.address).split(".")
        return next((by_network[label] for label in labels if label in by_network), None)

    found = [one(entry) for entry in entries]
    counts = Counter(x for x in found if x)
    return [
        x if x and (counts[x] == 1 or entry.name in said) else None
        for x, entry in zip(found, entries, strict=True)
    ]


def _unique(names: Mapping[str, str]) -> dict[str, str]:
    """From name to id, without the names that two have."""
    counts = Counter(names.values())
    return {name: x for x, name in names.items() if counts[name] == 1}


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
