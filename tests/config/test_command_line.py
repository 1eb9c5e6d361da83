import argparse
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
