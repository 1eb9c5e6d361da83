"""Small inventories of the cast, and random ones that a document can say."""

from dataclasses import replace

from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Asset, Inventory

CAFE = """
schema: simulacro.inventory/1
brand: {name: Café Andariego, region: MX, timezone: America/Mexico_City}
assets:
  - {id: ada, kind: person, name: Ada, holds: [clave-ig, telefono]}
  - {id: ben, kind: person, name: Ben, holds: [clave-ig]}
  - {id: telefono, kind: device, name: Teléfono de la jefa}
  - {id: clave-ig, kind: credential, name: Clave de Instagram}
  - id: ig
    kind: account
    name: Instagram
    network: instagram
    opens:
      - {requires: [clave-ig, telefono, ada], name: Ada}
      - {requires: [clave-ig, telefono, ben], name: Ben}
"""


def cafe() -> Inventory:
    return load_document(CAFE)


def cafe_with_line() -> Inventory:
    """The café whose Instagram the boss's line alone resets."""
    text = CAFE.replace("holds: [clave-ig, telefono]", "holds: [clave-ig, telefono, linea]")
    text = text.replace("  - id: ig\n", "  - {id: linea, kind: sim, name: La línea}\n  - id: ig\n")
    way = "      - {requires: [linea], route: recovery, name: Reset}\n"
    return load_document(text.rstrip("\n") + "\n" + way)


def renamed(inventory: Inventory, asset_id: str, name: str) -> Inventory:
    """The same with another name for one asset."""
    return with_asset(inventory, replace(inventory[asset_id], name=name))


def with_asset(inventory: Inventory, asset: Asset) -> Inventory:
    assets = tuple(asset if a.id == asset.id else a for a in inventory.assets)
    return replace(inventory, assets=assets if asset.id in inventory else (*assets, asset))


def without(inventory: Inventory, asset_id: str) -> Inventory:
    """The same without an asset, the ways into it and whoever held it."""
    return replace(
        inventory,
        assets=tuple(
            replace(a, holds=tuple(x for x in a.holds if x != asset_id))
            for a in inventory.assets
            if a.id != asset_id
        ),
        methods=tuple(
            m for m in inventory.methods if asset_id not in (m.target, *m.requires, *m.perhaps)
        ),
    )
