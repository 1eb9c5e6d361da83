"""Solve a fault tree exactly: how many minimal cut sets, of which order, and how probable the top.

The tree is simplified, cut into modules, and each module solved alone, inner ones first; a solved
module is an event to the next. A gate over leaves that share nothing needs no diagram: chances and
counts multiply or add. The others get a decision diagram.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulacro.engines.diagrams import probability, weighted_counts
from simulacro.engines.faulttree.attempts import Built, build, build_at_once
from simulacro.engines.faulttree.model import FaultTree
from simulacro.engines.faulttree.modules import Module, split, whole
from simulacro.engines.faulttree.ordering import Shape
from simulacro.engines.faulttree.simplify import (
    AND,
    ATLEAST,
    FALSE,
    Circuit,
    circuit_of,
    folded,
    simplified,
)

MAX_NODES = 1 << 24
_SMALL = 200


@dataclass(frozen=True, slots=True)
class FaultTreeResult:
    """What is known of a solved tree.

    Attributes:
        minimal_cut_sets: how many there are, exactly.
        by_order: how many of 0, 1, 2, … events.
        top_probability: exact up to rounding; None where an event the top depends on has no
            probability.
        seconds: processor time from the parsed model to the answer, ordering included.
        gates, events: what was left of the tree once simplified.
        modules: how many modules it fell into, and `diagrams`, how many of them needed one.
        nodes: rows in the largest table.
    """

    minimal_cut_sets: int
    by_order: tuple[int, ...]
    top_probability: float | None
    seconds: float
    gates: int
    events: int
    modules: int
    diagrams: int
    nodes: int


@dataclass(slots=True)
class _Leaf:
    """A solved event or module. `flipped`: it stands for the opposite of the node it solves.

    Every leaf is false where no event is true, so that its being false asks nothing of anybody.
    """

    chance: float
    counts: tuple[int, ...]
    flipped: bool = False


def solve(
    tree: FaultTree,
    *,
    max_nodes: int = MAX_NODES,
    should_stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.thread_time,
) -> FaultTreeResult:
    """Count the minimal cut sets of `tree` by order, and compute its top's probability.

    Exact: no cut-off, no rare-event approximation. For a tree with not or xor, a minimal cut set
    is a minimal set of events which, with the others suitably failed or not, fails the top.

    Args:
        max_nodes: rows one module's table may hold; beyond it `BudgetExceeded` is raised.
        should_stop: asked about every 50 ms; True raises `Stopped`.
        clock: seconds, for `FaultTreeResult.seconds` only.

    >>> from simulacro.engines.faulttree.model import Connective, Gate
    >>> tree = FaultTree(
    ...     top="top",
    ...     gates={"top": Gate(Connective.ATLEAST, ("a", "b", "c"), least=2)},
    ...     events={"a": 0.5, "b": 0.25, "c": 0.125},
    ... )
    >>> result = solve(tree)
    >>> result.by_order, round(result.top_probability, 6)
    ((0, 0, 3), 0.1875)
    """
    start = clock()
    circuit, names = circuit_of(tree)
    # the constants are the two literals of a node that never fails
    leaves = {FALSE >> 1: _Leaf(0.0, (0,))}
    for event, name in enumerate(names):
        leaves[event] = _Leaf(tree.events[name] or 0.0, (0, 1))
    circuit = folded(circuit)
    modules: list[Module] = []
    nodes = diagrams = 0
    if _is_small(circuit):
        # cheaper at once, if it stays small, than simplified and split
        module = whole(circuit)
        shape = Shape(circuit, module)
        built = build_at_once(shape, max_nodes=max_nodes, should_stop=should_stop)
        if built is not None:
            modules, diagrams, nodes = [module], 1, len(built.diagrams)
            leaves[module.top] = _answer(built, shape, [leaves[leaf] for leaf in module.leaves])
    if not modules:
        circuit, modules = split(simplified(circuit))
        for module in modules:
            solved = _simple(circuit, module, leaves)
            if solved is None:
                inputs = [leaves[leaf] for leaf in module.leaves]
                flipped = {leaf for leaf in module.leaves if leaves[leaf].flipped}
                shape = Shape(circuit, module, flipped)
                built = build(shape, max_nodes=max_nodes, should_stop=should_stop)
                solved = _answer(built, shape, inputs)
                diagrams += 1
                nodes = max(nodes, len(built.diagrams))
            leaves[module.top] = solved
    used = {x >> 1 for literals in circuit.arguments for x in literals} | {circuit.top >> 1}
    events = [node for node in used if 0 <= node < circuit.events]
    top = leaves[circuit.top >> 1]
    # The opposite of a leaf is true where no event is: the empty set is its one cut set.
    opposite = bool(circuit.top & 1) != (top.flipped or circuit.top < 0)
    counts = (1,) if opposite else top.counts
    return FaultTreeResult(
        minimal_cut_sets=sum(counts),
        by_order=counts,
        top_probability=None
        if any(tree.events[names[event]] is None for event in events)
        else (1.0 - top.chance if opposite else top.chance),
        seconds=clock() - start,
        gates=len(circuit.kind),
        events=len(events),
        modules=len(modules),
        diagrams=diagrams,
        nodes=nodes,
    )


def _is_small(circuit: Circuit) -> bool:
    is_gate = circuit.top >= 2 * circuit.events
    return is_gate and sum(map(len, circuit.arguments)) <= _SMALL


def _simple(circuit: Circuit, module: Module, leaves: dict[int, _Leaf]) -> _Leaf | None:
    """An and or an or whose arguments share nothing, in closed form; None for anything else."""
    gate = module.top - circuit.events
    kind = circuit.kind[gate]
    if len(module.gates) > 1 or kind >= ATLEAST:
        return None
    inputs = []
    for x in circuit.arguments[gate]:
        leaf = leaves[x >> 1]
        if leaf.flipped != bool(x & 1):
            return None
        inputs.append(leaf)
    if kind == AND:
        chance, counts = 1.0, [1]
        for leaf in inputs:
            chance *= leaf.chance
            counts = _product(counts, leaf.counts)
    else:
        chance, counts = 0.0, [0] * max(len(leaf.counts) for leaf in inputs)
        for leaf in inputs:
            # not 1 − ∏(1 − p), which would lose small chances in rounding
            chance += leaf.chance * (1.0 - chance)
            for order, count in enumerate(leaf.counts):
                counts[order] += count
    return _Leaf(chance, _trimmed(counts))


def _answer(built: Built, shape: Shape, inputs: list[_Leaf]) -> _Leaf:
    """What a module's diagram says of it."""
    d, f = built.diagrams, built.function
    inputs = [inputs[leaf] for leaf in built.order]
    opposite = d.evaluate(f, ())
    if opposite:
        f = d.not_(f)
    sets = d.minimal_sets(f, monotone=shape.monotone)
    parts = {i: leaf.counts for i, leaf in enumerate(inputs) if leaf.counts != (0, 1)}
    counts = weighted_counts(d, sets, parts)
    chance = probability(d, f, [leaf.chance for leaf in inputs])
    return _Leaf(chance, _trimmed(counts), opposite)


def _product(left: Sequence[int], right: Sequence[int]) -> list[int]:
    result = [0] * (len(left) + len(right) - 1)
    for i, x in enumerate(left):
        if x:
            for j, y in enumerate(right):
                result[i + j] += x * y
    return result


def _trimmed(counts: Sequence[int]) -> tuple[int, ...]:
    end = len(counts)
    while end > 1 and counts[end - 1] == 0:
        end -= 1
    return tuple(counts[:end])
