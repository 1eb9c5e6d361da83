"""`simulacro audit FILE`: a report for people, JSON for programs, and its exit codes."""

import json
from pathlib import Path

import pytest

from simulacro.config.cli import main

ROOT = Path(__file__).resolve().parents[2]
SOLO = ROOT / "examples" / "inventories" / "solo.yaml"
CLEAN = """
schema: simulacro.inventory/1
brand: X
assets:
  - {id: key, kind: authenticator, hardware: yes}
  - {id: second-key, kind: authenticator, hardware: yes}
  - {id: password, kind: credential, weak: no}
  - {id: second-password, kind: credential, weak: no}
  - id: site
    kind: account
    owned: yes
    second_factor: yes
    second_eyes: yes
    opens: [[key, password], [second-key, second-password]]
"""


@pytest.fixture
def in_spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "es")


@pytest.mark.usefixtures("in_spanish")
def test_the_report_names_each_channel_a_fix_and_the_weak_points(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["audit", str(SOLO)]) == 1
    said = capsys.readouterr().out
    assert "Taller de Ada" in said
    assert "sin voz en Instagram" in said
    assert "Lo que más ayuda" in said
    assert "F8" in said


@pytest.mark.usefixtures("in_spanish")
def test_the_report_ranks_fixes_by_what_they_do_for_each_question(
    capsys: pytest.CaptureFixture[str],
) -> None:
    incident = ROOT / "examples" / "incidents" / "2024-01-sec-x.yaml"
    assert main(["audit", str(incident)]) == 1
    said = capsys.readouterr().out
    against_a_thief = said.split("Lo que más ayuda con «Que te la roben»")[1].split("\n\n")[1]
    first_three = against_a_thief.splitlines()
    assert len(first_three) == 3
    assert any("segundo factor" in line for line in first_three)
    assert not any("cubre" in line for line in first_three)


def test_the_json_has_the_published_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(SOLO), "--json", "--all", "--moment", "33"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "simulacro.audit/1"
    (instagram,) = [c for c in document["channels"] if c["channel"] == "ig"]
    assert len(instagram["questions"]) == 8
    assert {q["hour"] for q in instagram["questions"]} == {33}


def test_a_clean_inventory_exits_with_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "clean.yaml").write_text(CLEAN, encoding="utf-8")
    assert main(["audit", str(tmp_path / "clean.yaml"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_every_mistake_of_a_bad_file_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = SOLO.read_text("utf-8").replace("kind: sim", "kind: sym").replace("[casa]", "[cassa]")
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    assert main(["audit", str(tmp_path / "bad.yaml")]) == 2
    told = capsys.readouterr().err
    assert "sym" in told
    assert told.count("cassa") == bad.count("cassa")
    assert main(["audit", str(tmp_path / "bad.yaml"), "--json"]) == 2
    mistakes = json.loads(capsys.readouterr().out)["mistakes"]
    assert [m["line"] for m in mistakes] == sorted(m["line"] for m in mistakes)
    assert {m["code"] for m in mistakes} >= {"bad_choice", "unknown_asset"}
    assert main(["audit", str(tmp_path / "gone.yaml")]) == 2
    assert "gone.yaml" in capsys.readouterr().err


def test_an_agency_is_audited_over_all_its_clients(capsys: pytest.CaptureFixture[str]) -> None:
    agency = ROOT / "examples" / "inventories" / "agency.yaml"
    assert main(["audit", str(agency), "--json", "--no-fixes"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert len({c["channel"].split("/")[0] for c in document["channels"]}) == 14
    assert document["fixes"] == []


def test_the_picture_is_an_svg_in_the_chosen_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    target = tmp_path / "map.svg"
    assert main(["audit", str(SOLO), "--picture", str(target), "--about", "hijack"]) == 1
    drawn = target.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "To steal" in drawn or "gives a channel away" in drawn or "give a channel away" in drawn


def test_a_picture_that_cannot_be_written_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(SOLO), "--picture", str(tmp_path / "no" / "map.svg")]) == 2
    assert "map.svg" in capsys.readouterr().err


@pytest.mark.usefixtures("in_spanish")
def test_the_audit_ends_with_the_worst_of_the_next_ninety_days(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["audit", str(SOLO), "--no-fixes", "--from", "2026-12-20"])
    said = capsys.readouterr().out.partition("Los próximos 90 días")[2]
    assert "horas débiles" in said
    main(["audit", str(SOLO), "--no-fixes", "--from", "2026-12-20", "--json"])
    ahead = json.loads(capsys.readouterr().out)["days_ahead"]
    assert (ahead["first"], ahead["days"]) == ("2026-12-20", 90)
    touched = {holiday["day"] for one in ahead["worst"] for holiday in one["holidays"]}
    assert "2026-12-25" in touched
    assert all(0.25 <= one["chance"] <= 1 for one in ahead["worst"])
