"""Write down what a look at the passwords said: a verdict for each, and which are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.services.editing import edit_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.editing import Edit
from simulacro.engines.access.inventory import Answer, Inventory, Kind, Trait
from simulacro.engines.access.same_password import with_both_factors, with_same_passwords


@dataclass(frozen=True, slots=True)
class PasswordNote:
    """What is kept of one password. ``breached`` is unknown where no list was asked.

    ``both_factors`` says that its vault holds the codes of its second factor too.
    """

    weak: bool
    breached: Answer = Answer.UNKNOWN
    both_factors: bool = False


class NotPasswords(Exception):
    """These ids name no password of the inventory, or a vault that is none."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(", ".join(ids))
        self.ids = tuple(ids)


def note_passwords(
    *,
    brand: Brand,
    notes: Mapping[str, PasswordNote],
    groups: Sequence[Sequence[str]],
    actor: User | None,
    base: InventoryRevision | None,
    vault: str = "",
) -> InventoryRevision:
    """Save the verdicts of passwords, by their ids in the inventory, as a new revision.

    ``groups`` are ids of passwords that are the same; ``vault`` is the asset that holds those with
    both factors. An answer that the look could not give stays as it was. Raises NotPasswords and
    as `edit_inventory`.
    """

    def change(inventory: Inventory) -> Inventory:
        require_passwords(inventory, [*notes, *(one for group in groups for one in group)], vault)
        edit = Edit(inventory)
        for credential, note in notes.items():
            edit.say(credential, Trait.WEAK, Answer.YES if note.weak else Answer.NO)
            if note.breached is not Answer.UNKNOWN:
                edit.say(credential, Trait.BREACHED, note.breached)
        changed = with_same_passwords(edit.done(), list(notes), groups)
        if vault:
            both = [credential for credential, note in notes.items() if note.both_factors]
            changed = with_both_factors(changed, vault, both)
        return changed

    return edit_inventory(owner=brand, change=change, base=base, actor=actor)


def require_passwords(inventory: Inventory, ids: Sequence[str], vault: str = "") -> None:
    """Raise NotPasswords with every id that is none."""
    wrong = [
        asset_id
        for asset_id in dict.fromkeys(ids)
        if asset_id not in inventory or inventory[asset_id].kind is not Kind.CREDENTIAL
    ]
    if vault and (vault not in inventory or inventory[vault].kind is not Kind.VAULT):
        wrong.append(vault)
    if wrong:
        raise NotPasswords(wrong)
