"""Fixes: pure changes whose effect is that of a fresh audit, alone and in a series."""

from functools import cache
from pathlib import Path

import pytest

from simulacro.content.rates import default_rates
from simulacro.engines.access.agency import combined, load_agency
from simulacro.engines.access.audit import audit
from simulacro.engines.access.candidates import candidates
from simulacro.engines.access.document import load_document
from simulacro.engines.access.findings import Look
from simulacro.engines.access.fix_kinds import KINDS, apply_fix
from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Audience,
    Brand,
    Inventory,
    Kind,
    Level,
    LossMode,
    Method,
    Route,
    TheftMode,
    Trait,
)
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import AuditResult
from simulacro.engines.access.rules import Ask
from simulacro.engines.availability.pattern import Availability

ROOT = Path(__file__).resolve().parents[3]
FILES = [
    *sorted((ROOT / "examples" / "incidents").glob("*.yaml")),
    ROOT / "examples" / "inventories" / "solo.yaml",
    ROOT / "src" / "simulacro" / "content" / "packs" / "demo" / "brand.yaml",
]
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def read(path: Path) -> Inventory:
    return load_document(path.read_text("utf-8"))


@cache
def audited(path: Path) -> AuditResult:
    return audit(read(path), default_rates(), fixes=1000)


def look(path: Path) -> Look:
    result = audited(path)
    return Look(read(path), result.verdicts, result.brand_silence)


@each_file
def test_a_fix_does_what_a_fresh_audit_of_the_changed_inventory_says(path: Path) -> None:
    inventory, result = read(path), audited(path)
    assert result.fixes
    for effect in result.fixes:
        after = audit(apply_fix(inventory, effect.fix), default_rates(), fixes=0)
        assert effect.after_hours == pytest.approx(after.risk.hours, rel=1e-9)
        assert effect.before_hours == pytest.approx(result.risk.hours, rel=1e-9)
        for part in effect.after:
            fresh = after.risk.of(part.channel)
            for ask in Ask:
                assert part.part(ask) == pytest.approx(fresh.part(ask), rel=1e-9, abs=1e-9)
        assert not set(effect.closes) & {finding.key for finding in after.findings}


@each_file
def test_a_series_is_each_fix_after_the_other(path: Path) -> None:
    inventory, result = read(path), audited(path)
    last = result.risk.hours
    for effect in result.series:
        inventory = apply_fix(inventory, effect.fix)
        assert effect.before_hours == pytest.approx(last)
        last = effect.after_hours
        assert last < effect.before_hours
    assert audit(inventory, default_rates(), fixes=0).risk.hours == pytest.approx(last)
    assert [e.fix.key for e in result.series[:1]] == [e.fix.key for e in result.fixes[:1]]


def test_a_fix_leaves_the_inventory_it_was_given_alone() -> None:
    for path in FILES:
        fresh = load_document(path.read_text("utf-8"))
        for effect in audited(path).fixes:
            apply_fix(read(path), effect.fix)
        assert read(path) == fresh


def test_there_are_at_least_fifteen_kinds_and_the_examples_use_them() -> None:
    used = {effect.fix.kind for path in FILES for effect in audited(path).fixes}
    assert len(KINDS) >= 15
    assert len(used) >= 15
    assert used <= set(KINDS)


def test_another_admin_answers_more_often_and_is_one_more_person_to_fool() -> None:
    hawaii = next(path for path in FILES if path.stem.startswith("2018-01"))
    effects = [e for e in audited(hawaii).fixes if e.fix.kind == "add_person"]
    assert effects
    for effect in effects:
        assert effect.fall_of(Ask.SILENCE) > 0
        assert effect.fall_of(Ask.HIJACK) < 0


def test_fixes_for_a_question_are_ranked_by_what_they_take_off_it() -> None:
    result = audited(FILES[-1])
    for ask in Ask:
        falls = [effect.fall_of(ask) for effect in result.fixes_for(ask)]
        assert falls == sorted(falls, reverse=True)
        assert all(fall > 0 for fall in falls)


