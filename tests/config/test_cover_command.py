import json
from pathlib import Path

import pytest

from simulacro.config.cli import main

MODEL = """Channel: X, TikTok
Format: text, video
Moment: day, night
IF [Channel] = "TikTok" THEN [Format] = "video";
"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")


def test_a_model_is_covered_for_a_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "model.txt"
    path.write_text(MODEL)
    assert main(["cover", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (len(answer["rows"]), answer["lower_bound"]) == (5, 4)
    assert set(answer["rows"][0]) == {"Channel", "Format", "Moment"}
    assert answer["covered"] == 11
    assert answer["infeasible"] == [
        {"combination": {"Channel": "TikTok", "Format": "text"}, "rules": ["line 4"]}
    ]
    assert answer["seconds"] >= 0


def test_a_model_of_ours_is_covered_for_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(
        "schema: simulacro.factors/1\nfactors:\n"
        "  - {id: a, name: Channel, values: [x, y]}\n  - {id: b, name: Moment, values: [u]}\n"
    )
    assert main(["cover", str(path)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "Channel  Moment"
    assert "2 rows cover 2 combinations; no fewer than 2 could." in out


def test_bad_models_are_refused_with_every_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pict, ours = tmp_path / "bad.txt", tmp_path / "bad.yaml"
    pict.write_text("A: 1\n{A} @ 1\n[B] = 1;")
    assert main(["cover", str(pict)]) == 2
    told = capsys.readouterr().err
    assert "bad.txt:2: sub-models are not read" in told
    assert "bad.txt:3: no parameter is called “B”" in told
    ours.write_text("schema: simulacro.factors/1\nfactors: []\n")
    assert main(["cover", str(ours), "--json"]) == 2
    assert main(["cover", str(tmp_path / "none.yaml")]) == 2
    contradiction = tmp_path / "never.txt"
    contradiction.write_text("A: 1, 2\n[A] = 1;\n[A] = 2;")
    assert main(["cover", str(contradiction)]) == 2
    assert "line 2, line 3" in capsys.readouterr().err
