"""Random Boolean formulas and what they mean by brute force; shares no code with the engine."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from hypothesis import strategies as st

from simulacro.engines.diagrams import Diagrams, Function

MONOTONE = ("and", "or", "atleast")
ANY = (*MONOTONE, "xor", "not", "ite")


@dataclass(frozen=True)
class Formula:
    op: str
    number: int = 0
    parts: tuple[Formula, ...] = ()

    def holds(self, true: frozenset[int]) -> bool:
        if self.op == "variable":
            return self.number in true
        values = [part.holds(true) for part in self.parts]
        match self.op:
            case "and":
                return all(values)
            case "or":
                return any(values)
            case "atleast":
                return sum(values) >= self.number
            case "xor":
                return values[0] != values[1]
            case "not":
                return not values[0]
        return values[1] if values[0] else values[2]

    def build(self, d: Diagrams) -> Function:
        if self.op == "variable":
            return d.var(self.number)
        parts = [part.build(d) for part in self.parts]
        match self.op:
            case "and":
                return d.and_(*parts)
            case "or":
                return d.or_(*parts)
            case "atleast":
                return d.at_least(self.number, parts)
            case "xor":
                return d.xor(*parts)
            case "not":
                return d.not_(*parts)
        return d.ite(*parts)


def states(nvars: int) -> list[frozenset[int]]:
    return [frozenset(c) for k in range(nvars + 1) for c in combinations(range(nvars), k)]


def minimal(formula: Formula, nvars: int) -> list[tuple[int, ...]]:
    """Minimal sets of true variables among the solutions, sorted."""
    found: list[frozenset[int]] = []
    for state in states(nvars):
        if formula.holds(state) and not any(smaller <= state for smaller in found):
            found.append(state)
    return sorted(tuple(sorted(s)) for s in found)


def formulas(nvars: int, ops: tuple[str, ...]) -> st.SearchStrategy[Formula]:
    leaves = st.integers(0, nvars - 1).map(lambda i: Formula("variable", i))

    def deeper(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        def gate(op: str) -> st.SearchStrategy[Formula]:
            fixed = {"not": 1, "xor": 2, "ite": 3}.get(op)
            parts = st.lists(inner, min_size=fixed or 1, max_size=fixed or 4)
            return st.builds(Formula, st.just(op), st.integers(0, 4), parts.map(tuple))

        return st.sampled_from(ops).flatmap(gate)

    return st.recursive(leaves, deeper, max_leaves=16)


@st.composite
def cases(draw: st.DrawFn, ops: tuple[str, ...] = ANY) -> tuple[int, Formula]:
    nvars = draw(st.integers(1, 7))
    return nvars, draw(formulas(nvars, ops))
