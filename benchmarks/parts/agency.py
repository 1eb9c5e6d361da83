"""An agency to measure with: 24 channels and 16 people, connected as real ones are.

Two carriers, office power with a UPS, fibre and satellite; everybody has a phone with a battery, a
line, a laptop, a code app, a password of their own and two mailboxes that recover each other;
a vault that two people open, a publishing tool that all open, and for each channel its platform,
an owner's way, an administrator's by text message, the tool's, and a recovery by mail.
"""

from __future__ import annotations

from simulacro.engines.access.inventory import (
    Asset,
    Audience,
    Availability,
    Battery,
    Brand,
    CommonCause,
    Inventory,
    Kind,
    Level,
    Method,
    Route,
    Shift,
)

WEEKDAYS = (0, 1, 2, 3, 4)


def agency(channels: int = 24, people: int = 16) -> Inventory:
    """The inventory; methods connect it at least as the sketch of the notes does."""
    assets = [
        Asset("grid", Kind.POWER, "Grid"),
        Asset("ups", Kind.POWER, "UPS", battery=Battery("grid", 2.0)),
        Asset("carrier-a", Kind.CARRIER, "Carrier A"),
        Asset("carrier-b", Kind.CARRIER, "Carrier B"),
        Asset("carriers", Kind.CAUSE, "Both", cause=CommonCause(("carrier-a", "carrier-b"), 0.1)),
        Asset("fibre", Kind.CONNECTION, "Fibre"),
        Asset("satellite", Kind.CONNECTION, "Satellite"),
        Asset("vault", Kind.VAULT, "Vault"),
        Asset("vault-cloud", Kind.PLATFORM, "The vault's company"),
        Asset("vault-copy", Kind.BACKUP_CODES, "The vault on paper"),
        Asset("master", Kind.CREDENTIAL, "Master password"),
        Asset("tool", Kind.TOOL, "Publishing tool"),
        Asset("tool-cloud", Kind.PLATFORM, "The tool's company"),
        Asset("tool-password", Kind.CREDENTIAL, "Tool's password"),
    ]
    methods = [
        *(Method("fibre", (power,), audience=Audience.TEAM) for power in ("grid", "ups")),
        *(Method("satellite", (power,), audience=Audience.TEAM) for power in ("grid", "ups")),
        Method("vault", ("vault-copy",), latency_min=60),
    ]
    for i in range(people):
        p = f"p{i}"
        carrier = ("carrier-a", "carrier-b")[i % 2]
        start = (8 + i % 5) * 60
        shift = Shift(WEEKDAYS if i % 4 else tuple(range(7)), start, start + 9 * 60, 0.9)
        assets += [
            Asset(
                p,
                Kind.PERSON,
                p,
                holds=(f"{p}.phone", f"{p}.password", f"{p}.mail-a-password"),
                at_hand=Availability((shift,)),
            ),
            Asset(f"{p}.phone", Kind.DEVICE, f"{p}.phone"),
            Asset(f"{p}.battery", Kind.POWER, f"{p}.battery", battery=Battery("grid", 9.0)),
            Asset(f"{p}.laptop", Kind.DEVICE, f"{p}.laptop"),
            Asset(f"{p}.line", Kind.SIM, f"{p}.line"),
            Asset(f"{p}.data", Kind.CONNECTION, f"{p}.data"),
            Asset(f"{p}.codes", Kind.AUTHENTICATOR, f"{p}.codes"),
            Asset(f"{p}.password", Kind.CREDENTIAL, f"{p}.password"),
            Asset(f"{p}.mail-a", Kind.MAILBOX, f"{p}.mail-a"),
            Asset(f"{p}.mail-b", Kind.MAILBOX, f"{p}.mail-b"),
            Asset(f"{p}.mail-a-password", Kind.CREDENTIAL, f"{p}.mail-a-password"),
            Asset(f"{p}.mail-b-password", Kind.CREDENTIAL, f"{p}.mail-b-password"),
        ]
        online = [f"{p}.data", "fibre", "satellite"]
        methods += [
            *(Method(f"{p}.phone", (x,), audience=Audience.TEAM) for x in ("grid", f"{p}.battery")),
            Method(f"{p}.laptop", ("grid",), audience=Audience.TEAM),
            Method(f"{p}.line", (f"{p}.phone", carrier)),
            Method(f"{p}.data", (f"{p}.line",), audience=Audience.TEAM),
            Method(f"{p}.codes", (f"{p}.phone",)),
            Method(f"{p}.password", (p,), audience=Audience.TEAM),
            Method(f"{p}.password", ("vault",)),
            *(Method(p, (x,), audience=Audience.TEAM) for x in online),
            Method(f"{p}.mail-a", (p, f"{p}.mail-a-password", f"{p}.codes")),
            Method(f"{p}.mail-a", (p, f"{p}.mail-b"), route=Route.RECOVERY, latency_min=15),
            Method(f"{p}.mail-b", (p, f"{p}.mail-b-password", f"{p}.line")),
            Method(f"{p}.mail-b", (p, f"{p}.mail-a"), route=Route.RECOVERY, latency_min=15),
            Method("tool", (p, "tool-password", "tool-cloud", f"{p}.phone")),
        ]
        if i < 2:
            methods.append(Method("vault", ("vault-cloud", "master", p, f"{p}.codes")))
    for c in range(channels):
        channel, platform = f"ch{c}", f"platform{c % 8}"
        owner, admin = f"p{c % people}", f"p{(c + 1) % people}"
        if c < 8:
            assets.append(Asset(platform, Kind.PLATFORM, platform))
        assets.append(Asset(channel, Kind.ACCOUNT, channel, channel=True, primary=c < 4))
        methods += [
            Method(
                channel, (platform, owner, f"{owner}.phone", f"{owner}.password", f"{owner}.codes")
            ),
            Method(
                channel, (platform, admin, f"{admin}.phone", f"{admin}.password", f"{admin}.line")
            ),
            Method(channel, (platform, "tool"), gives=Level.PUBLISH, route=Route.TOOL),
            Method(
                channel,
                (platform, owner, f"{owner}.mail-a"),
                route=Route.RECOVERY,
                latency_min=15,
            ),
        ]
    return Inventory(Brand("Agency", "PE", zone="America/Lima"), tuple(assets), tuple(methods))
