"""What the Open-PSA adapter reads, and what it refuses, with every place."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulacro.engines.faulttree import (
    Connective,
    Gate,
    UnreadableModel,
    parse_model,
    read_model,
    solve,
)
from simulacro.engines.faulttree.refusals import TEXTS

EVERYTHING = b"""<?xml version="1.0"?>
<!-- a comment -->
<opsa-mef name="model">
 <define-fault-tree name="tree">
  <label>What may fail</label>
  <define-gate name="top">
   <label>The top</label>
   <attributes><attribute name="k" value="v"/></attributes>
   <or>
    <gate name="both"/>
    <atleast min="2">
     <event name="a"/><event name="b" type="basic-event"/><gate name="same"/>
    </atleast>
    <cardinality min="1" max="2"><basic-event name="a"/><basic-event name="c"/></cardinality>
    <not><constant value="true"/></not>
   </or>
  </define-gate>
  <define-gate name="both"><and><basic-event name="a"/><house-event name="on"/></and></define-gate>
  <define-gate name="same"><basic-event name="c"/></define-gate>
  <define-house-event name="on"><constant value="true"/></define-house-event>
 </define-fault-tree>
 <model-data>
  <define-basic-event name="a"><float value="1.0e-1"/></define-basic-event>
  <define-basic-event name="b"><parameter name="rate"/></define-basic-event>
  <define-basic-event name="c"/>
  <define-parameter name="rate"><parameter name="base"/></define-parameter>
  <define-parameter name="base"><float value="0.25"/></define-parameter>
 </model-data>
</opsa-mef>
"""


def refused(content: bytes, top: str | None = None) -> list[str]:
    with pytest.raises(UnreadableModel) as error:
        parse_model(content, name="m.xml", top=top)
    assert str(error.value) == "\n".join(str(r) for r in error.value.refusals)
    return [f"{r.line} {r.code}" for r in error.value.refusals]


def tree(gates: str, data: str = "") -> bytes:
    return (
        f'<opsa-mef>\n<define-fault-tree name="t">\n{gates}\n</define-fault-tree>\n'
        f"<model-data>\n{data}\n</model-data></opsa-mef>"
    ).encode()


A = '<define-basic-event name="a"><float value="0.1"/></define-basic-event>'


def test_the_named_subset_is_read() -> None:
    model = parse_model(EVERYTHING)
    assert model.top == "top"
    assert dict(model.events) == {"a": 0.1, "b": 0.25, "c": None}
    assert dict(model.houses) == {"on": True}
    assert model.gates["both"] == Gate(Connective.AND, ("a", "on"))
    assert model.gates["same"] == Gate(Connective.AND, ("c",))
    top = model.gates["top"]
    assert top.connective is Connective.OR
    parts = [model.gates[str(name)] for name in top.arguments[1:]]
    assert parts == [
        Gate(Connective.ATLEAST, ("a", "b", "same"), least=2),
        Gate(Connective.CARDINALITY, ("a", "c"), least=1, most=2),
        Gate(Connective.NOT, (True,)),
    ]
    assert solve(model).by_order == (0, 2)


def test_a_top_can_be_chosen() -> None:
    assert parse_model(EVERYTHING, top="both").top == "both"
    assert refused(EVERYTHING, top="a") == ["3 no_such_top"]


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    content = tree(
        '<define-gate name="top"><and><gate name="nope"/><gate name="a"/></and></define-gate>\n'
        '<define-gate name="g2"><atleast min="5"><gate name="top"/></atleast></define-gate>\n'
        '<define-gate name="g3"><or><gate name="g2"/><gate name="g4"/><foo/></or></define-gate>\n'
        '<define-gate name="g4"/>\n'
        '<define-gate name="g5"><not><gate name="g3"/><gate name="g6"/></not></define-gate>\n'
        '<define-gate name="g6"><gate name="g2"/><gate name="g3"/></define-gate>\n'
        "<define-sequence/>",
        A + "\n" + A + '\n<define-basic-event name="b"><exponential/></define-basic-event>\n'
        '<define-basic-event name="c"><float value="1.5"/></define-basic-event>\n'
        '<define-basic-event name="d" role="private"><float value="x"/></define-basic-event>\n'
        '<define-basic-event name="e"><parameter name="p"/></define-basic-event>\n'
        '<define-parameter name="q"><parameter name="q"/></define-parameter>\n'
        '<define-house-event name="h"><constant value="yes"/></define-house-event>\n'
        '<define-gate colour="red"><gate name="top"/></define-gate>',
    )
    assert refused(content) == [
        "3 not_defined",
        "3 other_kind",
        "4 threshold",
        "5 unknown_element",
        "6 nothing_inside",
        "7 number_of_arguments",
        "8 several_inside",
        "9 unknown_element",
        "13 defined_twice",
        "14 unknown_element",
        "15 not_a_chance",
        "16 private",
        "16 not_a_number",
        "17 not_defined",
        "18 depends_on_itself",
        "19 not_a_truth",
        "20 unknown_attribute",
        "20 no_name",
    ]


def test_a_cycle_is_refused_at_its_gate() -> None:
    content = tree(
        '<define-gate name="top"><gate name="x"/></define-gate>\n'
        '<define-gate name="x"><and><gate name="y"/><basic-event name="a"/></and></define-gate>\n'
        '<define-gate name="y"><not><gate name="x"/></not></define-gate>',
        A,
    )
    assert refused(content) == ["4 depends_on_itself"]


def test_a_model_with_no_or_several_tops_asks_for_one() -> None:
    two = tree('<define-gate name="x"><basic-event name="a"/></define-gate>', A)
    assert parse_model(two).top == "x"
    several = tree(
        '<define-gate name="x"><basic-event name="a"/></define-gate>'
        '<define-gate name="y"><basic-event name="a"/></define-gate>',
        A,
    )
    assert refused(several) == ["1 several_tops"]
    assert parse_model(several, top="y").top == "y"
    assert refused(tree("", A)) == ["1 no_gate"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["1 syntax"]),
        (b"<opsa-mef><define-fault-tree", ["1 syntax"]),
        (EVERYTHING[:700], ["17 syntax"]),
        (b"\x00\x01\x02", ["1 syntax"]),
        (b"<html/>", ["1 not_opsa"]),
        (b'\n<!DOCTYPE x [<!ENTITY a "b">]><opsa-mef/>', ["2 doctype"]),
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><opsa-mef/>'.encode("utf-16"),
            ["1 doctype"],
        ),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><opsa-mef/>', ["1 doctype"]),
    ],
)
def test_a_file_that_is_no_model_is_refused(content: bytes, expected: list[str]) -> None:
    assert [r.split()[1] for r in refused(content)][:1] == [expected[0].split()[1]]


def test_a_large_or_absent_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.xml"
    with pytest.raises(UnreadableModel) as absent:
        read_model(path)
    assert absent.value.refusals[0].code == "cannot_open"
    path.write_bytes(EVERYTHING)
    with pytest.raises(UnreadableModel) as large:
        read_model(path, size_limit=100)
    assert large.value.refusals[0].code == "too_large"
    assert str(path) in str(large.value)
    assert read_model(path).top == "top"


def test_every_refusal_says_what_is_wrong_and_the_way_out() -> None:
    assert all(wrong and way_out for wrong, way_out in TEXTS.values())
