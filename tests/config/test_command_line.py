import subprocess
import sys

import pytest

from simulacro.config.cli import COMMANDS


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
