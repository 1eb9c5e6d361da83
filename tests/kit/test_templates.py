"""Every template of ours can be read by Django."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import simulacro

PACKAGE = Path(simulacro.__file__).parent
NAMES = sorted(
    path.relative_to(folder).as_posix()
    for folder in PACKAGE.glob("**/templates")
    for path in folder.rglob("*")
    if path.is_file()
)


@pytest.mark.parametrize("name", NAMES)
def test_the_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".html")])
def test_what_stands_for_a_file_in_a_command_is_in_the_readers_language(name: str) -> None:
    source = Path(get_template(name).origin.name).read_text("utf-8")
    for command in re.findall(r"<code[^>]*>(simulacro .*?)</code>", source):
        assert not re.search(r"\b[A-Z]{4,}\b", re.sub(r"{%.*?%}", "", command)), command


def test_there_are_templates() -> None:
    assert len(NAMES) > 40


def test_dates_are_written_as_the_brands_region_writes_them() -> None:
    # For programs `c` and `Y-m-d` are right; for people the filters of `regional` are.
    other = re.compile(r"\|date:(?!['\"](?:c|Y-m-d)['\"])|\|timezone:|\(UTC\)")
    found = [
        f"{file.name}: {hit[0]}"
        for file in PACKAGE.rglob("templates/**/*.html")
        for hit in other.finditer(file.read_text("utf-8"))
    ]
    assert found == []
