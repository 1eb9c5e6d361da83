"""The hub: one per web process, gives each event to the open streams of its scope.

An event is encoded once. Each stream has a queue of 64 frames; a reader that
does not keep up loses them all and is told to load its parts again (`resync`),
so that one phone in a lift costs nobody memory.
"""

import asyncio
import json
import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from simulacro.kit.live import outbox, wake
from simulacro.kit.live.outbox import Event, Position

logger = logging.getLogger("simulacro.live")

QUEUE_FRAMES = 64
PRUNE_EVERY_S = 600


def encode(event: Event, position: Position) -> bytes:
    """Return the event as a frame of a server-sent stream."""
    body = {"id": event.id, "topic": event.topic, "kind": event.kind, **event.payload}
    data = json.dumps(body, separators=(",", ":"), ensure_ascii=True)
    return f"id: {position}\nevent: change\ndata: {data}\n\n".encode()


def encode_word(word: str, position: Position) -> bytes:
    """Return a frame that is not about one event: `ready`, `resync`."""
    return f"id: {position}\nevent: {word}\ndata: {{}}\n\n".encode()


class Stream:
    """The frames that one open page has yet to get. Lives on the event loop."""

    def __init__(self, scope: uuid.UUID) -> None:
        self.scope = scope
        self.frames: deque[tuple[int, bytes]] = deque()
        self.lost = False
        self.changed = asyncio.Event()
        self.closing = asyncio.Event()

    def put(self, number: int, frame: bytes) -> None:
        if self.lost:
            return
        if len(self.frames) >= QUEUE_FRAMES:
            self.frames.clear()
            self.lost = True
        else:
            self.frames.append((number, frame))
        self.changed.set()

    def close(self) -> None:
        self.closing.set()
        self.changed.set()

    def take(self) -> tuple[list[tuple[int, bytes]], bool]:
        """Return what waits, and whether something was lost before it."""
        frames, lost = list(self.frames), self.lost
        self.frames.clear()
        self.lost = False
        self.changed.clear()
        return frames, lost


class Hub:
    """Follows the outbox in a thread, and fills the queues on the event loop."""

    def __init__(self) -> None:
        self.streams: dict[uuid.UUID, set[Stream]] = {}
        self.position = Position(0, 0)
        self.closing = False
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ready: asyncio.Event | None = None
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow; to be called on the event loop."""
        self.loop = asyncio.get_running_loop()
        self.ready = asyncio.Event()
        self.closing = False
        self.thread = threading.Thread(target=self.follow, name="live-events", daemon=True)
        self.thread.start()

    def close(self) -> None:
        """End every stream; safe to call twice, from the event loop."""
        self.closing = True
        wake.wake()
        for streams in self.streams.values():
            for stream in streams:
                stream.close()

    def close_soon(self) -> None:
        """As `close`, from a signal handler or another thread."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.close)

    @contextmanager
    def open(self, scope: uuid.UUID) -> Iterator[Stream]:
        """Add a stream for as long as the block lasts."""
        stream = Stream(scope)
        if self.closing:
            stream.close()
        self.streams.setdefault(scope, set()).add(stream)
        try:
            yield stream
        finally:
            others = self.streams[scope]
            others.discard(stream)
            if not others:
                del self.streams[scope]

    def deliver(self, events: list[Event], before: Position, after: Position) -> None:
        """Put events in the queues; a frame says `after` only when it is its scope's last.

        Whoever resumes from `before` gets the rest of the batch again.
        """
        last = {event.scope: event.id for event in events}
        for event in events:
            streams = self.streams.get(event.scope)
            if streams:
                frame = encode(event, after if last[event.scope] == event.id else before)
                for stream in streams:
                    stream.put(event.id, frame)
        self.position = after
        if self.ready is not None:
            self.ready.set()

    def follow(self) -> None:
        """The thread: wait, read, deliver; start again after a lost database."""
        follower: outbox.Follower | None = None
        pause_s = 0.1
        while not self.closing:
            try:
                watch = wake.watch()
                if follower is None:
                    follower = outbox.Follower()
                self.hand_over([], follower.position, follower.position)
                pause_s = 0.1
                self.follow_with(follower, watch)
            except Exception:
                if self.closing:
                    break
                logger.exception("Live events lost the database; trying again in %.1f s", pause_s)
                time.sleep(pause_s)
                pause_s = min(pause_s * 2, 5.0)
            finally:
                wake.close_connections()

    def follow_with(self, follower: outbox.Follower, watch: wake.Watch) -> None:
        pruned_at = time.monotonic()
        while not self.closing:
            before = follower.position
            events = follower.read()
            self.hand_over(events, before, follower.position)
            if time.monotonic() - pruned_at > PRUNE_EVERY_S:
                outbox.prune(timezone.now())
                pruned_at = time.monotonic()
            watch.wait(lambda: self.closing)

    def hand_over(self, events: list[Event], before: Position, after: Position) -> None:
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.deliver, events, before, after)


hub = Hub()
