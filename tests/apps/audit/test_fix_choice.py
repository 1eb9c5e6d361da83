"""Which fix a page names, and what a change is called."""

from dataclasses import replace

from tests.apps.audit.inventories import cafe_with_line
from tests.apps.audit.readings import answer, reading, solved

from simulacro.apps.audit.comparing import compare
from simulacro.apps.audit.reading import FindingSeen, FixEffect, from_plain, to_plain
from simulacro.apps.audit.results import fixes_closing, greatest_effect


def fix(kind: str, fall_h: float, **params: str) -> FixEffect:
    return FixEffect(kind, tuple(params.items()), 100.0, 100.0 - fall_h, ())


def test_the_boss_is_told_the_fix_that_takes_most_off_whatever_it_costs() -> None:
    free, dear = fix("add_admin", 2, target="ig"), replace(fix("cover", 40, target="ada"), cost=2)
    assert greatest_effect(replace(reading(), fixes=(free, dear))) == dear
    assert greatest_effect(replace(reading(), fixes=(fix("cover", 0, target="ada"),))) is None


def test_a_weak_point_leads_to_the_fixes_that_close_it_and_to_no_other() -> None:
    found = solved(cafe_with_line())
    seen = FindingSeen("F2", ("ig", "linea"))
    closing = fixes_closing(found, seen)
    assert closing is not None
    kinds = {fix.kind for fix in closing}
    assert "remove_way" in kinds
    assert not kinds & {"add_person", "add_device", "add_satellite", "add_battery"}
    unrelated = max(fix.fall_h for fix in found.fixes if fix not in closing)
    assert unrelated > max(fix.fall_h for fix in closing)
    assert fixes_closing(found, FindingSeen("F2", ("ig", "base.check.line"))) is None
    assert from_plain(to_plain(found)) == found


def test_what_an_audit_of_before_closes_is_not_guessed() -> None:
    found = solved(cafe_with_line())
    old = replace(found, fixes=tuple(replace(fix, closes=None) for fix in found.fixes))
    assert fixes_closing(old, FindingSeen("F2", ("ig", "linea"))) is None
    assert from_plain(to_plain(old)) == old


def test_an_answer_whose_hours_stay_is_not_told_as_worse() -> None:
    before, after = answer(("ada",), ("ben",)), answer(("ada",))
    (change,) = compare(reading(before), reading(after)).answers
    assert change.alike
    (change,) = compare(reading(before), reading(replace(after, hours_per_year=9000.0))).answers
    assert (change.alike, change.better) == (False, False)
