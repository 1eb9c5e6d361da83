"""A small drawing for each kind of asset: strokes in a square of sixteen by sixteen."""

from __future__ import annotations

from typing import Final

from simulacro.engines.access.inventory import Kind

ICONS: Final[dict[Kind, str]] = {
    Kind.ACCOUNT: "M2.5 3h11v7.5h-6L4.5 13v-2.5h-2z M5 5.8h6 M5 7.8h4",
    Kind.MAILBOX: "M2 4h12v8.5H2z M2 4.5l6 4.5 6-4.5",
    Kind.VAULT: "M2.5 2.5h11v11h-11z M8 5.2a2.8 2.8 0 1 0 .01 0z M8 8V6 M4 13.5v1 M12 13.5v1",
    Kind.TOOL: "M2.5 3.5h11v10h-11z M2.5 6.5h11 M5 2v3 M11 2v3 M5.5 9.5l2 2 3.5-3.5",
    Kind.PERSON: "M8 2.2a2.9 2.9 0 1 0 .01 0z M2.6 14c.4-3.4 2.6-4.8 5.4-4.8s5 1.4 5.4 4.8z",
    Kind.DEVICE: "M4.5 1.5h7v13h-7z M7 12.5h2",
    Kind.SIM: "M4 1.8h5.2L12 4.6v9.6H4z M6 7.2h4v4.6H6z M6 9.5h4",
    Kind.CARRIER: "M8 7v7.5 M5 14.5h6 M8 5.2a.9.9 0 1 0 .01 0z M5.2 8.8a4 4 0 0 1 0-5.6 "
    "M10.8 8.8a4 4 0 0 0 0-5.6 M3.2 10.6a6.5 6.5 0 0 1 0-9.2 M12.8 10.6a6.5 6.5 0 0 0 0-9.2",
    Kind.CONNECTION: "M1.8 6.2a9 9 0 0 1 12.4 0 M4 8.7a5.8 5.8 0 0 1 8 0 M6.2 11a2.7 2.7 0 0 1 "
    "3.6 0 M8 12.9v.6",
    Kind.POWER: "M9 1.5L3.8 9h4L7 14.5 12.2 7h-4z",
    Kind.PLACE: "M8 14.5C4.5 10.6 3.4 8.7 3.4 6.3a4.6 4.6 0 0 1 9.2 0c0 2.4-1.1 4.3-4.6 8.2z "
    "M8 4.7a1.6 1.6 0 1 0 .01 0z",
    Kind.AUTHENTICATOR: "M8 1.6l5.2 2v4c0 3.4-2 5.6-5.2 6.9C4.8 13.2 2.8 11 2.8 7.600v-4z "
    "M5.6 7.800l1.8 1.8 3-3.4",
    Kind.BACKUP_CODES: "M3.5 1.800h9v12.500h-9z M5.5 5h2 M9 5h1.5 M5.5 8h2 M9 8h1.5 "
    "M5.5 11h2 M9 11h1.5",
    Kind.CREDENTIAL: "M5 5.200a2.9 2.9 0 1 0 .01 0z M7.8 8.100h6.400v2.6 M11.5 8.100v2",
    Kind.SESSION: "M1.8 3h12.500v10H1.800z M1.8 5.800h12.5 M3.8 4.400h.8 M6 4.400h.8 M6 "
    "9.500l1.6 1.5 2.6-3",
    Kind.PLATFORM: "M4.5 12.500a3 3 0 0 1-.3-6A4 4 0 0 1 12 6.200a3.2 3.2 0 0 1-.4 6.300z",
    Kind.ORGANISATION: "M3 14V3l6-1.500V14 M9 6h4.200v8 M1.5 14h13 M5 5.500h2 M5 8h2 M5 10.500h2 "
    "M11 8.500h.8 M11 11h.8",
    Kind.CAUSE: "M8 1.500l1.6 3.6 3.7-1.3-1.3 3.700L15 9l-3.4 1.5.9 3.6-3.3-1.600L7 "
    "15l-.9-3.4-3.7.6 2-3.200L1.5 6.500l3.7-.3z",
}


def icon(kind: Kind) -> str:
    """The path of a kind's drawing."""
    return ICONS[kind]
