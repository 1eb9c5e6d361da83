"""The hub and the stream by themselves, on an event loop."""

import asyncio
import uuid
from typing import Any

import pytest

from simulacro.kit.live.asgi import QUESTION, EventStreams, Message, Receive, Scope, Send
from simulacro.kit.live.hub import QUEUE_FRAMES, Hub
from simulacro.kit.live.outbox import Event, Position, refuse_what_is_no_id

BRAND = uuid.UUID(int=7)
NOW = Position(10, 1_790_000_000)


class Page:
    """The Django view behind the stream: says yes until told otherwise."""

    def __init__(self) -> None:
        self.allowed = True
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope[QUESTION]
        self.asked += 1
        headers = [(b"x-live-scope", str(BRAND).encode())] if self.allowed else []
        status = 204 if self.allowed else 404
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def a_hub() -> Hub:
    """A hub on this loop, without its thread."""
    hub = Hub()
    hub.loop = asyncio.get_running_loop()
    hub.ready = asyncio.Event()
    hub.deliver([], NOW, NOW)
    return hub


def event(number: int, scope: uuid.UUID = BRAND) -> Event:
    return Event(number, scope, "audit", "changed", {"n": number})


SCOPE: dict[str, Any] = {
    "type": "http", "method": "GET", "path": "/b/andariego/events",
    "headers": [], "query_string": b"",
}  # fmt: skip


class Reader:
    """A browser at the other end."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.gone = asyncio.Event()
        self.reads = asyncio.Event()
        self.reads.set()

    async def receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        await self.reads.wait()
        self.messages.append(message)

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.messages).decode()


async def until(true: Any) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


def test_who_loses_the_right_is_cut_off_at_the_next_look() -> None:
    async def play() -> None:
        page, hub, reader = Page(), a_hub(), Reader()
        streams = EventStreams(page, hub, recheck_s=0.02)
        stream = asyncio.ensure_future(streams(SCOPE, reader.receive, reader.send))
        await until(lambda: page.asked > 2)
        assert not stream.done()
        page.allowed = False
        await stream
        assert reader.messages[-1] == {
            "type": "http.response.body", "body": b"", "more_body": False,
        }  # fmt: skip
        assert hub.streams == {}

    asyncio.run(play())


def test_slow_reader_gets_a_resync_instead_of_what_it_lost() -> None:
    async def play() -> None:
        hub, reader = a_hub(), Reader()
        stream = asyncio.ensure_future(
            EventStreams(Page(), hub)(SCOPE, reader.receive, reader.send)
        )
        await until(lambda: "ready" in reader.text)
        reader.reads.clear()
        for number in range(11, 11 + QUEUE_FRAMES * 3):
            hub.deliver([event(number)], NOW, Position(number, NOW.at))
            await asyncio.sleep(0)
        assert all(len(one.frames) <= QUEUE_FRAMES for one in hub.streams[BRAND])
        reader.reads.set()
        await until(lambda: "event: resync" in reader.text)
        reader.gone.set()
        await stream

    asyncio.run(play())


def test_closing_the_hub_ends_a_reader_that_takes_nothing() -> None:
    async def play() -> None:
        hub, reader = a_hub(), Reader()
        stream = asyncio.ensure_future(
            EventStreams(Page(), hub)(SCOPE, reader.receive, reader.send)
        )
        await until(lambda: hub.streams)
        reader.reads.clear()
        hub.deliver([event(11)], NOW, Position(11, NOW.at))
        hub.close()
        async with asyncio.timeout(5):
            await stream
        assert hub.streams == {}

    asyncio.run(play())


def test_only_the_last_frame_of_a_batch_moves_the_position() -> None:
    async def play() -> None:
        hub, reader = a_hub(), Reader()
        stream = asyncio.ensure_future(
            EventStreams(Page(), hub)(SCOPE, reader.receive, reader.send)
        )
        await until(lambda: "ready" in reader.text)
        after = Position(14, NOW.at)
        other = event(13, uuid.UUID(int=8))
        hub.deliver([event(11), event(12), other], NOW, after)
        await until(lambda: '"n":12' in reader.text)
        ids = [line for line in reader.text.splitlines() if line.startswith("id: ")]
        assert ids[-2:] == [f"id: {NOW}", f"id: {after}"]
        assert '"n":13' not in reader.text
        reader.gone.set()
        await stream

    asyncio.run(play())


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("Audit", {}),
        ("audit", {"name": "teléfono de la jefa"}),
        ("audit", {"note": "two words"}),
        ("audit", {"list": ["a"]}),
        ("audit", {"long": "x" * 65}),
        ("audit", {f"k{n}": n for n in range(13)}),
        ("audit results", {}),
    ],
)
def test_event_carries_ids_and_never_words(topic: str, payload: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        refuse_what_is_no_id(topic, "changed", payload)
