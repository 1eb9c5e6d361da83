import json
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from tests.apps.audit.inventories import CAFE, cafe, with_asset
from tests.engines.passwords import exports
from tests.engines.passwords.exports import INSTAGRAM, MAILBOX, WORDS

from simulacro.apps.audit import queries
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.audit.views.passwords import rows_of
from simulacro.apps.brands.models import Brand
from simulacro.config import password_check
from simulacro.config.cli import main
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Answer, Trait
from simulacro.engines.passwords.leaks import digest_of


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "claves.csv"
    path.write_text(exports.SAFARI, "utf-8")
    return path


@pytest.fixture
def asked(settings: LazySettings) -> Iterator[list[str]]:
    """A range service on this machine that lists the password of Instagram; what it was asked."""
    seen: list[str] = []

    class Ranges(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.headers["Add-Padding"] == "true"
            seen.append(self.path)
            digest = digest_of(INSTAGRAM)
            rest = digest[5:] if self.path.endswith(digest[:5]) else "A" * 35
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{rest}:12\r\n{'B' * 35}:0\r\n".encode())

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ranges)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.LEAK_SERVICE = f"http://127.0.0.1:{server.server_port}"
    yield seen
    server.shutdown()
    server.server_close()


def test_verdicts_are_told_and_no_password_is(
    csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["passwords", "check", str(csv)]) == 1
    said = capsys.readouterr()
    assert "Instagram: " in said.out
    assert str(csv) in said.out.splitlines()[-1], "the reminder to delete it"
    assert INSTAGRAM not in said.out + said.err
    assert MAILBOX not in said.out + said.err


def test_a_service_is_asked_only_when_it_is_said_and_sees_five_digits(
    csv: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["passwords", "check", str(csv), "--json"])
    assert asked == []
    assert {e["leaked"] for e in json.loads(capsys.readouterr().out)["entries"]} == {"unknown"}
    main(["passwords", "check", str(csv), "--json", "--ask-leak-service"])
    found = json.loads(capsys.readouterr().out)["entries"]
    assert [entry["leaked"] for entry in found] == ["yes", "no"]
    assert asked == [f"/range/{digest_of(x)[:5]}" for x in (INSTAGRAM, MAILBOX)]


