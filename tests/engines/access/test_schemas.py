"""What is written follows the published schemas."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from tests.engines.access.inventories import inventories

from simulacro.content.rates import default_rates
from simulacro.engines.access.audit import audit
from simulacro.engines.access.audit_document import audit_to_document
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.writing import to_document

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted(
    path for path in (ROOT / "examples").glob("in*/*.yaml") if path.name != "agency.yaml"
)


def validator(name: str) -> Draft202012Validator:
    text = resources.files("simulacro.engines.access").joinpath(name).read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def problems(name: str, document: object) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator(name).iter_errors(document)]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_follows_the_inventory_schema_as_written(path: Path) -> None:
    class AsText(yaml.SafeLoader):
        """Leaves dates as text, as our own reader does."""

    AsText.yaml_implicit_resolvers = {
        first: [(tag, regexp) for tag, regexp in found if not tag.endswith(("timestamp", "int"))]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    AsText.add_implicit_resolver(
        "tag:yaml.org,2002:int", __import__("re").compile(r"[-+]?[0-9]+$"), list("-+0123456789")
    )
    document = yaml.load(path.read_text("utf-8"), AsText)  # a SafeLoader
    assert problems("inventory.schema.json", document) == []


@settings(max_examples=25, deadline=None)
@given(inventories(size=6))
def test_every_inventory_follows_the_schema_and_reads_back_unchanged(inventory: Inventory) -> None:
    document = to_document(inventory)
    assert problems("inventory.schema.json", json.loads(json.dumps(document))) == []
    assert load_document(document) == inventory
    assert load_document(yaml.safe_dump(document, allow_unicode=True)) == inventory


def test_an_audit_follows_its_schema() -> None:
    inventory = load_document((ROOT / "examples/inventories/solo.yaml").read_text("utf-8"))
    document = json.loads(json.dumps(audit_to_document(audit(inventory, default_rates()))))
    assert problems("audit.schema.json", document) == []
    assert {c["channel"] for c in document["channels"]} == {a.id for a in inventory.channels}
    assert document["fixes"]
    assert document["findings"]


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    document = {"schema": "simulacro.inventory/1", "brand": "X", "assets": [{"kind": "telephone"}]}
    assert problems("inventory.schema.json", document)
