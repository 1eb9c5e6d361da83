import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from simulacro.config import health
from simulacro.config.health import State
from simulacro.config.last_backup import remember_backup


@pytest.fixture
def found(db: None) -> dict[str, State]:
    if (file := health.database_file()) is not None:
        # The test runner makes it as any file.
        for path in file.parent.glob(f"{file.name}*"):
            path.chmod(0o600)
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


@pytest.fixture
def own_database(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of an embedded database in a folder of its own, both closed to others."""
    settings.DATA_DIR = tmp_path
    tmp_path.chmod(0o700)
    file = tmp_path / "own data.sqlite3"
    file.touch(mode=0o600)
    monkeypatch.setattr(health, "database_file", lambda: file)
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    return file


def test_what_only_its_owner_can_look_into_is_sound(own_database: Path) -> None:
    assert health.rights()[0] is State.OK


def test_a_folder_or_a_database_that_others_can_look_into_is_found_and_mended(
    own_database: Path,
) -> None:
    own_database.parent.chmod(0o755)
    own_database.chmod(0o644)
    state, text = health.rights()
    assert state is State.FOUND
    command = text.partition(": run ")[2].removesuffix(".")
    assert command.startswith("chmod 700 ")
    assert os.system(command) == 0
    assert health.rights()[0] is State.OK


def test_the_last_backup_is_remembered(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert health.second_copy()[0] is State.NOTE
    remember_backup(tmp_path, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    remember_backup(tmp_path, datetime(2026, 11, 23, 8, 5, tzinfo=UTC))
    state, text = health.second_copy()
    assert state is State.OK
    assert "2026-11-23, 08:05 UTC" in text


def test_what_is_no_day_is_no_backup(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "last-backup").write_text("ayer\n", "utf-8")
    assert health.second_copy()[0] is State.NOTE


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_found_and_the_others_are_still_looked_at(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "absent"
    findings = {finding.check: finding.state for finding in health.examine()}
    assert findings["data"] is State.FOUND
    assert findings["database"] is State.OK
