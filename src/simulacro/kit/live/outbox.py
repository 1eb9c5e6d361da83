"""Write events, and read them back from a position without losing any.

A *position* is "all that was committed before this point". On SQLite it is the
last id, since commits happen one after another. On PostgreSQL a later id may be
committed before an earlier one; there it is the oldest transaction still
running (`pg_snapshot_xmin`), and reading from a position may give an event a
second time, but never skips one.
"""

import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import BigIntegerField, F, Func, Max

from simulacro.kit.live.models import LiveEvent
from simulacro.kit.live.wake import CHANNEL, wake

KEPT_FOR = timedelta(hours=24)
# More than this is slower to replay than to load the page's parts again.
REPLAY_LIMIT = 500
NAME = re.compile(r"[a-z][a-z0-9_.-]{0,63}")


class ThisTransaction(Func):
    """The number of the transaction that writes, on PostgreSQL."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = BigIntegerField()


class OldestRunning(Func):
    """The oldest transaction still running, on PostgreSQL: all before it are decided."""

    template = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    output_field = BigIntegerField()


@dataclass(frozen=True)
class Event:
    """One event as its readers get it."""

    id: int
    scope: uuid.UUID
    topic: str
    kind: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Position:
    """Everything committed before `mark` has been seen; `at` is when (Unix seconds)."""

    mark: int
    at: int

    def __str__(self) -> str:
        return f"{self.mark}-{self.at}"

    @classmethod
    def parse(cls, text: str) -> "Position | None":
        """Read what `str` wrote; None for anything else.

        >>> Position.parse("12-1790000000")
        Position(mark=12, at=1790000000)
        >>> Position.parse("yesterday") is None
        True
        """
        match = re.fullmatch(r"(\d{1,18})-(\d{1,12})", text)
        return cls(int(match[1]), int(match[2])) if match else None


def publish(scope: uuid.UUID, topic: str, kind: str, payload: Mapping[str, object]) -> None:
    """See `simulacro.kit.live.publish`."""
    refuse_what_is_no_id(topic, kind, payload)
    values = {"scope": scope, "topic": topic, "kind": kind, "payload": dict(payload)}
    with transaction.atomic():
        if connection.vendor == "postgresql":
            LiveEvent.objects.create(**values, transaction=ThisTransaction())
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
        else:
            LiveEvent.objects.create(**values)
            transaction.on_commit(wake)


def refuse_what_is_no_id(topic: str, kind: str, payload: Mapping[str, object]) -> None:
    for name in (topic, kind, *payload):
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r}: a name of an event is lower case letters, digits, . _ -")
    if len(payload) > 12:
        raise ValueError(f"{topic}: {len(payload)} values; an event carries at most 12")
    for name, value in payload.items():
        if isinstance(value, str) and re.fullmatch(r"[\w.:-]{0,64}", value, re.ASCII):
            continue
        if value is None or isinstance(value, bool | int | float):
            continue
        raise ValueError(f"{topic}: {name} is not an id nor a small number")


def current_position() -> Position:
    """Return the position of now: whatever is committed later comes after it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            mark = int(cursor.fetchone()[0])
    else:
        mark = LiveEvent.objects.aggregate(last=Max("id"))["last"] or 0
    return Position(mark, int(time.time()))


def read_from(
    mark: int, *, scope: uuid.UUID | None = None, limit: int | None = None
) -> tuple[list[Event], int]:
    """Return the events from `mark` on, oldest first, and the mark after them.

    With `limit`, at most one more than that, so that the caller sees that
    there are more.
    """
    rows = LiveEvent.objects.order_by("id")
    if scope:
        rows = rows.filter(scope=scope)
    if connection.vendor == "postgresql":
        # In the same statement, so that the mark and the rows are of one snapshot.
        rows = rows.filter(transaction__gte=mark).annotate(mark=OldestRunning())
    else:
        rows = rows.filter(id__gt=mark).annotate(mark=F("id"))
    events = []
    for row in rows[: limit + 1] if limit else rows:
        events.append(Event(row.id, row.scope, row.topic, row.kind, row.payload))
        mark = row.mark
    return events, mark


def replay(scope: uuid.UUID, position: Position, *, now: int) -> list[Event] | None:
    """Return what a reader at `position` has missed; None where it cannot be told.

    It cannot when events of that time are deleted already, when there are more
    than REPLAY_LIMIT, or when the position is of another database.
    """
    margin_s = 600
    if not now - KEPT_FOR.total_seconds() + margin_s < position.at <= now + margin_s:
        return None
    if position.mark > current_position().mark:
        return None
    events, _ = read_from(position.mark, scope=scope, limit=REPLAY_LIMIT)
    return None if len(events) > REPLAY_LIMIT else events


def prune(now: datetime) -> int:
    """Delete what no page can resume from any more; return how many."""
    deleted, _ = LiveEvent.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return deleted


class Follower:
    """Reads the outbox onwards from where it last was; belongs to one thread."""

    def __init__(self) -> None:
        self.position = current_position()
        # Ids already given out from the mark on; on SQLite the mark alone is enough.
        self.given: set[int] = set()

    def read(self) -> list[Event]:
        """Return the events not given before; `position` moves behind them."""
        events, mark = read_from(self.position.mark)
        fresh = [event for event in events if event.id not in self.given]
        if connection.vendor == "postgresql":
            self.given = {event.id for event in events}
        self.position = Position(mark, int(time.time()))
        return fresh
