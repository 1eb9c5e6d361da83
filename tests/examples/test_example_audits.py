"""The demo brand and the agency have something worth finding, and nothing of it is stored."""

from dataclasses import replace
from pathlib import Path

import pytest

from simulacro.content.rates import default_rates
from simulacro.engines.access.agency import combined, load_agency, shared_by
from simulacro.engines.access.audit import audit
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.result import AuditResult
from simulacro.engines.access.rules import Ask

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "src" / "simulacro" / "content" / "packs" / "demo" / "brand.yaml"
AGENCY = ROOT / "examples" / "inventories" / "agency.yaml"
SUNDAY = 6 * 24


def sets(result: AuditResult, ask: Ask, channel: str) -> list[tuple[str, ...]]:
    """The likeliest minimal sets of a question, likeliest first."""
    return [minimal.assets for minimal in result.main(ask, channel).top]


@pytest.fixture(scope="module")
def demo() -> Inventory:
    return load_document(DEMO.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo_audit(demo: Inventory) -> AuditResult:
    return audit(demo, default_rates())


def test_on_sunday_night_nobody_of_the_demo_can_speak(demo_audit: AuditResult) -> None:
    brand = demo_audit.brand_silence
    assert brand is not None
    for hour in (*range(SUNDAY + 18, SUNDAY + 24), *range(0, 8)):
        assert brand.chance[hour] > 0.99
    assert max(brand.chance[24 + 10 : 24 + 18]) < 0.05


def test_one_phone_of_the_demo_holds_the_codes_of_four_channels(
    demo: Inventory, demo_audit: AuditResult
) -> None:
    on_the_phone = [
        channel.id
        for channel in demo.channels
        if any("codigos-ben" in method.requires for method in demo.methods_of(channel.id))
    ]
    assert len(on_the_phone) == 4
    for channel in ("tiktok", "linkedin"):
        assert ("telefono-ben",) in sets(demo_audit, Ask.SILENCE, channel)
    for channel in ("facebook", "youtube"):
        assert ("telefono-ben",) not in sets(demo_audit, Ask.SILENCE, channel)


def test_the_agency_that_left_can_still_post_for_the_demo(demo_audit: AuditResult) -> None:
    for channel in ("facebook", "x"):
        assert ("ex-agencia",) in sets(demo_audit, Ask.HIJACK, channel)[:3]


def test_a_changed_asset_changes_what_the_demo_audit_says(
    demo: Inventory, demo_audit: AuditResult
) -> None:
    without = replace(
        demo, methods=tuple(m for m in demo.methods if "permiso-ex-agencia" not in m.requires)
    )
    after = audit(without, default_rates())
    before_x, after_x = demo_audit.risk.of("x"), after.risk.of("x")
    assert after_x.hijack_h < before_x.hijack_h
    assert after_x.silence_h == pytest.approx(before_x.silence_h)
    assert ("ex-agencia",) not in sets(after, Ask.HIJACK, "x")


def test_one_tool_and_one_junior_can_hijack_all_fourteen_clients() -> None:
    agency = load_agency(AGENCY.read_text(encoding="utf-8"))
    together = combined(agency)
    result = audit(together, default_rates())
    for client in agency.brands:
        likeliest = sets(result, Ask.HIJACK, f"{client.id}/instagram")
        assert {("agency:programador",), ("agency:junior",)} <= set(likeliest)
    assert len(shared_by(agency, "programador")) == 14
