import os
from pathlib import Path

import pytest
from django.db import connection

from simulacro.config.database import database_from_url
from simulacro.config.environment import BadSetting, read_flag, read_int


@pytest.mark.django_db
def test_the_database_under_test_is_the_one_asked_for() -> None:
    wanted = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == wanted


def test_an_empty_url_is_the_embedded_database(tmp_path: Path) -> None:
    entry = database_from_url("", data_dir=tmp_path)
    assert entry["NAME"] == str(tmp_path / "simulacro.sqlite3")
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_url_is_taken_apart(tmp_path: Path) -> None:
    entry = database_from_url("postgresql://ada:p%40ss@db:5433/crisis", data_dir=tmp_path)
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"], entry["PORT"], entry["NAME"]) == (
        "ada",
        "p@ss",
        "db",
        "5433",
        "crisis",
    )


def test_an_unknown_scheme_stops_the_start_and_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="postgresql://"):
        database_from_url("mysql://x/y", data_dir=tmp_path)


def test_a_mistyped_flag_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_DEBUG", "si")
    with pytest.raises(BadSetting, match="SIMULACRO_DEBUG='si'"):
        read_flag("SIMULACRO_DEBUG")


def test_a_mistyped_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "80a")
    with pytest.raises(BadSetting, match="PORT"):
        read_int("PORT", 8000)
