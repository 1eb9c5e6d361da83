"""Live events, starting and stopping: how long a person waits.

    .venv/bin/python -m benchmarks.live_events [readers]

Starts a real server in a data folder of its own, opens event streams from this
process, publishes from a third one, and prints the time from commit to arrival
as percentiles, then the seconds to start and to stop with every stream open.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

PORT = 18_231
EVENTS = 40
PUBLISHER = """
import sys, time
import django; django.setup()
from simulacro.apps.brands.models import Brand
from simulacro.kit.live import publish
brand = Brand.objects.get()
for line in sys.stdin:
    publish(brand.id, "bench", "tick", {"t": time.time()})
"""
CAST = """
import django; django.setup()
from django.test import Client
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, Role, User
brand = Brand.objects.create(name="A", slug="a", is_demo=True)
user = User.objects.create_user("a@example.org", None)
Membership.objects.create(user=user, brand=brand, role=Role.OBSERVER)
client = Client(); client.force_login(user)
print("sessionid=" + client.cookies["sessionid"].value)
"""


def main() -> None:
    readers = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "SIMULACRO_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "simulacro.config.settings",
        }
        first, _ = start_and_stop()
        print(f"first start {first:.2f} s (the database is made)")
        starts = [start_and_stop() for _ in range(3)]
        print(f"start {statistics.median(up for up, _ in starts):.2f} s")
        python = [sys.executable, "-c"]
        made = subprocess.run([*python, CAST], capture_output=True, text=True, check=True)
        server = serve()
        waits = asyncio.run(measure(readers, made.stdout.strip()))
        quantiles = statistics.quantiles([wait * 1000 for wait in waits], n=100)
        print(
            f"{readers} readers, {len(waits)} arrivals from another process: "
            f"p50 {quantiles[49]:.0f} ms, p95 {quantiles[94]:.0f} ms, p99 {quantiles[98]:.0f} ms"
        )
        print(f"stop with {readers} streams open: {stop(server):.2f} s")


def serve() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "simulacro", "serve", "--no-browser", "--port", str(PORT)]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while True:
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/sign-in/")
            return server
        except OSError:
            time.sleep(0.01)


def stop(server: "subprocess.Popen[bytes]") -> float:
    before = time.perf_counter()
    server.terminate()
    server.wait()
    return time.perf_counter() - before


def start_and_stop() -> tuple[float, float]:
    before = time.perf_counter()
    server = serve()
    up = time.perf_counter() - before
    time.sleep(2)
    return up, stop(server)


async def measure(readers: int, cookie: str) -> list[float]:
    """Seconds from publishing to arrival, for each reader and event."""
    waits: list[float] = []
    ready = asyncio.Semaphore(0)

    async def read() -> None:
        reader, writer = await asyncio.open_connection("localhost", PORT)
        writer.write(
            f"GET /b/a/events HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        heard = 0
        async for line in reader:
            if b"event: ready" in line:
                ready.release()
            elif line.startswith(b"data: ") and b'"t":' in line:
                waits.append(time.time() - float(line.partition(b'"t":')[2].rstrip(b"}\r\n")))
                heard += 1
                if heard == EVENTS:
                    return

    tasks = [asyncio.ensure_future(read()) for _ in range(readers)]
    for _ in tasks:
        await ready.acquire()
    publisher = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PUBLISHER, stdin=asyncio.subprocess.PIPE
    )
    assert publisher.stdin is not None
    for _ in range(EVENTS):
        publisher.stdin.write(b"\n")
        await publisher.stdin.drain()
        await asyncio.sleep(0.1)
    await asyncio.gather(*tasks)
    publisher.stdin.close()
    return waits


if __name__ == "__main__":
    main()
