"""PostgreSQL from Debian's package, on loopback, in a temporary folder."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from tests import machine

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


class Server:
    """PostgreSQL on loopback, on a free port, in a temporary folder."""

    def __init__(self) -> None:
        found = machine.postgres()
        if found is None:
            raise pytest.UsageError(machine.what_to_install(["postgresql"]))
        self.bin = found
        self.folder = Path(tempfile.mkdtemp(prefix="simulacro-postgres-"))
        self.identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    def start(self) -> str:
        """Start it and return its DATABASE_URL."""
        data = self.folder / "data"
        self.call("initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        where = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder}"
        self.call("pg_ctl", "-D", data, "-w", "-l", self.folder / "log",
                  "-o", f"{where} {FAST}", "start")  # fmt: skip
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def stop(self) -> None:
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, program: str, *arguments: object) -> None:
        subprocess.run(
            [str(self.bin / program), *map(str, arguments)],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            **self.identity,
        )
