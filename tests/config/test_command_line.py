import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulacro.config.cli import COMMANDS, build_parser, main


def simulacro(*words: str, language: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulacro", *words],
        env={"PATH": "/usr/bin:/bin", "SIMULACRO_LANGUAGE": language},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_names_every_command_in_spanish() -> None:
    answer = simulacro("--help", language="es").stdout
    assert "opciones" in answer
    assert all(command in answer for command in COMMANDS)


def test_help_is_in_english_where_asked() -> None:
    assert "options" in simulacro("--help", language="en").stdout


def test_an_unknown_command_is_bad_input() -> None:
    done = simulacro("servir", language="es")
    assert done.returncode == 2
    assert "no es una opción" in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_shell_completes_the_commands(shell: str) -> None:
    script = simulacro("completion", shell, language="en").stdout
    assert "restore" in script


def arguments(parser: argparse.ArgumentParser, command: str = "") -> Iterator[tuple[str, str]]:
    """(where, help) of everything that a command or one of its verbs takes."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb, inner in action.choices.items():
                yield from arguments(inner, f"{command} {verb}")
        elif action.dest != "help":
            yield f"{command} {action.dest}", action.help or ""


def test_everything_that_a_command_takes_is_explained_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = {}
    for language in ("es", "en"):
        monkeypatch.setenv("SIMULACRO_LANGUAGE", language)
        told[language] = dict(arguments(build_parser()))
    assert [where for where, said in told["en"].items() if not said] == []
    assert [where for where, said in told["en"].items() if said == told["es"][where]] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["audit", "x", "--from", "mañana"], "«mañana» no es una fecha"),
        (["audit", "x", "--moment", "168"], "«168» no es una hora de la semana"),
        (["serve", "--port", "65536"], "«65536» no es un puerto"),
        (["audit", "nada.yaml"], "nada.yaml: no existe ese archivo"),
        (["access", "nada.xml"], "(no existe ese archivo o esa carpeta)"),
    ],
)
def test_a_wrong_word_is_told_in_spanish_and_is_bad_input(
    words: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "es")
    try:
        code = main(words)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    assert code == 2
    assert said in capsys.readouterr().err


def test_who_reads_only_the_beginning_of_an_answer_is_not_told_of_it() -> None:
    line = f"{sys.executable} -m simulacro audit examples/inventories/solo.yaml --no-fixes"
    done = subprocess.run(
        ["sh", "-c", f"{line} | true"], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""


@pytest.mark.parametrize("words", [("pack", "list"), ("user", "list")])
def test_a_database_that_is_not_prepared_is_one_sentence(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulacro", *words],
        env={
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "SIMULACRO_DATA_DIR": str(tmp_path),
            "SIMULACRO_LANGUAGE": "en",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "run simulacro serve once" in done.stderr
    assert len(done.stderr.splitlines()) == 1


ONE_BAD_SETTING = [
    ("DATABASE_URL", "mysql://ada:secret@x"),
    ("DATABASE_URL", "postgresql://ada:secret@x:port/y"),
    ("SIMULACRO_PUBLIC_URL", "nope"),
    ("SIMULACRO_PUBLIC_URL", "http://[x"),
]
ANY_COMMAND = [
    ("doctor",),
    ("user", "list"),
    ("audit", "examples/inventories/solo.yaml"),
    ("worker",),
]


def started(
    *words: str, folder: Path, umask: int = 0o022, **settings: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "simulacro", *words],
        env={
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "SIMULACRO_DATA_DIR": str(folder),
            "SIMULACRO_LANGUAGE": "en",
            **settings,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        umask=umask,
    )


@pytest.mark.parametrize(
    ("words", "setting"),
    [(ANY_COMMAND[0], setting) for setting in ONE_BAD_SETTING]
    + [(words, ONE_BAD_SETTING[0]) for words in ANY_COMMAND[1:]],
)
def test_a_bad_setting_is_one_sentence_whatever_the_command(
    words: tuple[str, ...], setting: tuple[str, str], tmp_path: Path
) -> None:
    done = started(*words, folder=tmp_path, **dict([setting]))
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"{setting[0]}=")
    assert "secret" not in sentence


def test_a_bad_setting_is_an_answer_for_programs(tmp_path: Path) -> None:
    done = started("doctor", "--json", folder=tmp_path, DATABASE_URL="mysql://x")
    assert (done.returncode, done.stderr) == (2, "")
    (mistake,) = json.loads(done.stdout)["mistakes"]
    assert mistake["code"] == "bad_setting"
    assert mistake["wrong"].startswith("DATABASE_URL=")


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = started("doctor", folder=tmp_path / "file" / "data")
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert "SIMULACRO_DATA_DIR" in sentence


@pytest.mark.parametrize("words", [*ANY_COMMAND[:3], ("restore", "pyproject.toml")])
def test_whatever_command_makes_the_data_folder_nobody_else_can_look_into_it(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "data"
    started(*words, folder=folder, SIMULACRO_PASSPHRASE="tres tristes tigres")
    assert folder.stat().st_mode & 0o777 == 0o700
    for file in folder.glob("simulacro.sqlite3*"):
        assert file.stat().st_mode & 0o777 == 0o600
    assert (folder / "simulacro.sqlite3").exists()


@pytest.mark.parametrize(
    "words", [["user", "add", "--json"], ["pack", "--json"], ["audit", "x", "--json", "--loud"]]
)
def test_words_that_no_command_takes_are_an_answer_for_programs(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    answer = capsys.readouterr()
    (mistake,) = json.loads(answer.out)["mistakes"]
    assert mistake["code"] == "usage"
    assert mistake["wrong"]
    assert answer.err == ""


def test_words_that_no_command_takes_are_told_to_people_with_the_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["user", "add"])
    assert stopped.value.code == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    assert "simulacro user add" in answer.err
