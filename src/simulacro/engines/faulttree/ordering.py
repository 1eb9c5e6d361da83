"""In which order a module's leaves become variables; the size of its diagram hangs on it.

No rule is best for every tree, so there are several, and `attempts` tries them in bounded pieces.
All are functions of the circuit alone: no clock, no chance.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

import numpy as np

from simulacro.engines.faulttree.modules import Module
from simulacro.engines.faulttree.simplify import XOR, Circuit

_ROUNDS = 60
_PATIENCE = 8
_Key = Callable[[int], tuple[int, ...]]


class Shape:
    """A module with its nodes numbered: leaves 0 … n − 1, then its gates in postorder.

    Args:
        circuit: the whole; `module` one of its modules.
        flipped: leaves which stand for the opposite of their node.

    An *order* is a list of leaves, the first being the variable nearest to the root.
    """

    def __init__(
        self, circuit: Circuit, module: Module, flipped: AbstractSet[int] = frozenset()
    ) -> None:
        events = circuit.events
        leaves = self.leaves = len(module.leaves)
        number = {node: i for i, node in enumerate((*module.leaves, *module.gates))}
        gates = [node - events for node in module.gates]
        literals = [
            [2 * number[x >> 1] | (x & 1) ^ (x >> 1 in flipped) for x in circuit.arguments[gate]]
            for gate in gates
        ]
        self.children = [[x >> 1 for x in arguments] for arguments in literals]
        self.weight = [1] * leaves
        self.parents = [0] * (leaves + len(gates))
        for children in self.children:
            self.weight.append(1 + sum([self.weight[c] for c in children]))
            for c in children:
                self.parents[c] += 1
        starts = [0]
        for arguments in literals:
            starts.append(starts[-1] + len(arguments))
        self.kinds = np.array([circuit.kind[gate] for gate in gates], np.int32)
        self.leasts = np.array([circuit.least[gate] for gate in gates], np.int32)
        self.starts = np.array(starts, np.int32)
        self.literals = np.array([x for arguments in literals for x in arguments], np.int32)
        self.monotone = XOR not in self.kinds and not bool((self.literals & 1).any())

    def level(self, order: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        """The variable of each leaf."""
        level = np.empty(self.leaves, np.int32)
        level[order] = np.arange(self.leaves, dtype=np.int32)
        return level

    def walk(self, key: _Key | None = None, *, backwards: bool = False) -> list[int]:
        """The leaves as a depth-first walk from the top meets them, children sorted by `key`."""
        found: dict[int, None] = {}
        leaves = self.leaves
        seen = bytearray(leaves + len(self.children))
        todo = [leaves + len(self.children) - 1]
        while todo:
            node = todo.pop()
            if node < leaves:
                found[node] = None
            elif not seen[node]:
                seen[node] = 1
                children = self.children[node - leaves]
                if key is not None:
                    children = sorted(children, key=key)
                todo += children if backwards else children[::-1]
        return list(found)

    def settled(self, order: list[int]) -> list[int]:
        """`order` after gravity has pulled together what belongs to the same gates (FORCE)."""
        from simulacro.engines.faulttree.gravity import settle

        leaves = self.leaves
        centre = [0.0] * leaves
        for i, leaf in enumerate(order):
            centre[leaf] = float(i)
        for children in self.children:
            centre.append(sum([centre[c] for c in children]) / len(children))
        # a leaf before a gate at the same place, an earlier leaf before a later one
        place = np.empty(len(centre), np.int32)
        ranks = sorted(range(len(centre)), key=centre.__getitem__)
        place[ranks] = np.arange(len(centre), dtype=np.int32)
        settle(self.starts, self.literals, place, _ROUNDS, _PATIENCE)
        places = place.tolist()
        return sorted(range(leaves), key=places.__getitem__)

    # -- the rules -----------------------------------------------------------------------------

    def gates_first(self, node: int) -> tuple[int, ...]:
        """Inner gates before leaves."""
        return (node < self.leaves,)

    def leaves_first(self, node: int) -> tuple[int, ...]:
        """Leaves before inner gates."""
        return (node >= self.leaves,)

    def heavy_first(self, node: int) -> tuple[int, ...]:
        """The largest subtree first."""
        return (-self.weight[node],)

    def shared_first(self, node: int) -> tuple[int, ...]:
        """What most gates use first."""
        return (-self.parents[node],)

    def leaves_shared_light(self, node: int) -> tuple[int, ...]:
        """Leaves, then what is most used, then the smallest subtree."""
        return (node >= self.leaves, -self.parents[node], self.weight[node])

    def leaves_shared_heavy(self, node: int) -> tuple[int, ...]:
        """Leaves, then what is most used, then the largest subtree."""
        return (node >= self.leaves, -self.parents[node], -self.weight[node])
