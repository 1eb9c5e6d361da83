from dataclasses import replace

from tests.apps.audit.inventories import cafe, with_asset

from simulacro.engines.access.inventory import Answer, Asset, Kind, Method, Trait
from simulacro.engines.access.same_password import (
    asks_second_factor,
    passwords_in,
    with_same_passwords,
)


def test_what_a_thief_gets_by_an_equal_password_changes_no_second_factor() -> None:
    inventory = cafe()
    account = replace(inventory["ig"], traits=((Trait.SECOND_FACTOR, Answer.YES),))
    inventory = with_asset(inventory, account)
    inventory = with_asset(inventory, Asset("clave-x", Kind.CREDENTIAL, "Clave de X"))
    same = with_same_passwords(inventory, ["clave-ig", "clave-x"], [["clave-ig", "clave-x"]])
    assert asks_second_factor(inventory, "clave-ig")
    assert asks_second_factor(same, "clave-ig")
    assert not asks_second_factor(same, "clave-x"), "it opens nothing that asks"


def test_what_opens_only_a_number_is_no_password() -> None:
    assets = (
        Asset("clave-wa", Kind.CREDENTIAL, "Clave de WhatsApp"),
        Asset("clave-x", Kind.CREDENTIAL, "Clave de X"),
        Asset("wa", Kind.ACCOUNT, "WhatsApp", network="whatsapp"),
    )
    inventory = cafe()
    for asset in assets:
        inventory = with_asset(inventory, asset)
    inventory = replace(inventory, methods=(*inventory.methods, Method("wa", ("clave-wa",))))
    assert [asset.id for asset in passwords_in(inventory)] == ["clave-ig", "clave-x"]
