"""The first picture of each README says what the audit says today."""

import re
from pathlib import Path

import pytest

from simulacro.config.cli import main

ROOT = Path(__file__).resolve().parents[2]
INCIDENT = ROOT / "examples" / "incidents" / "2024-01-sec-x.yaml"


def words_of(picture: Path) -> list[str]:
    """What can be read in it; where each word stands may change with the layout."""
    return sorted(re.findall(r">([^<>{}]*\w[^<>{}]*)<", picture.read_text("utf-8")))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_picture_is_drawn_from_the_inventory(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", language)
    fresh = tmp_path / "fresh.svg"
    main(["audit", str(INCIDENT), "--about", "hijack", "--picture", str(fresh)])
    assert words_of(fresh) == words_of(ROOT / "docs" / "pictures" / f"sec-2024.{language}.svg")
