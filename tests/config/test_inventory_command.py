from pathlib import Path

import pytest
from tests.apps.audit.inventories import CAFE, cafe

from simulacro.apps.audit import queries
from simulacro.apps.brands.models import Brand
from simulacro.config.cli import main

WORDS = "cuatro palabras bien largas"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mapa.yaml"
    path.write_text(CAFE, "utf-8")
    return path


def test_a_file_is_only_shown_until_one_says_yes(
    brand: Brand, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inventory", "import", str(file), "--brand", brand.slug]) == 0
    assert "Teléfono de la jefa" in capsys.readouterr().out
    assert queries.current_inventory(brand) is None
    assert main(["inventory", "import", str(file), "--brand", brand.slug, "--yes"]) == 0
    assert queries.current_inventory(brand) == cafe()


def test_a_copy_leaves_locked_and_opens_again(
    brand: Brand, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMULACRO_PASSPHRASE", WORDS)
    main(["inventory", "import", str(file), "--brand", brand.slug, "--yes"])
    out, plain = tmp_path / "copia.simulacro", tmp_path / "copia.yaml"
    assert main(["inventory", "export", str(out), "--brand", brand.slug]) == 0
    assert b"Instagram" not in out.read_bytes()
    assert main(["inventory", "open", str(out), "--out", str(plain)]) == 0
    assert "Instagram" in plain.read_text("utf-8")
    assert plain.stat().st_mode & 0o077 == 0


def test_in_the_clear_only_when_it_is_said(brand: Brand, file: Path, tmp_path: Path) -> None:
    main(["inventory", "import", str(file), "--brand", brand.slug, "--yes"])
    out = tmp_path / "copia.yaml"
    assert main(["inventory", "export", str(out), "--brand", brand.slug, "--clear"]) == 0
    assert "Instagram" in out.read_text("utf-8")
    assert main(["inventory", "export", str(out), "--brand", brand.slug, "--clear"]) == 2


def test_a_bad_file_changes_nothing_and_exits_2(
    brand: Brand, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(CAFE.replace("kind: person", "kind: persona"), "utf-8")
    assert main(["inventory", "import", str(file), "--brand", brand.slug, "--yes"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert queries.current_inventory(brand) is None
