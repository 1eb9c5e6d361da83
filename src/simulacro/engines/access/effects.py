"""What an answer to a check changes in the graph, as pure functions inventory → inventory.

The words are a closed vocabulary (:mod:`effect_vocabulary`). An adverse effect adds to the graph
what the bad answer means (a way for an attacker, a thing that is not there), so it never lowers
the risk; its favourable sister takes that away again. Saying either twice is saying it once, and
the last word said about a fact is what holds. "Don't know" is the adverse effect said unsurely: at
its worst the graph is as after the bad answer, at its best as after the good one.

What an effect adds carries a mark: assets are called ``check.<fact>.<subject>``, and ways in have
the name ``check.<fact>``.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulacro.engines.access.editing import Edit
from simulacro.engines.access.effect_marks import Marks
from simulacro.engines.access.effect_vocabulary import EFFECTS, STRUCTURAL, TRAITS_OF_FACT
from simulacro.engines.access.inventory import Inventory


def apply_effects(
    inventory: Inventory, names: Iterable[str], subject: str, *, sure: bool = True
) -> Inventory:
    """The inventory after what ``names`` say of ``subject``, each in turn.

    ``sure`` False says the adverse ones unsurely, for "don't know". Raises KeyError for an unknown
    name or subject; an effect on a kind of asset that it says nothing about changes nothing.
    """
    edit = Edit(inventory)
    kind = edit[subject].kind
    for effect in (EFFECTS[name] for name in names):
        if kind in effect.kinds:
            marks = Marks(effect.fact, subject)
            if effect.fact in STRUCTURAL:
                marks.retract(edit)
            effect.change(edit, marks, sure)
    return edit.done()


def retract(inventory: Inventory, names: Iterable[str], subject: str) -> Inventory:
    """The inventory without what the facts of ``names`` added; traits given are forgotten.

    For an answer taken back, or "does not apply".
    """
    edit = Edit(inventory)
    for fact in dict.fromkeys(EFFECTS[name].fact for name in names):
        if fact in STRUCTURAL:
            Marks(fact, subject).retract(edit)
        for trait, where in TRAITS_OF_FACT.get(fact, ()):
            for asset_id in where(edit, subject):
                edit.forget(asset_id, trait)
    return edit.done()
