"""One process, one port: pages in a bounded pool of threads, event streams beside them.

Django under ASGI costs twice as much per page as under WSGI, and an event
stream under WSGI costs a thread; so each runs where it is cheap.
"""

import asyncio
import importlib
import importlib.util
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp

from simulacro.apps.audit.advice import base_items
from simulacro.config.environment import read_flag, read_int
from simulacro.config.wsgi import application as pages
from simulacro.kit.live.asgi import App, EventStreams, Receive, Scope, Send
from simulacro.kit.live.hub import Hub, hub

logger = logging.getLogger("simulacro.serve")

# Pages served at once; the rest waits. Two cores serve no faster with more.
PAGE_THREADS = read_int("SIMULACRO_PAGE_THREADS", 8)
WARM = read_flag("SIMULACRO_WARM", default=True)
# From the start to the warming: it must not compete with the first page.
WARM_AFTER_S = 1.5


class Application:
    """The lifespan of the web process: the hub lives as long as the server."""

    def __init__(self, streams: App, hub: Hub) -> None:
        self.streams = streams
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self.streams(scope, receive, send)
            return
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.hub.start()
                close_before_stopping(self.hub)
                if WARM:
                    asyncio.get_running_loop().call_later(WARM_AFTER_S, warm_in_a_thread)
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self.hub.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


def close_before_stopping(hub: Hub) -> None:
    """End the event streams at the signal itself: a server waits for its open streams."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, closing_handler(hub, signal.getsignal(number)))


def closing_handler(hub: Hub, previous: Any) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        hub.close_soon()
        if callable(previous):
            previous(number, frame)

    return handle


def warm_in_a_thread() -> None:
    threading.Thread(target=warm, name="warm", daemon=True).start()


def warm() -> None:
    """Read the base pack and load the kernels, so that the first audit waits for neither."""
    base_items()
    warm_kernels()


def warm_kernels() -> None:
    if importlib.util.find_spec("simulacro.engines.diagrams") is None:
        return
    try:
        importlib.import_module("simulacro.engines.diagrams").warm()
    except Exception:
        # The pages work without; the first solve pays for the compilation.
        logger.exception("The kernels could not be warmed")


application = Application(
    EventStreams(cast(App, WSGIMiddleware(cast(WSGIApp, pages), workers=PAGE_THREADS)), hub), hub
)
