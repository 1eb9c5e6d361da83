"""Backups, by the command itself, on both databases."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgres import Server
from tests.prepared import copy_to

PASSPHRASE = "tres tristes tigres"
# One brand with members, so that there is something to lose.
FURNISH = """
import django; django.setup()
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, User
from simulacro.kit.sealing import services
brand = Brand.objects.create(name="Café Andariego", slug="cafe")
for name in ("ada", "ben"):
    Membership.objects.create(
        user=User.objects.create_user(f"{name}@example.org", "correct horse 42"), brand=brand)
services.seal_bytes(brand.pk, b"x", purpose="note")
"""
DUMP = """
import django; django.setup()
from django.core import serializers
from simulacro.kit.backups import kept_models
for model in kept_models():
    print(serializers.serialize("json", model._default_manager.order_by("pk")))
"""


class Installation:
    """An installation of its own, driven as its owner would."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.environment = {
            **os.environ,
            "SIMULACRO_DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "simulacro.config.settings",
            "SIMULACRO_PASSPHRASE": PASSPHRASE,
            "SIMULACRO_LANGUAGE": "en",
        }

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def simulacro(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "simulacro", *words)

    def furnish(self) -> None:
        copy_to(self.folder)
        self.python("-c", FURNISH).check_returncode()

    def dump(self) -> str:
        done = self.python("-c", DUMP)
        done.check_returncode()
        return done.stdout


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    server = Server()
    yield server.start()
    server.stop()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    Installation(folder).furnish()
    return folder


@pytest.fixture(scope="module")
def backup(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the template."""
    file = tmp_path_factory.mktemp("kept") / "b.backup"
    assert Installation(template).simulacro("backup", str(file)).returncode == 0
    return file


@pytest.fixture
def furnished(template: Path, tmp_path: Path) -> Installation:
    shutil.copytree(template, tmp_path / "source")
    return Installation(tmp_path / "source")


def test_a_backup_made_on_sqlite_restores_on_postgresql_and_back(
    template: Path, backup: Path, postgres: str, tmp_path: Path
) -> None:
    before = Installation(template).dump()
    middle, second = Installation(tmp_path / "middle", postgres), str(tmp_path / "second.backup")
    last = Installation(tmp_path / "last")
    assert middle.simulacro("restore", str(backup)).returncode == 0
    assert middle.dump() == before
    assert middle.simulacro("backup", second).returncode == 0
    assert last.simulacro("restore", second).returncode == 0
    assert last.dump() == before


def test_the_doctor_knows_of_a_backup_just_made(template: Path, backup: Path) -> None:
    told = Installation(template).simulacro("doctor").stdout
    assert "The last backup is of 20" in told


def test_a_backup_shows_nothing_without_the_passphrase(backup: Path) -> None:
    assert b"ada@example.org" not in backup.read_bytes()
    assert b"rows/" not in backup.read_bytes()


def test_a_restore_does_not_mix_two_installations(furnished: Installation, backup: Path) -> None:
    before = furnished.dump()
    done = furnished.simulacro("restore", str(backup))
    assert (done.returncode, furnished.dump()) == (2, before)
    assert "already an installation" in done.stderr


def test_a_file_cut_in_half_changes_nothing(backup: Path, tmp_path: Path) -> None:
    file = tmp_path / "cut.backup"
    file.write_bytes(backup.read_bytes()[:-200])
    other = Installation(tmp_path / "other")
    done = other.simulacro("restore", str(file))
    assert done.returncode == 2
    assert "damaged" in done.stderr
    assert "ada@example.org" not in other.dump()


def test_another_passphrase_is_refused(backup: Path, tmp_path: Path) -> None:
    other = Installation(tmp_path / "other")
    other.environment["SIMULACRO_PASSPHRASE"] = "otra frase distinta"
    assert other.simulacro("restore", str(backup)).returncode == 2


def test_a_backup_does_not_overwrite_a_file_by_surprise(
    furnished: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "b.backup"
    file.write_text("precious")
    assert furnished.simulacro("backup", str(file)).returncode == 2
    assert file.read_text() == "precious"
