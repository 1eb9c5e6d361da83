import json
from pathlib import Path

import pytest

from simulacro.config.cli import main


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")


@pytest.mark.parametrize("verb", ["check", "add"])
def test_a_folder_without_a_pack_is_one_sentence(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "readme.txt").write_text("nothing", "utf-8")
    assert main(["pack", verb, str(tmp_path)]) == 2
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith(f"{tmp_path}: no file in this folder ends in .yaml")
    assert main(["pack", verb, str(tmp_path), "--json"]) == 2
    (mistake,) = json.loads(capsys.readouterr().out)["mistakes"]
    assert mistake["wrong"] == sentence


@pytest.mark.django_db
def test_the_packs_are_listed_under_headings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "list"]) == 0
    headings, base, *_ = capsys.readouterr().out.splitlines()
    assert headings.split() == ["Pack", "Licence", "Version", "Items"]
    assert base.split()[:3] == ["base", "CC-BY-4.0", "1"]
    assert headings.endswith("Items")
    assert len(base) == len(headings)


@pytest.mark.django_db
def test_a_pack_that_ships_is_not_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "remove", "base"]) == 2
    assert "base comes with Simulacro" in capsys.readouterr().err
    assert main(["pack", "remove", "nada"]) == 2
    assert "nada: no such pack here" in capsys.readouterr().err
