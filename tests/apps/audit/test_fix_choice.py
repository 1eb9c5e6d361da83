"""Which fix a page names, and what a change is called."""

from dataclasses import replace

from tests.apps.audit.inventories import cafe, with_asset
from tests.apps.audit.readings import answer, reading

from simulacro.apps.audit.comparing import compare
from simulacro.apps.audit.reading import FindingSeen, FixEffect
from simulacro.apps.audit.results import fixes_for_finding, greatest_effect


def fix(kind: str, fall_h: float, **params: str) -> FixEffect:
    return FixEffect(kind, tuple(params.items()), 100.0, 100.0 - fall_h, ())


def test_the_boss_is_told_the_fix_that_takes_most_off_whatever_it_costs() -> None:
    free, dear = fix("add_admin", 2, target="ig"), replace(fix("cover", 40, target="ada"), cost=2)
    assert greatest_effect(replace(reading(), fixes=(free, dear))) == dear
    assert greatest_effect(replace(reading(), fixes=(fix("cover", 0, target="ada"),))) is None


def test_a_fix_of_another_channel_does_not_solve_a_weak_point_that_shares_its_line() -> None:
    inventory = with_asset(cafe(), replace(cafe()["ig"], id="x", name="X"))
    one, other, line = "ig", "x", "telefono"
    its = fix("remove_way", 3, target=one, through=line)
    others = fix("remove_way", 9, target=other, through=line)
    of_the_line = fix("pin", 1, target=line)
    seen = FindingSeen("F2", (one, line))
    assert fixes_for_finding(inventory, (others, its, of_the_line), seen) == [its, of_the_line]
    assert fixes_for_finding(inventory, (others,), FindingSeen("F2", (line,))) == [others]


def test_an_answer_whose_hours_stay_is_not_told_as_worse() -> None:
    before, after = answer(("ada",), ("ben",)), answer(("ada",))
    (change,) = compare(reading(before), reading(after)).answers
    assert change.alike
    (change,) = compare(reading(before), reading(replace(after, hours_per_year=9000.0))).answers
    assert (change.alike, change.better) == (False, False)
