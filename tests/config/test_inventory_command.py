import errno
import json
import os
from pathlib import Path

import pytest
from tests.apps.audit.inventories import CAFE, cafe

from simulacro.apps.audit import queries
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.services import start_agency
from simulacro.config.cli import main
from simulacro.config.passphrases import read_passphrase
from simulacro.config.private_files import write_private
from simulacro.kit.audit_log.models import LogEntry

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


def test_a_passphrase_of_spaces_is_refused_in_words(
    brand: Brand,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SIMULACRO_PASSPHRASE", " " * 12)
    main(["inventory", "import", str(file), "--brand", brand.slug, "--yes"])
    out = tmp_path / "copia.simulacro"
    assert main(["inventory", "export", str(out), "--brand", brand.slug]) == 2
    assert "no protegen nada" in capsys.readouterr().err
    assert not out.exists()


def test_in_the_clear_only_when_it_is_said(brand: Brand, file: Path, tmp_path: Path) -> None:
    main(["inventory", "import", str(file), "--brand", brand.slug, "--yes"])
    out = tmp_path / "copia.yaml"
    assert main(["inventory", "export", str(out), "--brand", brand.slug, "--clear"]) == 0
    assert "Instagram" in out.read_text("utf-8")
    assert main(["inventory", "export", str(out), "--brand", brand.slug, "--clear"]) == 2


def test_where_nothing_can_be_written_it_is_said_and_nothing_is_lost(
    brand: Brand, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["inventory", "import", str(file), "--brand", brand.slug, "--yes"])
    logged = LogEntry.objects.count()
    for out, reason in ((tmp_path / "nada" / "x.yaml", "no existe"), (tmp_path, "es una carpeta")):
        capsys.readouterr()
        words = ["inventory", "export", str(out), "--brand", brand.slug, "--clear", "--force"]
        assert main(words) == 2
        said = capsys.readouterr().err
        assert str(out) in said
        assert reason in said
    assert list(tmp_path.iterdir()) == [file]
    assert LogEntry.objects.count() == logged


def test_the_old_file_stays_where_the_new_one_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_names: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "copia.yaml"
    path.write_bytes(b"old")
    monkeypatch.setattr("simulacro.config.private_files.os.replace", full)
    assert not write_private(path, b"new")
    assert [kept.read_bytes() for kept in tmp_path.iterdir()] == [b"old"]


def test_a_passphrase_file_that_is_no_text_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "frase.txt"
    path.write_bytes("contraseña muy larga".encode("latin-1"))
    assert read_passphrase(path, confirm=True) is None
    assert "UTF-8" in capsys.readouterr().err


def test_a_bad_file_changes_nothing_and_exits_2(
    brand: Brand, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(CAFE.replace("kind: person", "kind: persona"), "utf-8")
    assert main(["inventory", "import", str(file), "--brand", brand.slug, "--yes"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert queries.current_inventory(brand) is None


def test_programs_are_told_of_each_mistake_by_code_and_place_in_english(
    brand: Brand, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(CAFE.replace("kind: person", "kind: persona"), "utf-8")
    words = [str(file), "--json"]
    assert main(["inventory", "import", *words, "--brand", brand.slug]) == 2
    imported = json.loads(capsys.readouterr().out)
    assert main(["audit", *words]) == 2
    assert json.loads(capsys.readouterr().out) == imported
    for mistake in imported["mistakes"]:
        assert mistake["code"] == "bad_choice"
        assert mistake["line"] > 1
        assert mistake["column"] > 1
        assert mistake["wrong"] == "“persona” is not one of the answers"


AGENCY = """
schema: simulacro.agency/1
agency: {name: Agencia Faro, region: MX}
assets:
  - {id: llave, kind: credential, name: Llave compartida}
brands:
  - id: luna
    brand: {name: Café Luna}
    assets:
      - {id: ig, kind: account, name: Instagram, opens: [["agency:llave"]]}
"""


def test_an_agency_comes_in_with_its_clients_and_leaves_with_them(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = User.objects.create_user("head@example.org", name="Head")
    agency = start_agency(owner=head, name="Agencia Faro")
    file, out = tmp_path / "agencia.yaml", tmp_path / "copia.yaml"
    file.write_text(AGENCY, "utf-8")
    bring = ["inventory", "import", str(file), "--agency", "agencia faro"]
    assert main(bring) == 0
    assert "Café Luna (nueva)" in capsys.readouterr().out
    assert not Brand.objects.exists()
    assert main([*bring, "--yes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["saved"] == 2
    brand = Brand.objects.get(agency=agency)
    assert (brand.name, brand.memberships.get().user) == ("Café Luna", head)
    assert main(["inventory", "export", str(out), "--agency", str(agency.pk), "--clear"]) == 0
    assert "agency:llave" in out.read_text("utf-8")
    file.write_text(AGENCY.replace("account", "nave"), "utf-8")
    assert main([*bring, "--yes"]) == 2
    capsys.readouterr()
    assert main([*bring, "--json"]) == 2
    (mistake,) = json.loads(capsys.readouterr().out)["mistakes"]
    assert (mistake["code"], mistake["line"]) == ("bad_choice", 10)
    assert main([*bring, "--as", "nobody@example.org"]) == 2
    assert main(["inventory", "import", str(file), "--agency", "Otra"]) == 2
