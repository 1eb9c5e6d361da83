"""Every template of ours can be read by Django."""

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


def test_there_are_templates() -> None:
    assert len(NAMES) > 40
