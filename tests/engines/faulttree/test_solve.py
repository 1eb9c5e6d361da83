"""Fault trees against every state of small ones, and against published answers of real ones."""

from __future__ import annotations

import json
import random
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.engines.faulttree.trees import COHERENT, chance, counts, trees

from simulacro.engines.diagrams import BudgetExceeded, Stopped
from simulacro.engines.faulttree import (
    Connective,
    FaultTree,
    Gate,
    InvalidFaultTree,
    attempts,
    read_model,
    solve,
)

MODELS = ["baobab1", "chinese", "das9203", "das9207", "das9209"]
MODELS += ["edfpa14r", "edfpa15o", "elf9601", "isp9602", "jbd9601"]


@settings(max_examples=60, deadline=None)
@given(trees())
def test_any_tree_is_solved_as_by_enumeration(tree: FaultTree) -> None:
    result = solve(tree)
    assert result.by_order == counts(tree)
    assert result.minimal_cut_sets == sum(result.by_order)
    assert result.top_probability == pytest.approx(float(chance(tree)), abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(trees(connectives=COHERENT))
def test_a_coherent_tree_is_solved_as_by_enumeration(tree: FaultTree) -> None:
    result = solve(tree)
    assert result.by_order == counts(tree)
    assert result.top_probability == pytest.approx(float(chance(tree)), abs=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_a_real_tree_has_its_known_answer(model: str, shared_data: Path) -> None:
    folder = shared_data / "fault-trees"
    expected = json.loads((folder / "expected.json").read_text())[model]
    result = solve(read_model(folder / f"{model}.xml"))
    assert result.minimal_cut_sets == expected["minimal_cut_sets"]
    assert result.top_probability == pytest.approx(expected["top_probability"], rel=1e-5)
    assert sum(result.by_order) == result.minimal_cut_sets


@pytest.mark.parametrize("model", ["baobab1", "das9207", "elf9601", "isp9602"])
def test_the_order_of_the_file_does_not_move_the_answer(model: str, shared_data: Path) -> None:
    tree = read_model(shared_data / "fault-trees" / f"{model}.xml")
    shuffle = random.Random(7)
    names = list(tree.gates)
    shuffle.shuffle(names)
    gates = {
        name: Gate(
            tree.gates[name].connective,
            tuple(shuffle.sample(tree.gates[name].arguments, len(tree.gates[name].arguments))),
            tree.gates[name].least,
        )
        for name in names
    }
    one, other = solve(tree), solve(FaultTree(tree.top, gates, tree.events))
    assert other.by_order == one.by_order
    assert other.top_probability == pytest.approx(one.top_probability, rel=1e-9)


def test_every_order_gives_the_same_answer(
    monkeypatch: pytest.MonkeyPatch, shared_data: Path
) -> None:
    tree = read_model(shared_data / "fault-trees" / "baobab1.xml")
    expected = solve(tree)
    monkeypatch.setattr(attempts, "_FIRST_PIECE", 10)
    monkeypatch.setattr(attempts, "_ROUND", 10)
    again = solve(tree)
    assert again.by_order == expected.by_order
    assert again.top_probability == pytest.approx(expected.top_probability, rel=1e-9)


def test_a_tiny_probability_keeps_its_digits() -> None:
    tree = FaultTree(
        "top",
        {
            "top": Gate(Connective.AND, ("left", "right")),
            "left": Gate(Connective.OR, ("a", "b")),
            "right": Gate(Connective.OR, ("c", "d")),
        },
        {"a": 1e-12, "b": 2e-12, "c": 1e-9, "d": 3e-9},
    )
    assert solve(tree).top_probability == pytest.approx(3e-12 * 4e-9, rel=1e-9)


def test_a_tree_without_probabilities_is_still_counted() -> None:
    tree = FaultTree("top", {"top": Gate(Connective.OR, ("a", "b"))}, {"a": None, "b": 0.5})
    result = solve(tree)
    assert result.by_order == (0, 2)
    assert result.top_probability is None


def test_a_top_that_cannot_or_must_fail_says_so() -> None:
    never = FaultTree("top", {"top": Gate(Connective.AND, ("a", False))}, {"a": 0.5})
    always = FaultTree("top", {"top": Gate(Connective.OR, ("a", True))}, {"a": 0.5})
    hidden = FaultTree(
        "top",
        {"top": Gate(Connective.OR, ("a", "no")), "no": Gate(Connective.NOT, ("a",))},
        {"a": 0.5},
    )
    assert (solve(never).by_order, solve(never).top_probability) == ((0,), 0.0)
    assert (solve(always).by_order, solve(always).top_probability) == ((1,), 1.0)
    assert (solve(hidden).by_order, solve(hidden).top_probability) == ((1,), 1.0)


def test_a_deep_tree_needs_no_deep_stack() -> None:
    depth = 3000
    gates = {
        f"g{i}": Gate(
            Connective.AND if i % 2 else Connective.OR,
            (f"e{i}", f"e{(i * 7919) % depth}", f"g{i + 1}" if i + 1 < depth else "e0"),
        )
        for i in range(depth)
    }
    tree = FaultTree("g0", gates, {f"e{i}": 0.5 for i in range(depth)})
    found = []
    before = threading.stack_size(512 * 1024)
    try:
        thread = threading.Thread(target=lambda: found.append(solve(tree, max_nodes=1 << 20)))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert found[0].by_order[1] >= 1


@pytest.mark.parametrize("negated", [False, True])
def test_a_long_chain_of_one_kind_becomes_one_gate(negated: bool) -> None:
    length = 700
    gates = {}
    for i in range(length):
        below = f"g{i + 1}" if i + 1 < length else "last"
        if negated:
            gates[f"n{i}"] = Gate(Connective.NOT, (below,))
            gates[f"m{i}"] = Gate(Connective.NOT, (f"e{i}",))
            gates[f"g{i}"] = Gate(Connective.NAND, (f"n{i}", f"m{i}"))
        else:
            gates[f"g{i}"] = Gate(Connective.OR, (f"e{i}", below, "e0"))
    events = {f"e{i}": 0.001 for i in range(length)} | {"last": 0.001}
    result = solve(FaultTree("g0", gates, events))
    assert result.by_order == (0, length + 1)
    assert result.top_probability == pytest.approx(1 - 0.999 ** (length + 1))
    assert result.gates == 1


def _grid(n: int) -> FaultTree:
    """Every choice of one of each row meets every choice of one of each column: hard."""
    gates = {
        f"r{i}": Gate(Connective.ATLEAST, tuple(f"e{i}.{j}" for j in range(n)), 2) for i in range(n)
    }
    gates |= {
        f"c{j}": Gate(Connective.ATLEAST, tuple(f"e{i}.{j}" for i in range(n)), 2) for j in range(n)
    }
    gates["top"] = Gate(Connective.AND, tuple(gates))
    return FaultTree("top", gates, {f"e{i}.{j}": 0.1 for i in range(n) for j in range(n)})


def test_too_hard_a_tree_is_refused_with_the_budget() -> None:
    with pytest.raises(BudgetExceeded) as refused:
        solve(_grid(12), max_nodes=20_000)
    assert refused.value.max_nodes == 20_000


def test_a_solve_can_be_stopped() -> None:
    with pytest.raises(Stopped):
        solve(_grid(12), should_stop=lambda: True)


def test_all_mistakes_of_a_tree_are_told_at_once() -> None:
    with pytest.raises(InvalidFaultTree) as invalid:
        FaultTree(
            "nowhere",
            {
                "a": Gate(Connective.NOT, ("e", "b")),
                "b": Gate(Connective.ATLEAST, ("e",), 3),
                "c": Gate(Connective.AND, ()),
                "e": Gate(Connective.AND, ("missing",)),
            },
            {"e": 1.5},
        )
    assert {(m.name, m.reason.split(";")[0]) for m in invalid.value.mistakes} == {
        ("nowhere", "the top is not defined"),
        ("a", "not does not take 2 arguments"),
        ("b", "its threshold can never be met"),
        ("c", "and does not take 0 arguments"),
        ("e", "the name means two things"),
        ("e", "it refers to 'missing', which is not defined"),
        ("e", "its probability is 1.5"),
    }
    with pytest.raises(InvalidFaultTree, match="depends on itself"):
        FaultTree(
            "a",
            {"a": Gate(Connective.AND, ("b",)), "b": Gate(Connective.OR, ("a", "e"))},
            {"e": 0.1},
        )
