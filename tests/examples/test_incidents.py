"""With the facts of the day before, the audit puts what then failed among its first answers.

Whatever is asserted here is computed from the inventory and the default rates; the section
``incident`` of each file only says what to look for. What the test does and does not prove is
written in examples/README.md.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulacro.content.rates import default_rates
from simulacro.engines.access.audit import audit
from simulacro.engines.access.document import load_document
from simulacro.engines.access.fix_kinds import apply_fix
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.result import AuditResult, Effect
from simulacro.engines.access.rules import Ask

INCIDENTS = sorted((Path(__file__).resolve().parents[2] / "examples" / "incidents").glob("*.yaml"))
FIRST_SETS = 5
FIRST_FIXES = 3


def named(finding: dict[str, Any]) -> str:
    """The key of the finding that a file names."""
    return ":".join((finding["class"], *finding["subjects"]))


@dataclass(frozen=True)
class Case:
    """An incident: its inventory from before, the audit of it, and what to look for."""

    before: Inventory
    audited: AuditResult
    notes: dict[str, Any]

    @property
    def ask(self) -> Ask:
        return Ask(self.notes["question"])

    @property
    def failed(self) -> frozenset[str]:
        return frozenset(self.notes["failed_set"])

    @property
    def finding(self) -> str | None:
        given = self.notes.get("finding")
        return named(given) if given else None

    def fixes(self) -> list[Effect]:
        """What lowers this question's risk of this channel, the greatest fall first."""
        return list(self.audited.fixes_for(self.ask, self.notes["channel"]))

    def prevents(self, effect: Effect) -> bool:
        wanted = self.notes["preventing_fix"]
        return effect.fix.kind == wanted["kind"] and effect.fix["target"] == wanted["target"]

    def likeliest(self, audited: AuditResult) -> list[frozenset[str]]:
        verdict = audited.main(self.ask, self.notes["channel"])
        assert verdict.exact_to is None
        return [frozenset(minimal.assets) for minimal in verdict.top]

    def after(self) -> AuditResult:
        """The audit of the same inventory with the preventing fix, and nothing else, applied."""
        effect = next(effect for effect in self.fixes() if self.prevents(effect))
        return audit(apply_fix(self.before, effect.fix), default_rates(), top=1000, fixes=0)


@cache
def case(path: Path) -> Case:
    text = path.read_text(encoding="utf-8")
    inventory = load_document(text)
    return Case(inventory, audit(inventory, default_rates()), yaml.safe_load(text)["incident"])


each_incident = pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: path.stem)
with_more = pytest.mark.parametrize(
    "path",
    [path for path in INCIDENTS if "\n  also:" in path.read_text("utf-8")],
    ids=lambda path: path.stem,
)


@each_incident
def test_what_failed_is_among_the_first_five_sets(path: Path) -> None:
    incident = case(path)
    assert incident.failed in incident.likeliest(incident.audited)[:FIRST_SETS]


@each_incident
def test_what_would_have_prevented_it_is_among_the_first_three_fixes(path: Path) -> None:
    incident = case(path)
    first = incident.fixes()[:FIRST_FIXES]
    assert any(incident.prevents(effect) for effect in first)


@each_incident
def test_it_is_among_the_first_three_of_all_fixes_too(path: Path) -> None:
    incident = case(path)
    first = incident.audited.fixes[:FIRST_FIXES]
    told_otherwise = "first_overall" in incident.notes
    assert any(incident.prevents(effect) for effect in first) is not told_otherwise


def test_at_most_one_incident_is_told_otherwise() -> None:
    assert sum("first_overall" in case(path).notes for path in INCIDENTS) <= 1


@each_incident
def test_the_audit_names_the_weak_point(path: Path) -> None:
    incident = case(path)
    if incident.finding is None:
        assert len(incident.failed) > 1, "what fails alone is a finding"
    else:
        assert incident.finding in [finding.key for finding in incident.audited.findings]


@each_incident
def test_with_that_fix_it_no_longer_alarms(path: Path) -> None:
    incident = case(path)
    after = incident.after()
    channel = incident.notes["channel"]
    if incident.notes["no_longer"] == "set":
        assert incident.failed not in incident.likeliest(after)
    else:
        assert incident.notes["no_longer"] == "finding"
        assert incident.finding is not None
        assert incident.finding not in [finding.key for finding in after.findings]
    before_h = incident.audited.risk.of(channel).part(incident.ask)
    assert after.risk.of(channel).part(incident.ask) < before_h


@with_more
def test_what_made_it_worse_is_found_too_and_has_a_fix(path: Path) -> None:
    incident = case(path)
    also = incident.notes["also"]
    key = named(also["finding"])
    assert key in [finding.key for finding in incident.audited.findings]
    fix = next(
        effect.fix
        for effect in incident.audited.fixes
        if (effect.fix.kind, effect.fix["target"]) == (also["fix"]["kind"], also["fix"]["target"])
    )
    after = audit(apply_fix(incident.before, fix), default_rates(), fixes=0)
    assert key not in [finding.key for finding in after.findings]
