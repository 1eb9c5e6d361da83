"""`simulacro serve` as people meet it: starting, stopping, and what can stand in the way."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.running import Frames, Installation, free_port, wait_until

from simulacro.config.cli import build_parser
from simulacro.config.commands.serve import listen
from simulacro.config.running_server import FILE, running_at


@pytest.fixture
def installation() -> Iterator[Installation]:
    made = Installation()
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def empty() -> Iterator[Installation]:
    made = Installation(empty=True)
    try:
        yield made
    finally:
        made.close()


def serve(installation: Installation, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run it to its end: for the starts that must fail."""
    return subprocess.run(
        [sys.executable, "-m", "simulacro", "serve", "--no-browser", *words],
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_everything_with_pages_and_streams_open(
    installation: Installation, number: int
) -> None:
    with installation.start() as server:
        cookie = installation.do(
            "from simulacro.apps.brands.models import Brand\n"
            "from simulacro.apps.people.models import Membership, Role, User\n"
            "from django.test import Client\n"
            "brand = Brand.objects.create(name='A', slug='a', is_demo=True)\n"
            "user = User.objects.create_user('cy@example.org', None)\n"
            "Membership.objects.create(user=user, brand=brand, role=Role.OBSERVER)\n"
            "client = Client(); client.force_login(user)\n"
            "answer = 'sessionid=' + client.cookies['sessionid'].value"
        )
        streams = [Frames(server, "/b/a/events", cookie=cookie) for _ in range(5)]
        assert {stream.status for stream in streams} == {200}
        waiting = socket.create_connection(("127.0.0.1", server.port))
        waiting.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf")
        workers = wait_until(server.workers)
        assert server.stop(number) == 0
        wait_until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
        assert "Traceback" not in server.output()


def test_first_start_prepares_the_database_and_says_so_once(empty: Installation) -> None:
    with empty.start() as server:
        server.stop()
        assert "Preparing the database" in server.output()
    with empty.start() as server:
        server.stop()
        said = server.output()
        assert "Preparing" not in said
        assert f"http://localhost:{server.port}/" in said


def test_a_command_knows_where_the_server_runs(installation: Installation) -> None:
    folder = Path(installation.folder.name)
    with installation.start() as server:
        assert running_at(folder) == f"http://localhost:{server.port}"
        server.stop()
    assert running_at(folder) is None
    assert not (folder / FILE).exists()


def test_worker_is_started_again_after_it_dies(installation: Installation) -> None:
    with installation.start() as server:
        (first,) = wait_until(server.workers)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: server.workers() and server.workers() != [first])


def test_port_in_use_is_one_sentence(installation: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        end = serve(installation, "--port", str(port))
    assert end.returncode == 2
    assert f"Port {port} is in use" in end.stderr
    assert f"--port {port + 1}" in end.stderr
    assert len(end.stderr.splitlines()) == 1


def test_demo_takes_the_next_port_where_the_usual_one_is_taken(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with listen("127.0.0.1", None, port, option="--port") as bound:
            other = bound.getsockname()[1]
    said = capsys.readouterr().out
    assert port < other
    assert str(port) in said
    assert str(other) in said
    assert build_parser("demo").parse_args(["demo", "--serve"]).port is None
    assert build_parser("serve").parse_args(["serve"]).port == 8000


def test_data_folder_of_somebody_else_is_one_sentence(installation: Installation) -> None:
    installation.environment["SIMULACRO_DATA_DIR"] = "/proc/simulacro"
    end = serve(installation, "--port", str(free_port()))
    assert end.returncode == 2
    assert "/proc/simulacro cannot be made" in end.stderr
    assert len(end.stderr.splitlines()) == 1


def test_address_which_is_not_ours_is_one_sentence(installation: Installation) -> None:
    end = serve(installation, "--host", "192.0.2.7", "--port", str(free_port()))
    assert end.returncode == 2
    assert end.stderr.startswith("192.0.2.7 is not an address of this machine")


def test_database_that_does_not_answer_is_one_sentence(installation: Installation) -> None:
    installation.environment["DATABASE_URL"] = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    end = serve(installation, "--port", str(free_port()))
    assert end.returncode == 2
    assert "database does not answer" in end.stderr
    assert len(end.stderr.splitlines()) == 1


def test_lost_master_key_is_one_sentence(installation: Installation) -> None:
    installation.do(
        "import uuid\n"
        "from simulacro.kit.sealing.services import seal_bytes\n"
        "seal_bytes(uuid.uuid4(), b'something', purpose='test')"
    )
    keys = Path(installation.folder.name, "keys")
    (master,) = [file for file in keys.iterdir() if file.name != "secret.key"]
    master.unlink()
    end = serve(installation, "--port", str(free_port()))
    assert end.returncode == 2
    assert len(end.stderr.splitlines()) == 1
    assert str(master) in end.stderr


def test_static_files_are_kept_for_good_under_a_name_that_changes_with_them(
    installation: Installation,
) -> None:
    with installation.start() as server:
        page = server.get("/").read().decode()
        address = next(
            part.split('"')[0] for part in page.split('href="') if "/kit/base.css" in part
        )
        answer = server.get(address)
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert address != "/static/kit/base.css"


def test_behind_a_proxy_the_public_address_works_and_others_do_not(
    installation: Installation,
) -> None:
    installation.environment |= {
        "SIMULACRO_PUBLIC_URL": "https://crisis.example.org/",
        "SIMULACRO_BEHIND_PROXY": "1",
    }
    with installation.start() as server:
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        page = server.get("/sign-in/", Host="crisis.example.org", **forwarded)
        assert page.status == 200
        assert all("secure" in c.lower() for c in page.headers.get_all("Set-Cookie") or [])
        assert server.get("/", Host="elsewhere.example.net", **forwarded).status == 400
        server.stop()
        said = server.output()
    assert "https://crisis.example.org/" in said
    # A log is read by many: it holds no link that lets a person in.
    assert "/enter/" not in said


@pytest.mark.parametrize("url", ["crisis.example.org", "ftp://a", "https://a.example/path"])
def test_public_address_that_cannot_be_used_is_one_sentence(
    installation: Installation, url: str
) -> None:
    installation.environment["SIMULACRO_PUBLIC_URL"] = url
    end = serve(installation, "--port", str(free_port()))
    assert end.returncode == 2
    assert end.stderr.startswith("SIMULACRO_PUBLIC_URL=")
    assert len(end.stderr.splitlines()) == 1
