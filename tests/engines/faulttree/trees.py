"""Random fault trees, and their answers by enumerating every state; no code of the engine."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from simulacro.engines.faulttree import Connective, FaultTree, Gate

COHERENT = (Connective.AND, Connective.OR, Connective.ATLEAST)
FIXED = {Connective.NOT: 1, Connective.XOR: 2, Connective.IFF: 2, Connective.IMPLY: 2}


def holds(tree: FaultTree, failed: frozenset[str]) -> bool:
    def value(name: str | bool) -> bool:
        if isinstance(name, bool):
            return name
        if name in tree.events:
            return name in failed
        if name in tree.houses:
            return tree.houses[name]
        gate = tree.gates[name]
        values = [value(argument) for argument in gate.arguments]
        match gate.connective:
            case Connective.AND:
                return all(values)
            case Connective.OR:
                return any(values)
            case Connective.NOT:
                return not values[0]
            case Connective.XOR:
                return values[0] != values[1]
            case Connective.IFF:
                return values[0] == values[1]
            case Connective.NAND:
                return not all(values)
            case Connective.NOR:
                return not any(values)
            case Connective.IMPLY:
                return not values[0] or values[1]
            case Connective.ATLEAST:
                return sum(values) >= gate.least
            case Connective.CARDINALITY:
                return gate.least <= sum(values) <= gate.most

    return value(tree.top)


def states(tree: FaultTree) -> list[frozenset[str]]:
    names = list(tree.events)
    return [frozenset(c) for k in range(len(names) + 1) for c in combinations(names, k)]


def counts(tree: FaultTree) -> tuple[int, ...]:
    """Minimal failed sets by size, without trailing zeros."""
    minimal: list[frozenset[str]] = []
    for state in states(tree):
        if holds(tree, state) and not any(smaller <= state for smaller in minimal):
            minimal.append(state)
    largest = max((len(s) for s in minimal), default=0)
    return tuple(sum(len(s) == order for s in minimal) for order in range(largest + 1))


def chance(tree: FaultTree) -> Fraction:
    total = Fraction(0)
    for state in states(tree):
        if holds(tree, state):
            product = Fraction(1)
            for name, p in tree.events.items():
                product *= Fraction(p or 0) if name in state else 1 - Fraction(p or 0)
            total += product
    return total


@st.composite
def trees(draw: st.DrawFn, connectives: tuple[Connective, ...] = tuple(Connective)) -> FaultTree:
    """Up to 7 events and 9 gates, each gate over events and later gates, shared at will."""
    events = [f"e{i}" for i in range(draw(st.integers(1, 7)))]
    houses = {"on": True, "off": False}
    gates: dict[str, Gate] = {}
    pool: list[str | bool] = [*events, *events, *houses, True, False]
    for i in range(draw(st.integers(1, 9))):
        connective = draw(st.sampled_from(connectives))
        size = FIXED.get(connective)
        rare = st.sampled_from(pool)
        usual = st.sampled_from([*events, *gates, *gates, *gates])
        choice = st.integers(0, 9).flatmap(lambda x, a=rare, b=usual: a if x == 0 else b)
        arguments = draw(st.lists(choice, min_size=size or 1, max_size=size or 4))
        least = most = 0
        if connective in (Connective.ATLEAST, Connective.CARDINALITY):
            least = draw(st.integers(0, len(arguments)))
        if connective is Connective.CARDINALITY:
            most = draw(st.integers(least, len(arguments)))
        gates[f"g{i}"] = Gate(connective, tuple(arguments), least, most)
    probabilities = draw(st.lists(st.integers(0, 16), min_size=len(events), max_size=len(events)))
    return FaultTree(
        top=list(gates)[-1],
        gates=gates,
        events={name: p / 16 for name, p in zip(events, probabilities, strict=True)},
        houses=houses,
    )
