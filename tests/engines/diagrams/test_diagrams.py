"""Laws of the diagrams, against every state of small formulas."""

from __future__ import annotations

import math
import threading
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.diagrams.formulas import MONOTONE, Formula, cases, minimal, states

from simulacro.engines.diagrams import (
    FALSE,
    TRUE,
    BudgetExceeded,
    Diagrams,
    Family,
    Stopped,
    counts_by_order,
    fussell_vesely,
    manager,
    probability,
    probability_grid,
    probability_only,
    risk_achievement_worth,
    top_sets,
    weighted_counts,
)

quick = settings(max_examples=40, deadline=None)
chance = st.one_of(st.sampled_from([0.0, 1.0, 0.5, 0.25]), st.floats(0.001, 0.999))


@quick
@given(cases())
def test_a_function_is_true_in_the_states_of_its_formula(case: tuple[int, Formula]) -> None:
    nvars, formula = case
    d = Diagrams(nvars)
    f = formula.build(d)
    assert [d.evaluate(f, s) for s in states(nvars)] == [formula.holds(s) for s in states(nvars)]


@quick
@given(cases(), cases())
def test_equal_functions_are_equal_numbers(
    one: tuple[int, Formula], other: tuple[int, Formula]
) -> None:
    d = Diagrams(7)
    f, g = one[1].build(d), other[1].build(d)
    same = all(one[1].holds(s) == other[1].holds(s) for s in states(7))
    assert (f == g) == same


@quick
@given(cases())
def test_the_dual_fails_where_the_opposite_state_holds(case: tuple[int, Formula]) -> None:
    nvars, formula = case
    d = Diagrams(nvars)
    f = formula.build(d)
    everything = frozenset(range(nvars))
    for state in states(nvars):
        assert d.evaluate(d.dual(f), state) == (not formula.holds(everything - state))
    assert d.dual(d.dual(f)) == f


@quick
@given(cases(), st.dictionaries(st.integers(0, 6), st.booleans()))
def test_a_restricted_function_has_its_variables_set(
    case: tuple[int, Formula], fixed: dict[int, bool]
) -> None:
    nvars, formula = case
    d = Diagrams(nvars)
    fixed = {i: value for i, value in fixed.items() if i < nvars}
    g = d.restrict(formula.build(d), fixed)
    for state in states(nvars):
        forced = frozenset(i for i in range(nvars) if fixed.get(i, i in state))
        assert d.evaluate(g, state) == formula.holds(forced)
    assert not set(d.support(g)) & set(fixed)


@quick
@given(cases())
def test_minimal_sets_and_their_counts_are_those_of_brute_force(
    case: tuple[int, Formula],
) -> None:
    nvars, formula = case
    d = Diagrams(nvars)
    z = d.minimal_sets(formula.build(d))
    expected = minimal(formula, nvars)
    assert d.sets(z) == expected
    counts = counts_by_order(d, z)
    assert sum(counts) == len(expected)
    assert all(n == sum(len(s) == order for s in expected) for order, n in enumerate(counts))
    if z > 1:
        assert weighted_counts(d, z, {}) == counts


@quick
@given(cases(ops=MONOTONE))
def test_the_quick_way_for_monotone_functions_agrees(case: tuple[int, Formula]) -> None:
    nvars, formula = case
    d = Diagrams(nvars)
    f = formula.build(d)
    assert d.minimal_sets(f, monotone=True) == d.minimal_sets(f)


@quick
@given(cases(), st.lists(chance, min_size=7, max_size=7), st.integers(1, 8))
def test_the_first_sets_are_those_of_a_full_sort(
    case: tuple[int, Formula], p: list[float], k: int
) -> None:
    nvars, formula = case
    d = Diagrams(nvars)
    z = d.minimal_sets(formula.build(d))
    p = p[:nvars]
    weigh = {s: math.prod(p[i] for i in s) for s in minimal(formula, nvars)}
    first = top_sets(d, z, p, k)
    assert [x for x, _ in first] == pytest.approx(sorted(weigh.values(), reverse=True)[:k])
    assert all(weigh[s] == pytest.approx(x) for x, s in first)
    assert len({s for _, s in first}) == len(first)
    by_order = top_sets(d, z, p, k, by="order")
    expected = sorted(weigh, key=lambda s: (len(s), -weigh[s]))[:k]
    assert [(len(s), weigh[s]) for _, s in by_order] == [
        (len(s), pytest.approx(weigh[s])) for s in expected
    ]


