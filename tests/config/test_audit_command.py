"""`simulacro audit FILE`: a report for people, JSON for programs, and its exit codes."""

import datetime as dt
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from simulacro.apps.audit.spreadsheets import write_workbook
from simulacro.config.cli import main
from simulacro.engines.access.agency import agency_to_document, load_agency

ROOT = Path(__file__).resolve().parents[2]
SOLO = ROOT / "examples" / "inventories" / "solo.yaml"
SCHEMA = ROOT / "src" / "simulacro" / "engines" / "access" / "audit.schema.json"
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


AGENCY = """
schema: simulacro.agency/1
agency: {name: Agencia Faro, region: MX}
assets:
  - {id: llave, kind: credential, name: Llave}
  - {id: programador, kind: tool, name: Programador, opens: [[llave]]}
brands:
  - id: cine
    brand: Cine
    assets:
      - {id: clave, kind: credential, name: Clave}
      - {id: ig, kind: account, name: Instagram, opens: [[clave], ["agency:programador"]]}
  - id: teatro
    brand: Teatro Luna
    assets:
      - {id: fb, kind: account, name: Facebook, opens: [["agency:programador"]]}
      - {id: x, kind: account, name: X, opens: [["agency:programador"]]}
"""


@pytest.fixture
def agency_file(tmp_path: Path) -> Path:
    path = tmp_path / "agency.yaml"
    path.write_text(AGENCY, encoding="utf-8")
    return path


def test_an_agency_s_json_says_how_each_client_stands_and_what_they_share(
    agency_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(agency_file), "--json", "--no-fixes"]) == 1
    document = json.loads(capsys.readouterr().out)
    teatro, cine = document["agency"]["clients"]
    assert (teatro["client"], teatro["name"]) == ("teatro", "Teatro Luna")
    assert teatro["silenced_by_one"] == teatro["channels"] == ["fb", "x"]
    assert (cine["silenced_by_one"], cine["hijacked_by_one"]) == ([], ["ig"])
    whole = sum(client["hours_per_year"] for client in (teatro, cine))
    assert whole == pytest.approx(document["risk"]["hours_per_year"])
    parts = [teatro[f"{part}_h"] for part in ("silence", "lockout", "hijack")]
    assert sum(parts) == pytest.approx(teatro["hours_per_year"])
    assert document["agency"]["shared"][0] == {
        "question": "silence",
        "assets": ["agency:llave"],
        "falls": [{"client": "teatro", "channels": ["fb", "x"]}],
    }
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    assert main(["audit", str(agency_file), "--json", "--no-fixes", "--client", "cine"]) == 1
    alone = json.loads(capsys.readouterr().out)
    assert alone["agency"] is None
    assert [channel["channel"] for channel in alone["channels"]] == ["ig"]


@pytest.mark.usefixtures("in_spanish")
def test_an_agency_s_report_is_a_table_of_its_clients(
    agency_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(agency_file), "--no-fixes"]) == 1
    said = capsys.readouterr().out
    table = said.split("Tus clientes, primero el que más se juega")[1].split("\n\n")[1]
    heads, teatro, cine = table.splitlines()
    assert len(heads) == len(teatro) == len(cine)
    assert teatro.split()[:3] == ["Teatro", "Luna", "teatro"]
    assert teatro.split()[-3:] == ["2", "2", "2"]
    assert cine.split()[-3:] == ["1", "0", "1"]
    assert "un ladrón tiene canales de 2 de tus 2 clientes auditados: la llave" in said
    assert "Una herramienta ajena puede publicar: 2 de 2 clientes" in said
    assert main(["audit", str(agency_file), "--client", "nadie"]) == 2
    assert "cine, teatro" in capsys.readouterr().err
    assert main(["audit", str(SOLO), "--client", "cine"]) == 2
    assert "una sola marca" in capsys.readouterr().err


@pytest.mark.usefixtures("in_spanish")
def test_a_workbook_is_audited_as_its_document_is_and_its_mistakes_are_told_by_cell(
    agency_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = agency_to_document(load_agency(AGENCY))
    book = tmp_path / "agency.xlsx"
    book.write_bytes(write_workbook(document, "es"))
    answers = []
    for path in (book, agency_file):
        assert main(["audit", str(path), "--json", "--no-fixes", "--from", "2026-12-20"]) == 1
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]
    document["brands"][0]["assets"][0]["kind"] = "tecla"
    document["brands"][1]["assets"][1]["opens"] = [{"requires": ["agency:nada"]}]
    book.write_bytes(write_workbook(document, "es"))
    assert main(["audit", str(book)]) == 2
    told = capsys.readouterr().err
    assert "tecla" in told
    assert "nada" in told
    assert main(["audit", str(book), "--json"]) == 2
    mistakes = json.loads(capsys.readouterr().out)["mistakes"]
    assert [m["line"] is not None and "!" in m["path"] for m in mistakes] == [True, True]


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


def test_a_program_gets_json_for_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(tmp_path / "none.yaml"), "--json"]) == 2
    said = capsys.readouterr()
    (mistake,) = json.loads(said.out)["mistakes"]
    assert mistake["code"] == "cannot_open"
    assert mistake["file"] == str(tmp_path / "none.yaml")
    assert said.err == ""


@pytest.mark.usefixtures("in_spanish")
def test_one_hour_is_not_told_as_several(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulacro.config.audit_report import ahead_lines
    from simulacro.engines.access.days_ahead import DaysAhead
    from simulacro.engines.access.document import load_document

    inventory = load_document(SOLO.read_bytes())
    one = DaysAhead(dt.date(2026, 12, 20), 90, "America/Lima", silent_h=1.2, weak_h=1, worst=())
    assert "  Cerca de 1 hora sin respuesta en 15 minutos; 1 hora débil." in ahead_lines(
        inventory, one
    )
