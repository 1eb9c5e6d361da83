"""What a look at the passwords themselves adds to the map: which are the same, which lie with
their second factor in one vault. Only the fact is written; nothing of a password is here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from simulacro.engines.access.editing import Edit
from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Audience,
    Inventory,
    Kind,
    Method,
    Route,
    Trait,
)
from simulacro.engines.access.surroundings import around

# Networks that are entered with a phone number, and perhaps a PIN.
WITHOUT_PASSWORD: Final = frozenset({"whatsapp"})


def passwords_in(inventory: Inventory) -> tuple[Asset, ...]:
    """The credentials that are passwords: all but those which open only what has none.

    An older inventory may have a credential where the network asks for no password.
    """

    def opened(credential: str) -> list[Asset]:
        needing = around(inventory).needing.get(credential, ())
        return [inventory[m.target] for m in needing if m.for_team]

    return tuple(
        asset
        for asset in inventory.of_kind(Kind.CREDENTIAL)
        if not (found := opened(asset.id))
        or any((one.network or "") not in WITHOUT_PASSWORD for one in found)
    )


def is_same_password(inventory: Inventory, method: Method) -> bool:
    """Whether the way says that whoever has one password has the other."""
    return (
        method.audience is Audience.ATTACKER
        and len(method.requires) == 1
        and {inventory[x].kind for x in (method.target, *method.requires)} == {Kind.CREDENTIAL}
    )


def with_same_passwords(
    inventory: Inventory, checked: Collection[str], groups: Sequence[Sequence[str]]
) -> Inventory:
    """The inventory where of the ``checked`` credentials exactly those of a group are the same.

    Each group becomes a ring of ways for the attacker, which is as good as all pairs. That a
    password is in no group says nothing of accounts outside of the inventory: an earlier "reused"
    which rested on a ring becomes unknown, and any other answer stays.
    """
    edit = Edit(inventory)
    ringed: set[str] = set()

    def undone(method: Method) -> bool:
        if not is_same_password(inventory, method):
            return False
        ends = {method.target, *method.requires}
        if not ends & set(checked):
            return False
        ringed.update(ends & set(checked))
        return True

    edit.drop(undone)
    together = {credential for group in groups for credential in group}
    for credential in sorted(ringed - together):
        edit.say(credential, Trait.REUSED, Answer.UNKNOWN)
    for group in groups:
        for one, other in zip(group, (*group[1:], group[0]), strict=True):
            edit.say(one, Trait.REUSED)
            edit.open(Method(one, (other,), audience=Audience.ATTACKER, route=Route.LOGIN))
    return edit.done()


def with_both_factors(inventory: Inventory, vault: str, credentials: Collection[str]) -> Inventory:
    """The inventory where the vault gives these passwords and the codes asked for beside them."""
    edit = Edit(inventory)
    for credential in sorted(credentials):
        edit.open(Method(credential, (vault,)))
        for method in inventory.methods:
            if credential in method.requires:
                for other in method.requires:
                    if inventory[other].kind is Kind.AUTHENTICATOR:
                        edit.open(Method(other, (vault,)))
    return edit.done()


def asks_second_factor(inventory: Inventory, credential: str) -> bool:
    """Whether everything that this password opens surely asks for something beside it.

    The team's ways count: that a thief who has it also has an equal one is no use of it. False
    where it opens nothing, or where anything is in doubt: the longer password is asked for.
    """
    needing = around(inventory).needing.get(credential, ())
    opened = [inventory[m.target] for m in needing if credential in m.requires and m.for_team]
    return bool(opened) and all(_asks(asset) for asset in opened)


def _asks(asset: Asset) -> bool:
    return asset.says(Trait.SECOND_FACTOR)