def test_ties_come_by_order_then_lexicographically() -> None:
    d = Diagrams(5)
    pairs = d.minimal_sets(d.at_least(2, [d.var(i) for i in range(4)]))
    alone = d.minimal_sets(d.var(4))
    ranked = top_sets(d, d.union(pairs, alone), [0.5, 0.5, 0.5, 0.5, 0.25], 7)
    assert [s for _, s in ranked] == [(4,), (0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


@quick
@given(cases(), st.lists(st.integers(0, 16), min_size=7, max_size=7))
def test_probabilities_and_importances_are_exact(
    case: tuple[int, Formula], sixteenths: list[int]
) -> None:
    nvars, formula = case
    d = Diagrams(nvars)
    f = formula.build(d)
    p = [Fraction(x, 16) for x in sixteenths[:nvars]]

    def exact(fixed: dict[int, int]) -> Fraction:
        q = [Fraction(fixed.get(i, x)) for i, x in enumerate(p)]
        return sum(
            (
                math.prod((q[i] if i in s else 1 - q[i] for i in range(nvars)), start=Fraction(1))
                for s in states(nvars)
                if formula.holds(s)
            ),
            Fraction(0),
        )

    columns = np.array([[float(x), 0.5] for x in p])
    grid = probability_grid(d, f, columns)
    assert grid.top[0] == pytest.approx(float(exact({})), abs=1e-12)
    assert probability_only(d, f, columns).tolist() == grid.top.tolist()
    for i in range(nvars):
        up, down = exact({i: 1}), exact({i: 0})
        assert grid.birnbaum[i, 0] == pytest.approx(float(up - down), abs=1e-12)
        if exact({}) > 0:
            share = fussell_vesely(grid, columns)[i, 0]
            worth = risk_achievement_worth(grid, columns)[i, 0]
            assert share == pytest.approx(float(1 - down / exact({})), abs=1e-9)
            assert worth == pytest.approx(float(up / exact({})), abs=1e-9)


@quick
@given(cases(), cases())
def test_unions_and_nonsupersets_are_those_of_plain_sets(
    one: tuple[int, Formula], other: tuple[int, Formula]
) -> None:
    d = Diagrams(7)
    a, b = d.minimal_sets(one[1].build(d)), d.minimal_sets(other[1].build(d))
    left, right = d.sets(a), d.sets(b)
    assert d.sets(d.union(a, b)) == sorted(set(left) | set(right))
    assert d.sets(d.nonsupersets(a, b)) == [
        s for s in left if not any(set(t) <= set(s) for t in right)
    ]


def test_counts_beyond_64_bits_are_exact() -> None:
    d = Diagrams(150)
    middle = d.at_least(75, [d.var(i) for i in range(150)])
    counts = counts_by_order(d, d.minimal_sets(middle, monotone=True))
    assert counts == (*[0] * 75, math.comb(150, 75))


def test_a_variable_can_stand_for_a_family_of_its_own() -> None:
    d = Diagrams(3)
    both = d.minimal_sets(d.and_(d.var(0), d.or_(d.var(1), d.var(2))))
    assert weighted_counts(d, both, {0: (0, 2, 1), 2: (0, 0, 0, 10**30)}) == (
        *(0, 0, 2, 1),
        2 * 10**30,
        10**30,
    )


def test_work_done_in_small_pieces_gives_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    def middle() -> list[int]:
        d = Diagrams(60)
        f = d.at_least(20, [d.xor(d.var(i), d.var((i + 1) % 60)) for i in range(60)])
        return [f, d.minimal_sets(f), d.dual(f), len(d)]

    at_once = middle()
    monkeypatch.setattr(manager, "_SLICE", 5)
    assert middle() == at_once
    assert at_once[-1] > 1 << 12


def test_a_budget_of_nodes_stops_with_the_facts() -> None:
    d = Diagrams(200, max_nodes=5000)
    with pytest.raises(BudgetExceeded) as stopped:
        d.at_least(100, [d.var(i) for i in range(200)])
    assert stopped.value.max_nodes == 5000
    assert stopped.value.nodes == 5000
    assert "5000 nodes" in str(stopped.value)


def test_a_budget_of_steps_stops_at_the_same_place_every_time() -> None:
    def reached() -> int:
        d = Diagrams(200, max_steps=3000)
        with pytest.raises(BudgetExceeded) as stopped:
            d.at_least(100, [d.var(i) for i in range(200)])
        assert stopped.value.steps == 3000
        return stopped.value.nodes

    assert reached() == reached()


def test_a_table_that_was_stopped_can_be_used_again() -> None:
    asked: list[bool] = []

    def stop_once() -> bool:
        asked.append(True)
        return len(asked) == 1

    d = Diagrams(200, should_stop=stop_once)
    with pytest.raises(Stopped):
        d.at_least(100, [d.var(i) for i in range(200)])
    f = d.at_least(100, [d.var(i) for i in range(200)])
    assert probability(d, f, [0.5] * 200) == pytest.approx(0.5281742, abs=1e-6)


def test_a_deep_diagram_needs_no_deep_stack() -> None:
    found: list[tuple[int, ...]] = []

    def solve() -> None:
        d = Diagrams(20_000)
        chain = d.and_(*[d.var(i) for i in reversed(range(20_000))])
        other = d.or_(d.dual(chain), d.var(3))
        found.append(counts_by_order(d, d.minimal_sets(other, monotone=True)))

    before = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=solve)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert found == [(0, 20_000)]


def test_mistaken_arguments_say_what_is_wrong() -> None:
    d = Diagrams(2)
    with pytest.raises(IndexError, match="variable 2 is not among 0 … 1"):
        d.var(2)
    with pytest.raises(ValueError, match="nvars is -1"):
        Diagrams(-1)
    with pytest.raises(ValueError, match="max_nodes is 1"):
        Diagrams(1, max_nodes=1)
    with pytest.raises(ValueError, match="shape"):
        top_sets(d, Family(1), [0.5], 1)
    with pytest.raises(ValueError, match="within 0 and 1"):
        probability_grid(d, TRUE, [[0.5], [float("nan")]])
    with pytest.raises(ValueError, match="more than 1 sets"):
        d.sets(d.minimal_sets(d.or_(d.var(0), d.var(1))), limit=1)


def test_constants_have_their_obvious_answers() -> None:
    d = Diagrams(1)
    assert d.minimal_sets(TRUE) == 1
    assert d.minimal_sets(FALSE) == 0
    assert counts_by_order(d, Family(1)) == (1,)
    assert counts_by_order(d, Family(0)) == (0,)
    assert top_sets(d, Family(1), [0.5], 3) == [(1.0, ())]
    assert top_sets(d, Family(0), [0.5], 3) == []
    assert probability_grid(d, TRUE, [[0.5]]).top.tolist() == [1.0]
    assert probability_grid(d, FALSE, [[0.5]]).top.tolist() == [0.0]
