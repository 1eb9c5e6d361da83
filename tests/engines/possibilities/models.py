"""Small models drawn at random, and an oracle that lists every row."""

from itertools import combinations, product

from hypothesis import strategies as st

from simulacro.engines.possibilities import Factor, FactorModel, Rule, Value
from simulacro.engines.possibilities.conditions import (
    All,
    Among,
    Any,
    Condition,
    Not,
    Related,
    holds,
)

Combination = frozenset[tuple[int, int]]


def uniform(levels: list[int]) -> FactorModel:
    """Factors with so many values and no rules."""
    return FactorModel(
        tuple(
            Factor(f"f{i}", f"f{i}", tuple(Value(f"{v}", (f"{v}",)) for v in range(level)))
            for i, level in enumerate(levels)
        )
    )


def every_row(model: FactorModel) -> list[tuple[int, ...]]:
    """Each row that keeps the rules and has at most one negative value."""
    rows = product(*(range(level) for level in model.levels))
    return [
        row
        for row in rows
        if all(holds(rule.condition, row) for rule in model.rules)
        and len(negatives(model, row)) < 2
    ]


def negatives(model: FactorModel, row: tuple[int, ...]) -> Combination:
    return frozenset((f, v) for f, v in enumerate(row) if model.factors[f].values[v].negative)


def combinations_to_cover(
    model: FactorModel, rows: list[tuple[int, ...]], strength: int
) -> set[Combination]:
    """What ``rows`` hold, each beside no negative value but its own."""
    found: set[Combination] = set()
    for row in rows:
        for columns in combinations(range(len(row)), strength):
            held = frozenset((f, row[f]) for f in columns)
            if negatives(model, row) <= held:
                found.add(held)
    return found


@st.composite
def conditions(draw: st.DrawFn, levels: list[int], depth: int = 2) -> Condition:
    kinds = ["among", "related"] + (["not", "all", "any"] if depth else [])
    match draw(st.sampled_from(kinds)):
        case "among":
            factor = draw(st.integers(0, len(levels) - 1))
            return Among(factor, draw(st.frozensets(st.integers(0, levels[factor] - 1))))
        case "related":
            left, right = draw(st.permutations(range(len(levels))))[:2]
            pairs = st.tuples(st.integers(0, levels[left] - 1), st.integers(0, levels[right] - 1))
            return Related(left, right, draw(st.frozensets(pairs)))
        case "not":
            return Not(draw(conditions(levels, depth - 1)))
        case "all":
            return All(tuple(draw(st.lists(conditions(levels, depth - 1), max_size=3))))
        case _:
            return Any(tuple(draw(st.lists(conditions(levels, depth - 1), max_size=3))))


@st.composite
def models(draw: st.DrawFn) -> FactorModel:
    levels = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    factors = tuple(
        Factor(
            f"f{i}",
            f"f{i}",
            tuple(
                Value(str(v), (str(v),), draw(st.integers(1, 3)), draw(st.integers(0, 9)) == 0)
                for v in range(level)
            ),
        )
        for i, level in enumerate(levels)
    )
    rules = draw(st.lists(conditions(levels), max_size=3))
    return FactorModel(factors, tuple(Rule(f"r{i}", rule) for i, rule in enumerate(rules)))
