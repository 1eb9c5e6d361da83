"""uvicorn, so that one signal ends it within a second with pages and streams open."""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

import uvicorn

# From the signal to the last connection cut; what is left of the second is the worker's.
DRAIN_S = 0.4


@dataclass(frozen=True)
class Listener:
    """One socket on which the pages are served, over HTTPS if it has a certificate."""

    bound: socket.socket
    certificate: str | None = None
    key: str | None = None


class WebServer(uvicorn.Server):
    """A server whose signals are ours, and which does not wait for slow readers."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        cut = asyncio.get_running_loop().call_later(DRAIN_S, self.cut_connections)
        try:
            await super().shutdown(sockets)
        finally:
            cut.cancel()

    def cut_connections(self) -> None:
        self.force_exit = True
        for connection in list(self.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        for task in self.server_state.tasks:
            task.cancel()


def serve(
    app: Any,
    listeners: Sequence[Listener],
    *,
    on_ready: Callable[[], None],
    behind_proxy: bool,
    trusted_proxies: Sequence[str],
) -> None:
    """Serve `app` on every listener until SIGINT or SIGTERM; a second one ends at once."""
    servers = [
        WebServer(
            uvicorn.Config(
                app,
                # One lifespan for all listeners: the first server has it.
                lifespan="on" if number == 0 else "off",
                ssl_certfile=listener.certificate,
                ssl_keyfile=listener.key,
                proxy_headers=behind_proxy,
                forwarded_allow_ips=list(trusted_proxies),
                server_header=False,
                access_log=False,
                log_config=None,
                log_level="warning",
                timeout_graceful_shutdown=1,
            )
        )
        for number, listener in enumerate(listeners)
    ]

    def stop(number: int, frame: FrameType | None) -> None:
        for server in servers:
            server.handle_exit(number, frame)

    async def run() -> None:
        first, *others = servers
        running = [asyncio.ensure_future(first.serve([listeners[0].bound]))]
        while not first.started and not running[0].done():
            await asyncio.sleep(0.01)
        for server, listener in zip(others, listeners[1:], strict=True):
            running.append(asyncio.ensure_future(server.serve([listener.bound])))
        if not running[0].done():
            threading.Thread(target=on_ready, name="welcome", daemon=True).start()
        await asyncio.gather(*running)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    asyncio.run(run())
