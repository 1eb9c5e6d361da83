from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.possibilities.models import (
    combinations_to_cover,
    conditions,
    every_row,
    models,
    uniform,
)

from simulacro.engines.possibilities import (
    Factor,
    FactorModel,
    NoRow,
    Rule,
    Stronger,
    cover,
    load_model,
    parse_model,
    read_model,
    some_row,
    verify,
)

QUICK = 20_000


@given(model=models(), strength=st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_every_feasible_combination_is_covered_and_no_other_is_ever_emitted(
    model: FactorModel, strength: int
) -> None:
    strength = min(strength, len(model.factors))
    rows = every_row(model)
    if not every_row(replace(model, factors=_harmless(model))):
        with pytest.raises(NoRow):
            cover(model, strength=strength)
        return
    array = cover(model, strength=strength, effort=QUICK)
    assert set(array.rows) <= set(rows)
    wanted = combinations_to_cover(model, rows, strength)
    assert combinations_to_cover(model, list(array.rows), strength) == wanted
    assert array.covered == len(wanted)
    assert array.lower_bound <= len(array.rows)


def _harmless(model: FactorModel) -> tuple[Factor, ...]:
    return tuple(
        replace(f, values=tuple(replace(v, negative=False) for v in f.values))
        for f in model.factors
    )


@given(model=models(), strength=st.integers(1, 2))
@settings(max_examples=60, deadline=None)
def test_the_verifier_agrees_with_the_list_of_all_rows(model: FactorModel, strength: int) -> None:
    rows = every_row(model)
    half = rows[::2]
    proof = verify(model, half, strength=strength)
    wanted = combinations_to_cover(model, rows, strength)
    held = combinations_to_cover(model, half, strength)
    assert proof.covered == len(held)
    assert len(proof.missing) == len(wanted - held)
    assert proof.complete == (held == wanted)


@given(model=models(), data=st.data())
@settings(max_examples=50, deadline=None)
def test_completed_drills_stay_first_and_only_what_they_lack_is_added(
    model: FactorModel, data: st.DataObject
) -> None:
    rows = every_row(model)
    if not rows:
        return
    chosen = data.draw(st.lists(st.sampled_from(rows), max_size=4))
    completed = [
        {f.id: f.values[v].id for f, v in zip(model.factors, row, strict=True)} for row in chosen
    ]
    array = cover(model, completed=completed, effort=QUICK)
    assert list(array.rows[: array.completed]) == chosen
    assert verify(model, array.rows, completed=array.completed).complete


@given(model=models(), data=st.data())
@settings(max_examples=50, deadline=None)
def test_another_rule_never_adds_a_combination(model: FactorModel, data: st.DataObject) -> None:
    model = replace(model, factors=_harmless(model))
    rule = Rule("more", data.draw(conditions(list(model.levels))))
    tighter = replace(model, rules=(*model.rules, rule))
    try:
        before, after = cover(model, effort=0), cover(tighter, effort=0)
    except NoRow:
        return
    assert after.covered <= before.covered
    impossible = {x.combination for x in after.infeasible}
    assert {x.combination for x in before.infeasible} <= impossible


def test_an_impossible_combination_names_the_rules_that_forbid_it_and_none_superfluous() -> None:
    model = parse_model(
        "A: 1, 2\nB: 1, 2\nC: 1, 2\nD: 1, 2\n"
        "IF [A] = 1 THEN [B] = 1;\nIF [B] = 1 THEN [C] = 1;\nIF [D] = 1 THEN [A] = 2;"
    )
    named = {x.combination: x.rules for x in cover(model, effort=QUICK).infeasible}
    assert named[("A", "1"), ("C", "2")] == ("line 5", "line 6")
    assert named[("A", "1"), ("D", "1")] == ("line 7",)


def test_rules_that_contradict_one_another_are_named() -> None:
    with pytest.raises(NoRow) as stuck:
        cover(parse_model('A: x, y\nB: x, y\n[A] = "x";\n[A] = "y";\n[B] = "x";'))
    assert stuck.value.rules == ("line 3", "line 4")


def test_a_negative_value_is_never_beside_another() -> None:
    model = parse_model("A: ~-1, 0, 1, 2\nB: ~-1, 0, 1, 2")
    array = cover(model, effort=QUICK)
    assert len(array.rows) == 9 + 3 + 3
    assert sum(row["A"] == "~-1" for row in array.named()) == 3
    assert verify(model, array.rows).complete


def test_aliases_take_turns_and_weights_choose_where_coverage_does_not_care() -> None:
    model = parse_model("A: 1, 2, 3, 4\nB: x | equis, y, z, w\nC: light, heavy (50)")
    named = cover(model, effort=QUICK).named()
    assert {row["B"] for row in named} == {"x", "equis", "y", "z", "w"}
    heavy = sum(row["C"] == "heavy" for row in named)
    assert heavy > len(named) / 2


def test_the_same_arguments_give_the_same_rows() -> None:
    model = uniform([4, 3, 3, 2, 2, 2])
    assert cover(model, effort=QUICK).rows == cover(model, effort=QUICK).rows
    assert cover(model, effort=QUICK, seed=2).rows != cover(model, effort=QUICK).rows


def test_a_heavy_family_is_covered_three_at_a_time_and_the_rest_by_pairs() -> None:
    model = replace(uniform([3, 3, 3, 2, 2]), stronger=(Stronger(("f0", "f1", "f2"), 3),))
    array = cover(model, effort=QUICK)
    assert len({row[:3] for row in array.rows}) == 27
    assert verify(model, array.rows).complete
    assert len(array.rows) == array.lower_bound == 27


@pytest.mark.parametrize(
    ("levels", "at_most"),
    [([3] * 4, 9), ([3] * 13, 17), ([4] + [3] * 39 + [2] * 35, 23), ([2] * 100, 10)],
)
def test_public_models_stay_within_published_sizes(levels: list[int], at_most: int) -> None:
    model = uniform(levels)
    array = cover(model, effort=30_000_000)
    assert len(array.rows) <= at_most
    assert verify(model, array.rows).complete


def test_starter_rows_under_a_group_reach_what_single_cells_do_not() -> None:
    model = uniform([10] * 20)
    array = cover(model, effort=30_000_000)
    assert len(array.rows) <= 192
    assert verify(model, array.rows).complete


def test_the_drill_model_is_exhausted(shared_data: Path) -> None:
    model = read_model(shared_data / "covering" / "drill.pict")
    pairs = cover(model)
    assert (pairs.covered, len(pairs.infeasible), len(pairs.rows)) == (609, 13, 48)
    triples = cover(model, strength=3, effort=5_000_000)
    assert len(triples.rows) <= 297
    assert verify(model, triples.rows, strength=3).complete


def test_a_stopped_search_stops() -> None:
    class Enough(Exception):
        pass

    def stop(rows: int, bound: int) -> None:
        assert rows >= bound
        raise Enough

    with pytest.raises(Enough):
        cover(uniform([3] * 6), progress=stop)


def test_our_document_says_the_same_as_the_model_of_pict() -> None:
    ours = load_model("""
schema: simulacro.factors/1
factors:
  - {id: Channel, values: [X, TikTok]}
  - {id: Format, values: [text, video, audio]}
  - {id: Truth, values: ["true", "false"]}
rules:
  - {id: spoken, if: {Channel: TikTok}, then: {Format: {not: text}}}
  - {id: no-rumour, never: {Format: audio, Truth: "false"}}
""")
    theirs = parse_model(
        "Channel: X, TikTok\nFormat: text, video, audio\nTruth: true, false\n"
        'IF [Channel] = "TikTok" THEN NOT [Format] = "text";\n'
        'NOT ([Format] = "audio" AND [Truth] = "false");'
    )
    assert every_row(ours) == every_row(theirs)


@given(model=models(), seed=st.integers(0, 3), data=st.data())
@settings(max_examples=50, deadline=None)
def test_some_row_keeps_what_is_fixed_and_is_one_that_can_happen(
    model: FactorModel, seed: int, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(model.factors) - 1))
    factor = model.factors[at]
    fixed = {factor.id: data.draw(st.sampled_from(factor.values)).id}
    possible = [row for row in every_row(model) if row[at] == model.cells(fixed)[at]]
    row = some_row(model, fixed, seed=seed)
    if row is None:
        assert not possible
    else:
        assert tuple(model.cells(row)[i] for i in range(len(model.factors))) in possible
        assert model.broken_rules(row) == ()
        assert some_row(model, fixed, seed=seed) == row
