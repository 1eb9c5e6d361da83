"""The address that a server leaves for the other commands."""

from pathlib import Path

from simulacro.config.running_server import FILE, address_left_in, running_at

HERE = "http://localhost:8001"


def test_where_no_server_runs_there_is_no_address(tmp_path: Path) -> None:
    assert running_at(tmp_path) is None
    assert running_at(tmp_path / "absent") is None


def test_a_running_server_is_found_and_one_that_ended_is_not(tmp_path: Path) -> None:
    with address_left_in(tmp_path, HERE):
        assert running_at(tmp_path) == HERE
        assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert running_at(tmp_path) is None
    assert not (tmp_path / FILE).exists()


def test_a_server_that_was_killed_leaves_an_address_that_nobody_believes(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f"{HERE}\n", "utf-8")
    assert running_at(tmp_path) is None
    with address_left_in(tmp_path, "http://localhost:8002"):
        assert running_at(tmp_path) == "http://localhost:8002"


def test_a_second_server_leaves_the_address_of_the_first(tmp_path: Path) -> None:
    with address_left_in(tmp_path, HERE):
        with address_left_in(tmp_path, "http://localhost:8002"):
            assert running_at(tmp_path) == HERE
        assert running_at(tmp_path) == HERE
