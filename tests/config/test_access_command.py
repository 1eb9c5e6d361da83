import json
from pathlib import Path

import pytest

from simulacro.config.cli import main

MODEL = """<opsa-mef><define-fault-tree name="t">
<define-gate name="silence"><atleast min="2">
<basic-event name="phone"/><basic-event name="laptop"/><basic-event name="tablet"/>
</atleast></define-gate>
<define-basic-event name="phone"><float value="0.5"/></define-basic-event>
<define-basic-event name="laptop"><float value="0.25"/></define-basic-event>
<define-basic-event name="tablet"><float value="0.125"/></define-basic-event>
</define-fault-tree></opsa-mef>
"""


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    path = tmp_path / "model.xml"
    path.write_text(MODEL)
    return path


def test_a_fault_tree_is_solved_for_a_program(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["access", str(model), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["minimal_cut_sets"] == 3
    assert answer["by_order"] == [0, 0, 3]
    assert answer["top_probability"] == pytest.approx(0.1875)
    assert 0 < answer["seconds"] < 60


def test_a_fault_tree_is_solved_for_a_person(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["access", str(model)]) == 0
    shown = capsys.readouterr().out
    assert "silence: 3 minimal cut sets" in shown
    assert "0.1875" in shown


@pytest.mark.parametrize("as_json", [True, False])
def test_bad_input_lists_every_mistake(
    model: Path, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    model.write_text(MODEL.replace('value="0.5"', 'value="5"').replace('min="2"', 'min="7"'))
    assert main(["access", str(model), *(["--json"] if as_json else [])]) == 2
    told = capsys.readouterr()
    if as_json:
        codes = [mistake["code"] for mistake in json.loads(told.out)["mistakes"]]
        assert codes == ["threshold", "not_a_chance"]
    else:
        assert f"{model}:2: 7 of 3 can never be met" in told.err
        assert f"{model}:5: the probability of “phone” is 5.0" in told.err
        assert told.out == ""


def test_a_tree_beyond_the_budget_is_bad_input(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [[f"e{i}.{j}" for j in range(10)] for i in range(10)]
    lines = [*rows, *([row[j] for row in rows] for j in range(10))]
    gates = "".join(
        '<atleast min="2">' + "".join(f'<basic-event name="{e}"/>' for e in line) + "</atleast>"
        for line in lines
    )
    events = "".join(f'<define-basic-event name="{e}"/>' for row in rows for e in row)
    model.write_text(
        '<opsa-mef><define-fault-tree name="t"><define-gate name="top">'
        f"<and>{gates}</and></define-gate>{events}</define-fault-tree></opsa-mef>"
    )
    assert main(["access", str(model), "--max-nodes", "5000"]) == 2
    assert "more than 5000 nodes" in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "many", "9999999999999999"])
def test_a_budget_that_is_no_count_is_refused(
    model: Path, capsys: pytest.CaptureFixture[str], count: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["access", str(model), "--max-nodes", count])
    assert stopped.value.code == 2
    assert "within 1000 and 1000000000" in capsys.readouterr().err
