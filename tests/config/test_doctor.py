from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from simulacro.config import health
from simulacro.config.health import State


@pytest.fixture
def found(db: None) -> dict[str, State]:
    return {finding.check: finding.state for finding in health.examine()}


def test_a_sound_installation_has_nothing_to_mend(found: dict[str, State]) -> None:
    assert State.FOUND not in found.values()


@pytest.mark.django_db
def test_a_key_that_others_can_read_is_found(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "master.key").touch(mode=0o644)
    state, text = health.key_files()
    assert state is State.FOUND
    assert "master.key" in text


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_found_and_the_others_are_still_looked_at(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "absent"
    findings = {finding.check: finding.state for finding in health.examine()}
    assert findings["data"] is State.FOUND
    assert findings["database"] is State.OK
