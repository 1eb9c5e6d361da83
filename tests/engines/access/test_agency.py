"""What an agency shares: ranked exactly, and taken along when a client leaves."""

from itertools import combinations
from pathlib import Path

import pytest
from tests.engines.access.oracle import accessible, hijacked

from simulacro.content.rates import default_rates
from simulacro.engines.access.agency import SHARED, Agency, load_agency, standing_alone
from simulacro.engines.access.audit import audit
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.result import AuditResult
from simulacro.engines.access.rules import MAIN_QUESTIONS, Ask, can_be_lost
from simulacro.engines.access.shared import ChannelSets, rank_shared

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "inventories" / "agency.yaml"


@pytest.fixture(scope="module")
def agency() -> Agency:
    return load_agency(EXAMPLE.read_bytes())


@pytest.fixture(scope="module")
def results(agency: Agency) -> dict[str, AuditResult]:
    return {b.id: audit(b.inventory, default_rates(), fixes=0) for b in agency.brands}


def sets_of(result: AuditResult, ask: Ask) -> list[ChannelSets]:
    found = [v for v in result.verdicts if v.question.ask is ask and v.question in MAIN_QUESTIONS]
    return [ChannelSets(v.subject or "", v.alone, v.shared_pairs) for v in found]


def falls(inventory: Inventory, gone: tuple[str, ...], ask: Ask, channel: str) -> bool:
    if ask is Ask.HIJACK:
        return hijacked(inventory, frozenset(gone), "publish", channel, worst=True)
    return not accessible(inventory, frozenset(gone), 15, "publish", channel, worst=True)


def may_go(inventory: Inventory, asset_id: str, ask: Ask) -> bool:
    asset = inventory[asset_id]
    return asset.theft != () if ask is Ask.HIJACK else can_be_lost(asset)


@pytest.mark.parametrize("ask", [Ask.SILENCE, Ask.HIJACK])
def test_ranking_is_what_taking_each_thing_and_each_two_away_shows(
    agency: Agency, results: dict[str, AuditResult], ask: Ask
) -> None:
    shown = {
        frozenset(reach.assets): {(c, x) for c, channels in reach.falls for x in channels}
        for reach in rank_shared({k: sets_of(r, ask) for k, r in results.items()}, most=10_000)
    }
    expected: dict[frozenset[str], set[tuple[str, str]]] = {}
    names = [SHARED + asset.id for asset in agency.shared.assets]
    for gone in [(x,) for x in names] + list(combinations(names, 2)):
        expected[frozenset(gone)] = {
            (brand.id, channel.id)
            for brand in agency.brands
            for channel in brand.inventory.channels
            if not falls(brand.inventory, (), ask, channel.id)
            and falls(
                brand.inventory,
                tuple(x for x in gone if may_go(brand.inventory, x, ask)),
                ask,
                channel.id,
            )
        }
    assert shown
    for gone, fallen in shown.items():
        assert fallen == expected[gone], sorted(gone)
    # What is not shown brings nothing down, or nothing that one of its two does not by itself.
    for gone, fallen in expected.items():
        if gone not in shown:
            alone = [expected[frozenset((x,))] for x in gone]
            assert not fallen or len(gone) == 2
            assert len(gone) == 1 or size(fallen) == max(map(size, alone))


def size(fallen: set[tuple[str, str]]) -> tuple[int, int]:
    return len({client for client, _ in fallen}), len(fallen)


def test_two_that_are_only_enough_together_are_a_pair() -> None:
    both = (("agency:a", "agency:b"),)
    ranked = rank_shared(
        {
            "one": [ChannelSets("ig", (), both)],
            "two": [ChannelSets("ig", ("agency:a",), ()), ChannelSets("fb", ("own",), ())],
        }
    )
    assert [(r.assets, r.clients) for r in ranked] == [
        (("agency:a", "agency:b"), 2),
        (("agency:a",), 1),
    ]


def test_client_that_leaves_keeps_what_it_used_and_every_answer(
    agency: Agency, results: dict[str, AuditResult]
) -> None:
    for brand in agency.brands[:3]:
        alone = standing_alone(brand.inventory, taken={"junior"})
        assert not any(asset.id.startswith(SHARED) for asset in alone.assets)
        assert any(asset.id == "junior-2" for asset in alone.assets)
        after, before = audit(alone, default_rates(), fixes=0), results[brand.id]
        assert after.risk.hours == pytest.approx(before.risk.hours, rel=1e-12)
        for new, old in zip(after.verdicts, before.verdicts, strict=True):
            assert new.by_order == old.by_order
