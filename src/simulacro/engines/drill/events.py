"""The events of an exercise: what is kept of it, and all that is kept.

Everything else (the page, the replay, the ratings, the after-action report) is a fold of them. An
event is never changed; what was said later counts. Events carry the version of their kind's shape
and are upcast when read, so that old exercises stay readable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

Data = Mapping[str, Any]


class Kind(StrEnum):
    """What can happen in an exercise."""

    EXERCISE_OPENED = "exercise_opened"
    PARTICIPANT_JOINED = "participant_joined"
    FACILITATOR_CHANGED = "facilitator_changed"
    QUESTION_OPENED = "question_opened"
    ANSWER_GIVEN = "answer_given"
    ANSWERS_REVEALED = "answers_revealed"
    TASK_RATED = "task_rated"
    OBSERVATION_MADE = "observation_made"
    HOT_WASH_OPENED = "hot_wash_opened"
    HOT_WASH_SAID = "hot_wash_said"
    DECISION_TAKEN = "decision_taken"
    ACTION_RECORDED = "action_recorded"
    EXERCISE_ENDED = "exercise_ended"
    EXERCISE_ABANDONED = "exercise_abandoned"


VERSIONS: Final[Mapping[str, int]] = dict.fromkeys(Kind, 1)
"""The version in which each kind is written today."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    ``sequence`` counts from 1 without a gap; ``at_ms`` is in whole milliseconds of Unix time, UTC;
    ``by`` is the participant's id, empty for the exercise itself; ``data`` holds plain values.
    """

    sequence: int
    at_ms: int
    kind: str
    by: str = ""
    data: Data = field(default_factory=dict)
    version: int = 1


class UnreadableEvent(ValueError):
    """An event of a kind or a version that this release does not know."""

    def __init__(self, event: Event) -> None:
        self.event = event
        super().__init__(f"event {event.sequence}: {event.kind} version {event.version}")


Upcast = Callable[[Data], Data]
UPCASTS: Final[dict[tuple[str, int], Upcast]] = {}
"""(kind, version) → its data in the next version. Empty as long as no shape has changed."""


def upcast(
    event: Event,
    *,
    versions: Mapping[str, int] = VERSIONS,
    casts: Mapping[tuple[str, int], Upcast] = UPCASTS,
) -> Event:
    """The event in today's shape, version by version. Raises UnreadableEvent.

    >>> old = Event(1, 0, "tea_made", data={"cups": 2})
    >>> new = upcast(old, versions={"tea_made": 2}, casts={("tea_made", 1): lambda d: {"ml": 250}})
    >>> new.version, dict(new.data)
    (2, {'ml': 250})
    """
    current = versions.get(event.kind)
    if current is None or event.version > current:
        raise UnreadableEvent(event)
    while event.version < current:
        cast = casts.get((event.kind, event.version))
        if cast is None:
            raise UnreadableEvent(event)
        event = replace(event, data=cast(event.data), version=event.version + 1)
    return event