def test_an_owned_channel_closes_its_finding_and_leaves_the_brand_silent_less_often() -> None:
    sec = next(path for path in FILES if path.stem.startswith("2024-01"))
    found = [f for f in audited(sec).findings if f.kind == "F13"]
    assert found
    (effect,) = [e for e in audited(sec).fixes_closing(found[0]) if e.fix.kind != "add_person"]
    assert effect.fix.kind == "add_owned_channel"
    assert len(effect.after) == len(effect.before) + 1
    assert effect.brand_silence
    before, after = effect.brand_silence
    assert after < before
    # The new channel can be hijacked and fall silent too, and that shows.
    assert effect.fall_of(Ask.HIJACK) < 0


def test_a_rota_is_one_for_each_gap_of_the_week() -> None:
    for path in FILES:
        rotas = [c for c in candidates(look(path)) if c.kind == "cover_hours"]
        opened_by = {(fix["gap"], fix["target"]) for fix in rotas}
        assert len(opened_by) == len(rotas)
        people = len(read(path).of_kind(Kind.PERSON))
        assert len(rotas) <= 3 * max(1, people)
    brand = [e for e in audited(FILES[-1]).fixes if e.fix.kind == "cover_hours"]
    assert {e.fix["gap"] for e in brand} == {"nights", "weekends", "always"}
    assert len(brand) < len(read(FILES[-1]).of_kind(Kind.PERSON)) * 3


def test_second_eyes_on_a_tool_look_at_the_channels_that_only_it_publishes_to() -> None:
    channels = (
        Asset("x", Kind.ACCOUNT, "X", channel=True, traits=((Trait.SECOND_EYES, Answer.NO),)),
        Asset("ig", Kind.ACCOUNT, "IG", channel=True, traits=((Trait.SECOND_EYES, Answer.NO),)),
    )
    tool = Asset("tool", Kind.TOOL, "Tool", traits=((Trait.SECOND_EYES, Answer.NO),))
    ada = Asset("ada", Kind.PERSON, "Ada")
    ways = (
        Method("x", ("tool",), route=Route.TOOL),
        Method("ig", ("tool",), route=Route.TOOL),
        Method("ig", ("ada",)),
        Method("tool", ("ada",)),
    )
    inventory = Inventory(Brand("B"), (*channels, tool, ada), ways)
    after = apply_fix(inventory, KINDS["add_second_eyes"].fix((("target", "tool"),)))
    seen = {a.id: a.says(Trait.SECOND_EYES) for a in after.assets}
    assert seen == {"x": True, "ig": False, "tool": True, "ada": False}


def test_an_agency_is_fixed_where_its_clients_meet() -> None:
    agency = load_agency((ROOT / "examples" / "inventories" / "agency.yaml").read_text("utf-8"))
    result = audit(combined(agency), default_rates(), fixes=40)
    shared = [e for e in result.fixes_for(Ask.HIJACK) if e.fix["target"].startswith("agency:")]
    assert shared
    best = shared[0]
    clients = {part.channel.split("/")[0] for part in best.before}
    fallen = {
        old.channel.split("/")[0]
        for old, new in zip(best.before, best.after, strict=True)
        if new.part(Ask.HIJACK) < old.part(Ask.HIJACK)
    }
    assert fallen == clients


def test_a_fix_that_becomes_another_after_the_first_is_left_for_the_next_audit() -> None:
    """A code app for Ben, where Ben was let in no more, would be a code app for nobody."""
    ways = tuple(
        Method(target, requires, Level.PUBLISH, 0, Audience.BOTH, Route.LOGIN, doubtful=True)
        for target, requires in (("ig", ("mail", "ben")), ("ig", ("mail", "ben")), ("ben", ("ig",)))
    )
    often, taken = (LossMode("base", 2.0, 5.0),), (TheftMode("base", 0.05),)
    assets = (
        Asset("ig", Kind.ACCOUNT, "IG", channel=True, loss=often, theft=taken),
        Asset(
            "ben",
            Kind.PERSON,
            "Ben",
            at_hand=Availability(week=(0.0,) * 168),
            loss=often,
            theft=taken,
        ),
        Asset("mail", Kind.MAILBOX, "Mail", loss=often, theft=taken),
    )
    inventory = Inventory(Brand(name="X"), assets, ways)
    result = audit(inventory, Rates(), top=10_000)
    assert {effect.fix.key for effect in result.series} <= {e.fix.key for e in result.fixes}
