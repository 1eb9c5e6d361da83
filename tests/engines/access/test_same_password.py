from dataclasses import replace

from tests.apps.audit.inventories import cafe, with_asset

from simulacro.engines.access.inventory import Answer, Asset, Kind, Trait
from simulacro.engines.access.same_password import asks_second_factor, with_same_passwords


def test_what_a_thief_gets_by_an_equal_password_changes_no_second_factor() -> None:
    inventory = cafe()
    account = replace(inventory["ig"], traits=((Trait.SECOND_FACTOR, Answer.YES),))
    inventory = with_asset(inventory, account)
    inventory = with_asset(inventory, Asset("clave-x", Kind.CREDENTIAL, "Clave de X"))
    same = with_same_passwords(inventory, ["clave-ig", "clave-x"], [["clave-ig", "clave-x"]])
    assert asks_second_factor(inventory, "clave-ig")
    assert asks_second_factor(same, "clave-ig")
    assert not asks_second_factor(same, "clave-x"), "it opens nothing that asks"
