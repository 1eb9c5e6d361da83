"""The example of the reference page is read, audited, and follows the schema."""

import re
from pathlib import Path

from simulacro.content.rates import default_rates
from simulacro.engines.access.audit import audit
from simulacro.engines.access.document import load_document
from simulacro.engines.access.findings import CHECKS
from simulacro.engines.access.inventory import Kind, Trait

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "reference" / "inventory.md").read_text("utf-8")
GRAPH = (ROOT / "docs" / "reference" / "access-graph.md").read_text("utf-8")


def test_the_documented_inventory_is_read_and_audited() -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example
    inventory = load_document(example[1])
    assert [c.id for c in inventory.channels] == ["ig", "fb", "tiktok"]
    result = audit(inventory, default_rates())
    assert {f.key for f in result.findings} >= {"F8:tiktok", "F8:fb", "F10:scheduler"}


def test_every_kind_and_trait_is_documented() -> None:
    for word in (*Kind, *Trait):
        assert word.value in PAGE


def test_every_class_of_finding_is_documented() -> None:
    classes = re.findall(r"^\| (F\d+) \|", GRAPH, re.MULTILINE)
    assert classes == [f"F{i}" for i in range(1, len(CHECKS) + 1)]
