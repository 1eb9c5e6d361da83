"""Each documented incident says what happened, who read it where, and what was assumed."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from simulacro.engines.access.agency import combined, load_agency
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.documents.plain_text import read_text

ROOT = Path(__file__).resolve().parents[2]
INCIDENTS = sorted((ROOT / "examples" / "incidents").glob("*.yaml"))
SCHEMA = ROOT / "src" / "simulacro" / "engines" / "access" / "inventory.schema.json"
DEMO = ROOT / "src" / "simulacro" / "content" / "packs" / "demo" / "brand.yaml"
BOTH_LANGUAGES = ("title", "what_happened", "known", "assumed")
FIELDS = {
    *BOTH_LANGUAGES,
    *("date", "sources", "question", "channel", "failed_set"),
    *("preventing_fix", "no_longer"),
}

each_incident = pytest.mark.parametrize("path", INCIDENTS, ids=lambda path: path.stem)


def told(path: Path) -> dict[str, Any]:
    notes = yaml.safe_load(path.read_text(encoding="utf-8"))["incident"]
    assert isinstance(notes, dict)
    return notes


def before(path: Path) -> Inventory:
    return load_document(path.read_text(encoding="utf-8"))


def test_there_are_at_least_twelve_incidents() -> None:
    assert len(INCIDENTS) >= 12


@each_incident
def test_an_incident_is_told_in_both_languages(path: Path) -> None:
    notes = told(path)
    assert set(notes) - {"finding", "also", "first_overall"} == FIELDS
    for field in BOTH_LANGUAGES:
        assert set(notes[field]) == {"es", "en"}
        assert notes[field]["es"] != notes[field]["en"]
        assert all(len(text) > 15 for text in notes[field].values())


@each_incident
def test_somebody_read_a_source_of_it(path: Path) -> None:
    sources = told(path)["sources"]
    for source in sources:
        assert set(source) == {"title", "publisher", "date", "url", "read"}
        assert re.fullmatch(r"20\d\d(-\d\d){0,2}", str(source["date"]))
        assert re.fullmatch(r"https?://[^\s/]+/\S+", source["url"])
        assert isinstance(source["read"], bool)
    assert any(source["read"] for source in sources)


@each_incident
def test_the_inventory_is_from_before_the_incident(path: Path) -> None:
    facts = before(path).facts
    assert facts is not None
    assert facts <= told(path)["date"]
    assert path.stem.startswith(told(path)["date"].strftime("%Y-%m-"))


@each_incident
def test_the_failed_set_and_its_channel_are_in_the_inventory(path: Path) -> None:
    notes, inventory = told(path), before(path)
    assert notes["channel"] in {channel.id for channel in inventory.channels}
    assert notes["question"] in ("silence", "lockout", "hijack")
    assert notes["failed_set"]
    assert all(asset_id in inventory for asset_id in notes["failed_set"])
    finding = notes.get("finding")
    if finding:
        assert re.fullmatch(r"F(1[0-5]|[1-9])", finding["class"])
        assert all(asset_id in inventory for asset_id in finding["subjects"])


@pytest.mark.parametrize("path", [*INCIDENTS, DEMO], ids=lambda path: path.stem)
def test_an_example_has_the_published_schema(path: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    values, _ = read_text(path.read_bytes())
    jsonschema.Draft202012Validator(schema).validate(values)


def test_the_demo_brand_is_fictional_and_has_eight_channels_and_five_people() -> None:
    text = DEMO.read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    assert document["fictional"] is True
    assert set(document["about"]) == {"es", "en"}
    inventory = load_document(text)
    assert len(inventory.channels) == 8
    assert len([a for a in inventory.assets if a.kind == "person"]) == 5


def test_fourteen_clients_share_a_tool_a_junior_and_a_phone() -> None:
    text = (ROOT / "examples" / "inventories" / "agency.yaml").read_text(encoding="utf-8")
    agency = load_agency(text)
    assert len(agency.brands) == 14
    together = combined(agency)
    for asset_id in ("agency:programador", "agency:junior", "agency:telefono"):
        assert asset_id in together
    for client in agency.brands:
        assert "agency:programador" in client.inventory.methods_of("instagram")[0].requires


@each_incident
def test_an_incident_is_named_in_both_languages(path: Path) -> None:
    text = path.read_bytes()
    own = load_document(text)
    other = load_document(text, language="en" if own.brand.language == "es" else "es")
    assert own.brand.name != other.brand.name
    for here, there in zip(own.assets, other.assets, strict=True):
        assert here.name != there.name
    for way, its in zip(own.methods, other.methods, strict=True):
        assert not way.name or way.name != its.name