def test_a_filter_answers_the_same_without_a_service(
    csv: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, made = tmp_path / "sha1.txt", tmp_path / "leaks.filter"
    lines = sorted(f"{digest_of(word)}:3" for word in (INSTAGRAM, "otra", "y otra"))
    listed.write_text("\n".join(reversed(lines)), "ascii")
    assert main(["passwords", "filter", str(listed), "--out", str(made)]) == 2
    assert not made.exists()
    listed.write_text("\n".join(lines), "ascii")
    assert main(["passwords", "filter", str(listed), "--out", str(made)]) == 0
    capsys.readouterr()
    assert main(["passwords", "check", str(csv), "--leak-filter", str(made), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["entries"]
    assert [entry["leaked"] for entry in found] == ["yes", "no"]


def test_a_service_in_the_clear_is_refused(
    csv: Path, settings: LazySettings, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    settings.LEAK_SERVICE = "http://example.org"
    assert main(["passwords", "check", str(csv), "--ask-leak-service"]) == 2
    assert INSTAGRAM not in capsys.readouterr().err
    assert asked == []


def test_where_the_service_does_not_answer_all_the_rest_is_judged(
    csv: Path,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    settings.LEAK_SERVICE = "http://127.0.0.1:1"
    assert main(["passwords", "check", str(csv), "--ask-leak-service"]) == 1
    said = capsys.readouterr()
    assert "Instagram: " in said.out
    assert "leaked passwords did not answer" in said.out
    assert "Errno" not in said.out + said.err
    assert main(["passwords", "check", str(csv), "--ask-leak-service", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["leaks"] == "no_answer"
    assert [entry["leaked"] for entry in found["entries"]] == ["unknown", "unknown"]


def test_nothing_is_kept_but_verdicts_and_groups(
    transactional_db: None,
    tmp_path: Path,
    settings: LazySettings,
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    brand = Brand.objects.create(name="Café Andariego", slug="cafe")
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    vault = tmp_path / "claves.kdbx"
    vault.write_bytes(exports.kdbx())
    monkeypatch.setenv("SIMULACRO_PASSPHRASE", WORDS)
    words = ["passwords", "check", str(vault), "--brand", "cafe", "--save", "--ask-leak-service"]
    assert main(words) == 1
    inventory = queries.current_inventory(brand)
    assert inventory is not None
    assert inventory["clave-ig"].says(Trait.WEAK)
    assert inventory["clave-ig"].says(Trait.BREACHED)
    assert inventory["clave-ig"].answer(Trait.REUSED) is None

    # A crash in the middle: its report and every frame's place, and no value.
    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("crash")

    monkeypatch.setattr(password_check, "tell", crash)
    with pytest.raises(RuntimeError) as crashed:
        main(words)
    report = "".join(traceback.format_exception(crashed.value))
    said = capsys.readouterr()
    places = {
        "report": report.encode(),
        "log": caplog.text.encode(),
        "out": (said.out + said.err).encode(),
        "asked": " ".join(asked).encode(),
        **{str(path): path.read_bytes() for path in written_by(settings)},
    }
    assert any(b"Caf" in content for content in places.values()), "the database is looked through"
    for secret in (INSTAGRAM, MAILBOX, WORDS, digest_of(INSTAGRAM), digest_of(MAILBOX)):
        for form in (secret.encode(), secret.lower().encode(), secret.encode("utf-16-le")):
            assert [where for where, content in places.items() if form in content] == []


def written_by(settings: LazySettings) -> list[Path]:
    """Every file of this installation; the database and its write-ahead log among them."""
    folders = [Path(settings.DATA_DIR)]
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        folders.append(database.parent)
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_an_export_is_to_be_deleted_and_a_managers_own_file_is_not(
    tmp_path: Path,
    csv: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SIMULACRO_PASSPHRASE", WORDS)
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    vault = tmp_path / "claves.kdbx"
    vault.write_bytes(exports.kdbx())
    main(["passwords", "check", str(csv)])
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"Delete {csv}")
    main(["passwords", "check", str(vault)])
    last = capsys.readouterr().out.splitlines()[-1]
    assert str(vault) in last
    assert "If it is a copy" in last
    assert "leave it where it is" in last


@pytest.mark.parametrize("second_factor", [True, False])
def test_the_command_asks_for_the_length_that_the_page_asks_for(
    brand: Brand, tmp_path: Path, capsys: pytest.CaptureFixture[str], second_factor: bool
) -> None:
    inventory = cafe()
    account = replace(
        inventory["ig"], traits=((Trait.SECOND_FACTOR, Answer.YES if second_factor else Answer.NO),)
    )
    inventory = with_asset(inventory, account)
    save_inventory(brand=brand, inventory=inventory, actor=None, base_revision=None)
    (row,) = rows_of(inventory)
    assert row["needed"] == (8 if second_factor else 15)
    file = tmp_path / "one.csv"
    file.write_text("name,url,username,password\nIg,https://instagram.com,a,vq9mzt2xkw4\n", "utf-8")
    words = ["passwords", "check", str(file), "--brand", brand.slug, "--save", "--json"]
    main(words)
    (found,) = json.loads(capsys.readouterr().out)["entries"]
    assert found["credential"] == "clave-ig"
    assert found["needed_length"] == row["needed"]
    saved = queries.current_inventory(brand)
    assert saved is not None
    assert saved["clave-ig"].says(Trait.WEAK) is not second_factor


@pytest.mark.parametrize(
    ("pressed", "code", "sentence"),
    [(EOFError, 2, "The input ended"), (KeyboardInterrupt, 130, "Stopped.")],
)
def test_ctrl_d_and_ctrl_c_at_a_question_end_with_a_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pressed: type[BaseException],
    code: int,
    sentence: str,
) -> None:
    def press(question: str) -> str:
        raise pressed

    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: "Instagram")
    monkeypatch.setattr("getpass.getpass", press)
    assert main(["passwords", "check"]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err


def test_ctrl_d_at_the_name_of_an_account_ends_the_list(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["Instagram"]

    def answer(question: str) -> str:
        if not names:
            raise EOFError
        return names.pop()

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("getpass.getpass", lambda question: MAILBOX)
    assert main(["passwords", "check"]) == 0
    assert capsys.readouterr().out.startswith("Instagram: ")


def test_passwords_that_are_the_same_are_one_step_for_a_thief(
    brand: Brand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from simulacro.engines.access.inventory import Asset, Kind

    inventory = with_asset(cafe(), Asset("clave-fb", Kind.CREDENTIAL, "Clave de Facebook"))
    save_inventory(brand=brand, inventory=inventory, actor=None, base_revision=None)
    same, other = tmp_path / "same.csv", tmp_path / "other.csv"
    rows = "name,url,username,password\nFacebook,,a,{}\nClave de Instagram,,a,{}\n"
    same.write_text(rows.format(MAILBOX, MAILBOX), "utf-8")
    other.write_text(rows.format(MAILBOX, "jirafa bajo tormenta lenta violeta"), "utf-8")
    words = ["--brand", brand.slug, "--as", "Facebook=clave-fb", "--save"]
    assert main(["passwords", "check", str(same), *words]) == 1
    found = queries.current_inventory(brand)
    assert found is not None
    assert [m.requires for m in found.methods_of("clave-fb")] == [("clave-ig",)]
    assert [m.requires for m in found.methods_of("clave-ig")] == [("clave-fb",)]
    assert found["clave-fb"].says(Trait.REUSED)
    assert main(["passwords", "check", str(other), *words]) == 0
    found = queries.current_inventory(brand)
    assert found is not None
    assert not found.methods_of("clave-fb")
    assert found["clave-fb"].answer(Trait.REUSED) is Answer.UNKNOWN
    assert found["clave-fb"].answer(Trait.WEAK) is Answer.NO


def test_both_factors_in_one_vault_make_the_vault_enough_for_a_thief(
    brand: Brand, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inventory = load_document(
        CAFE.replace("[clave-ig, telefono, ada]", "[clave-ig, codigos, ada]")
        + """
  - {id: codigos, kind: authenticator, name: Códigos}
  - {id: gestor, kind: vault, name: Gestor}
"""
    )
    save_inventory(brand=brand, inventory=inventory, actor=None, base_revision=None)
    words = ["--brand", brand.slug, "--as", "Buzón=clave-ig", "--in-vault", "gestor", "--save"]
    main(["passwords", "check", str(csv), *words])
    assert "mismo gestor" in capsys.readouterr().out
    found = queries.current_inventory(brand)
    assert found is not None
    for opened in ("clave-ig", "codigos"):
        assert [method.requires for method in found.methods_of(opened)] == [("gestor",)]


def test_every_mistake_of_what_was_asked_ends_with_2(
    brand: Brand, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    named = ["--brand", brand.slug]
    for words in (
        [str(csv.with_name("nothing"))],
        [str(csv), "--save"],
        [str(csv), "--brand", "nobody"],
        [str(csv), *named, "--as", "Nadie=clave-ig"],
        [str(csv), *named, "--as", "Buzón=telefono"],
        [str(csv), "--as", "Buzón=clave-ig"],
        [str(csv), *named, "--in-vault", "telefono", "--as", "Buzón=clave-ig", "--save"],
        [str(csv), "--leak-filter", str(csv)],
        [],
    ):
        assert main(["passwords", "check", *words]) == 2, words
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.splitlines()) == 1


def test_an_id_that_no_password_has_is_refused_with_the_closest(
    brand: Brand, csv: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    words = ["passwords", "check", str(csv), "--as", "Instagram=clave-i"]
    assert main([*words, "--brand", brand.slug]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("--as Instagram=clave-i: ")
    assert "clave-ig?" in said.err
    assert main(words) == 2
    assert "--as: " in (said := capsys.readouterr().err)
    assert "--brand" in said


def test_the_name_of_an_entry_neither_colours_the_terminal_nor_makes_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = exports.bitwarden()
    export["items"] = [item for item in export["items"] if item.get("login")][:1]
    export["items"][0]["name"] = "Ada\x1b[31m\nBanco: good\x9b2J\u202e 👩\u200d💻"
    path = tmp_path / "claves.json"
    path.write_text(json.dumps(export), "utf-8")
    assert main(["passwords", "check", str(path)]) in (0, 1)
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith("Ada\\x1b[31m\\nBanco: good\\x9b2J\\u202e 👩\u200d💻: ")
