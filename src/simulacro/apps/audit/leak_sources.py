"""Where it is asked whether a password leaked: a service of ranges, or a filter file."""

from __future__ import annotations

import mmap
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from simulacro import __version__
from simulacro.engines.passwords.leak_filter import LeakFilter
from simulacro.engines.passwords.leaks import rests_in_answer

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
TIMEOUT_S: Final = 10
MOST_BYTES: Final = 4_000_000


class BadAddress(ValueError):
    """The service's address is not HTTPS, nor of this machine."""


class RangeService:
    """Asks a service that speaks the range protocol; it sees 5 of 40 hex digits of a digest.

    Raises :class:`BadAddress`.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port, self._path = parts.hostname or "", parts.port, parts.path
        self._secure = parts.scheme == "https"
        if not self._host or not (
            self._secure or (parts.scheme == "http" and self._host in LOOPBACK)
        ):
            raise BadAddress(address)

    def rests(self, prefix: str) -> tuple[str, ...]:
        kind = HTTPSConnection if self._secure else HTTPConnection
        connection = kind(self._host, self._port, timeout=TIMEOUT_S)
        # Padding hides from the line how many digests begin so.
        headers = {"Add-Padding": "true", "User-Agent": f"Simulacro/{__version__}"}
        try:
            connection.request("GET", f"{self._path.rstrip('/')}/range/{prefix}", headers=headers)
            answer = connection.getresponse()
            body = answer.read(MOST_BYTES)
            if answer.status != 200:
                raise OSError(f"{self._host} answered {answer.status}")
            return rests_in_answer(body.decode("ascii"))
        except (HTTPException, ValueError):
            raise OSError(f"{self._host} did not answer as a range service does") from None
        finally:
            connection.close()


def open_filter(path: Path) -> LeakFilter:
    """The filter in a file, mapped rather than read. Raises OSError and BadFilter."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return LeakFilter(b"")
        return LeakFilter(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
