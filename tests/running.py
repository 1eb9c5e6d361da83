"""A real Simulacro in processes of its own: real port, real database, real signals."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from tests.prepared import copy_to, prepared_database

from simulacro.config.local_network import EVERYWHERE

ROOT = Path(__file__).resolve().parent.parent
START_LIMIT_S = 60.0

# Runs what it is sent, in the installation's own Django, and answers as JSON.
CONSOLE = """
import json, sys
import django; django.setup()
names = {}
for line in sys.stdin:
    names["answer"] = None
    try:
        exec(json.loads(line), names)
        reply = {"answer": names["answer"]}
    except Exception as problem:
        import traceback
        reply = {"problem": traceback.format_exc()}
    print(json.dumps(reply, default=str), flush=True)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], Any], *, limit_s: float = 30.0) -> Any:
    """Return the first truthy answer; fail where there is none in time."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if answer := true():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"{true} was never true")


class Installation:
    """A data folder and a database of its own, of the kind this test run is about.

    Both are prepared, as after a first start, unless they shall be `empty`.
    """

    def __init__(self, settings: str = "simulacro.config.settings", *, empty: bool = False) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="simulacro-running-")
        self.environment = {
            **os.environ,
            "SIMULACRO_DATA_DIR": self.folder.name,
            "SIMULACRO_LANGUAGE": "en",
            "SIMULACRO_WARM": "0",
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": os.pathsep.join(
                [
                    str(Path(__file__).resolve().parent.parent),
                    *filter(None, [os.environ.get("PYTHONPATH")]),
                ]
            ),
        }
        if not empty:
            copy_to(Path(self.folder.name))
        self.console: subprocess.Popen[str] | None = None
        self.database = ""
        url = os.environ.get("DATABASE_URL", "")
        if url.startswith("postgres"):
            self.database = f"running_{uuid.uuid4().hex[:12]}"
            template = "template0" if empty else prepared_database()
            self.administer(f"CREATE DATABASE {self.database} TEMPLATE {template}")
            self.environment["DATABASE_URL"] = urlunsplit(
                urlsplit(url)._replace(path=f"/{self.database}")
            )

    def administer(self, command: str) -> None:
        import psycopg

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(command.encode())

    def do(self, code: str) -> Any:
        """Run Python in the installation; return what it puts in `answer`."""
        if self.console is None:
            self.console = subprocess.Popen(
                [sys.executable, "-c", CONSOLE],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.console.stdin is not None
        assert self.console.stdout is not None
        self.console.stdin.write(json.dumps(code) + "\n")
        self.console.stdin.flush()
        reply = json.loads(self.console.stdout.readline())
        assert "problem" not in reply, reply["problem"]
        return reply["answer"]

    def start(self, *words: str, port: int | None = None) -> "RunningServer":
        return RunningServer(self, words, port or free_port())

    def close(self) -> None:
        if self.console is not None:
            self.console.kill()
            self.console.communicate()
        if self.database:
            self.administer(f"DROP DATABASE {self.database} WITH (FORCE)")
        self.folder.cleanup()


class RunningServer:
    """One `simulacro serve`."""

    def __init__(self, installation: Installation, words: tuple[str, ...], port: int) -> None:
        self.installation = installation
        self.port = port
        told = words[words.index("--host") + 1] if "--host" in words else EVERYWHERE
        self.host = "127.0.0.1" if told == EVERYWHERE else told
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "simulacro",
                "serve",
                "--no-browser",
                "--port",
                str(port),
                *words,
            ],
            env=installation.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        wait_until(self.answers, limit_s=START_LIMIT_S)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def answers(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"it ended with {self.process.returncode}: {self.output()}")
        try:
            with socket.create_connection((self.host, self.port), timeout=1):
                pass
            return self.get("/").status == 200
        except OSError:
            return False

    def output(self) -> str:
        """All that it said; to be read once it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.read()

    def get(self, path: str, *, cookie: str = "", **headers: str) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection(
            "localhost" if self.host == "127.0.0.1" else self.host, self.port, timeout=10
        )
        given = {"Cookie": cookie} if cookie else {}
        line.request("GET", path, headers={**given, **headers})
        return line.getresponse()

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def stop_timed(self, number: int = signal.SIGINT) -> float:
        """Stop it and return how long that took, in seconds."""
        before = time.monotonic()
        assert self.stop(number) == 0
        return time.monotonic() - before

    def workers(self) -> list[int]:
        """The process ids of its workers (Linux)."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return [int(word) for word in listed.stdout.split()]


class Frames:
    """The frames of one open event stream, read as a browser does."""

    def __init__(self, server: RunningServer, path: str, **headers: str) -> None:
        self.answer = server.get(path, Accept="text/event-stream", **headers)
        self.status = self.answer.status
        self.position = ""

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (event, data); `position` follows the ids, as Last-Event-ID does."""
        name, data = "message", ""
        for raw in self.answer:
            line = raw.decode().rstrip("\n")
            if not line:
                if data:
                    yield name, json.loads(data)
                name, data = "message", ""
            elif line.startswith("id: "):
                self.position = line[4:]
            elif line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                data = line[6:]

    def close(self) -> None:
        self.answer.close()
