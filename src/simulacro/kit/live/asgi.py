"""The stream of events as raw ASGI: it costs a queue and a task, and no thread.

Who may follow is decided by the ordinary Django view of the same address, with
its middleware, its policy and its second factor: it is asked when the stream
opens, and again every minute. What it answers instead of "yes" goes to the
browser as it is.
"""

import asyncio
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from simulacro.kit.live import outbox
from simulacro.kit.live.hub import Hub, Stream, encode, encode_word
from simulacro.kit.live.outbox import Event, Position

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# Of a brand, of an agency, and of what somebody without an account was let into by a link.
ADDRESS = re.compile(
    r"/(?:b/[-a-zA-Z0-9_]+(?:/(?:drills/table|what-if/brainstorms)/[-0-9a-f]{36})?"
    r"|agency/[-0-9a-f]{36}"
    r"|(?:play|idea)/[-a-zA-Z0-9_]+)/events"
)
# The view sees this key in the ASGI scope, which no request can forge.
QUESTION = "simulacro.live.may_follow"
ANSWER_HEADER = b"x-live-scope"
RECHECK_S = 60.0
KEEP_ALIVE_S = 15.0
RETRY_MS = 2000

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    # nginx would hold the events back otherwise.
    (b"x-accel-buffering", b"no"),
]


@dataclass
class Answer:
    """What the view said."""

    messages: list[Message] = field(default_factory=list)

    @property
    def scope_id(self) -> uuid.UUID | None:
        """The scope which may be followed; None where it may not."""
        start = self.messages[0]
        if start["status"] != 204:
            return None
        for name, value in start["headers"]:
            if name == ANSWER_HEADER:
                return uuid.UUID(value.decode("ascii"))
        return None


class EventStreams:
    """Answers the addresses of event streams, and leaves all others to `inner`."""

    def __init__(self, inner: App, hub: Hub, *, recheck_s: float = RECHECK_S) -> None:
        self.inner = inner
        self.hub = hub
        self.recheck_s = recheck_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and self.hub.loop is not None
            and ADDRESS.fullmatch(scope["path"])
        ):
            await self.follow(scope, receive, send)
        else:
            await self.inner(scope, receive, send)

    async def follow(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self.ask(scope)
        followed = answer.scope_id
        if followed is None:
            for message in answer.messages:
                await send(message)
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        with self.hub.open(followed) as stream:
            pump = asyncio.ensure_future(self.pump(scope, stream, send))
            gone = asyncio.ensure_future(disconnected(receive))
            closing = asyncio.ensure_future(stream.closing.wait())
            try:
                await asyncio.wait({pump, gone, closing}, return_when=asyncio.FIRST_COMPLETED)
                if closing.done() and not pump.done():
                    # A reader that takes nothing must not hold the process back.
                    await asyncio.wait({pump, gone}, timeout=0.1)
            finally:
                for task in (pump, gone, closing):
                    task.cancel()
                await asyncio.gather(pump, gone, closing, return_exceptions=True)

    async def ask(self, scope: Scope) -> Answer:
        answer = Answer()

        async def keep(message: Message) -> None:
            answer.messages.append(message)

        async def nothing() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        await self.inner({**scope, QUESTION: True}, nothing, keep)
        return answer

    async def pump(self, scope: Scope, stream: Stream, send: Send) -> None:
        """Send what was missed, then what comes, until the stream closes."""

        async def write(body: bytes) -> None:
            await send({"type": "http.response.body", "body": body, "more_body": True})

        already = await self.catch_up(scope, stream, write)
        checked_at = time.monotonic()
        while not stream.closing.is_set():
            try:
                await asyncio.wait_for(stream.changed.wait(), min(KEEP_ALIVE_S, self.recheck_s))
            except TimeoutError:
                # An id without data moves the reader's position and fires no event.
                await write(f"id: {self.hub.position}\n\n".encode())
            frames, lost = stream.take()
            if lost:
                await write(encode_word("resync", self.hub.position))
            fresh = [frame for number, frame in frames if number not in already]
            if fresh:
                await write(b"".join(fresh))
            if time.monotonic() - checked_at > self.recheck_s:
                checked_at = time.monotonic()
                if (await self.ask(scope)).scope_id != stream.scope:
                    break
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def catch_up(
        self, scope: Scope, stream: Stream, write: Callable[[bytes], Awaitable[None]]
    ) -> frozenset[int]:
        """Send the first frames; return the ids which may wait in the queue as well."""
        if self.hub.ready is not None:
            await self.hub.ready.wait()
        start = self.hub.position
        asked = asked_position(scope)
        missed: list[Event] | None = []
        if asked is not None:
            missed = await sync_to_async(read_missed, thread_sensitive=False)(stream.scope, asked)
        first = f"retry: {RETRY_MS}\n".encode()
        if missed is None:
            await write(first + encode_word("resync", start))
            return frozenset()
        # The position before all of them: a line cut here gets them again.
        replayed = b"".join(encode(event, asked or start) for event in missed)
        await write(first + replayed + encode_word("ready", start))
        return frozenset(event.id for event in missed)


def read_missed(scope_id: uuid.UUID, position: Position) -> list[Event] | None:
    close_old_connections()
    try:
        return outbox.replay(scope_id, position, now=int(time.time()))
    finally:
        close_old_connections()


def asked_position(scope: Scope) -> Position | None:
    """Read where the browser wants to go on: its own header first, else `?after=`."""
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    for name, value in headers:
        if name == b"last-event-id" and value:
            return Position.parse(value.decode("latin-1")) or Position(0, 0)
    after = parse_qs(scope["query_string"].decode("latin-1")).get("after")
    return (Position.parse(after[0]) or Position(0, 0)) if after else None


async def disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
