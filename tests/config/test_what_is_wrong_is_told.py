"""A setting that cannot be used, or a database that is silent, told in both languages."""

import ast
from pathlib import Path

import pytest

from simulacro.config import cli, environment
from simulacro.config.database import database_from_url
from simulacro.config.database_troubles import why_no_answer
from simulacro.config.environment import BadSetting
from simulacro.config.mail_server import mail_settings
from simulacro.config.public_address import public_origin

CONFIG = Path(environment.__file__).parent


@pytest.fixture(autouse=True)
def spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "es")


def test_a_setting_that_is_no_number_says_so_in_spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_PAGE_THREADS", "abc")
    with pytest.raises(BadSetting) as caught:
        environment.read_int("SIMULACRO_PAGE_THREADS", 4)
    assert str(caught.value) == "SIMULACRO_PAGE_THREADS='abc': escribe un número entero"


def test_the_other_settings_answer_in_spanish_too(tmp_path: Path) -> None:
    for ask in (
        lambda: public_origin("crisis"),
        lambda: public_origin("https://crisis.example.org/x"),
        lambda: database_from_url("mysql://x", data_dir=tmp_path),
        lambda: mail_settings("http://mail", "a@example.org"),
        lambda: mail_settings("smtp://mail", "nobody"),
    ):
        with pytest.raises(BadSetting) as caught:
            ask()
        wanted = str(caught.value).partition(": ")[2]
        assert wanted.split()[0] in {"escríbela", "quita", "usa", "escribe"}


def test_no_setting_is_refused_in_words_that_nobody_translates() -> None:
    plain = [
        f"{file.name}:{call.lineno}"
        for file in CONFIG.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "BadSetting"
        and isinstance(call.args[2], ast.Constant | ast.JoinedStr)
    ]
    assert plain == []


def test_any_command_says_which_setting_it_cannot_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unready() -> None:
        raise BadSetting("SIMULACRO_PUBLIC_URL", "foo", "…")

    monkeypatch.setattr("simulacro.config.commands.doctor.set_up_django", unready)
    assert cli.main(["doctor"]) == 2
    assert "SIMULACRO_PUBLIC_URL='foo'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused', "nada escucha"),
        ('FATAL:  password authentication failed for user "x"', "rechaza el usuario"),
        ('FATAL:  database "x" does not exist', "no tiene la base de datos"),
        ("failed to resolve host 'nowhere': Name or service not known", "ninguna máquina"),
        ("connection timeout expired", "tarda demasiado"),
        ("unable to open database file", "su archivo no se puede"),
        ("file is not a database", "su archivo está dañado"),
    ],
)
def test_a_silent_database_is_told_by_kind_with_the_drivers_words_at_the_end(
    said: str, kind: str
) -> None:
    told = why_no_answer(Exception(f"{said}\nand more"))
    assert told.startswith(kind)
    assert told.endswith(f"(detalle técnico: {said})")


def test_what_no_kind_fits_is_a_technical_detail() -> None:
    assert why_no_answer(Exception("zzz")) == "detalle técnico: zzz"
