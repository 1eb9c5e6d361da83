"""What each kind of event must carry: the fields, checked all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from simulacro.engines.drill.events import Data, Kind
from simulacro.engines.drill.refusals import BadData

MAX_TEXT: Final = 4_000
MAX_NAME: Final = 80


class Part(StrEnum):
    """What somebody does in an exercise (HSEEP)."""

    PLAYER = "player"
    FACILITATOR = "facilitator"
    EVALUATOR = "evaluator"
    OBSERVER = "observer"
    WHITE_CELL = "white_cell"


class Poete(StrEnum):
    """The element that a corrective action mends (HSEEP): P, O, E, T, E."""

    PLANNING = "planning"
    ORGANIZATION = "organization"
    EQUIPMENT = "equipment"
    TRAINING = "training"
    EXERCISES = "exercises"


class About(StrEnum):
    """What a line of the hot wash is about."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"


RATINGS: Final = ("P", "S", "M", "U", "N")
"""Performed without challenges, with some, with major ones, unable; not applicable."""

FORMATS: Final = ("micro", "case", "storm", "half_day")

Check = Callable[[Any], str]


def _text(most: int, *, least: int = 1) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str):
            return "not a text"
        length = len(value.strip())
        if length < least:
            return "empty"
        return "" if length <= most else f"longer than {most} characters"

    return check


def _one_of(*known: str) -> Check:
    return lambda value: "" if value in known else f"not one of {', '.join(known)}"


def _date(value: Any) -> str:
    try:
        dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return "not a date such as 2026-11-23"
    return ""


def _yes_or_no(value: Any) -> str:
    return "" if isinstance(value, bool) else "not yes or no"


def _combination(value: Any) -> str:
    whole = isinstance(value, Mapping) and all(
        isinstance(k, str) and isinstance(v, str) for k, v in value.items()
    )
    return "" if whole else "not a combination of factors and values"


_ID = _text(120)
_WORDS = _text(MAX_TEXT)

REQUIRED: Final[Mapping[str, Mapping[str, Check]]] = {
    Kind.EXERCISE_OPENED: {"format": _one_of(*FORMATS), "case_key": _text(400)},
    Kind.PARTICIPANT_JOINED: {"id": _ID, "name": _text(MAX_NAME), "part": _one_of(*Part)},
    Kind.FACILITATOR_CHANGED: {"to": _ID},
    Kind.QUESTION_OPENED: {"question": _ID, "task": _ID},
    Kind.ANSWER_GIVEN: {"question": _ID, "text": _WORDS},
    Kind.ANSWERS_REVEALED: {"question": _ID},
    Kind.TASK_RATED: {"task": _ID, "rating": _one_of(*RATINGS)},
    Kind.OBSERVATION_MADE: {"text": _WORDS},
    Kind.HOT_WASH_OPENED: {},
    Kind.HOT_WASH_SAID: {"text": _WORDS, "about": _one_of(*About)},
    Kind.DECISION_TAKEN: {"text": _WORDS},
    Kind.ACTION_RECORDED: {
        "id": _ID,
        "text": _WORDS,
        "task": _ID,
        "owner": _text(MAX_NAME),
        "due": _date,
        "poete": _one_of(*Poete),
    },
    Kind.EXERCISE_ENDED: {},
    Kind.EXERCISE_ABANDONED: {},
}

OPTIONAL: Final[Mapping[str, Mapping[str, Check]]] = {
    Kind.EXERCISE_OPENED: {
        "combination": _combination,
        "announced": _yes_or_no,
        "title": _text(300, least=0),
        "planned": _text(120, least=0),
    },
    Kind.ANSWER_GIVEN: {"option": _text(120, least=0)},
    Kind.TASK_RATED: {"question": _text(120, least=0), "words": _text(MAX_TEXT, least=0)},
    Kind.OBSERVATION_MADE: {
        "question": _text(120, least=0),
        "task": _text(120, least=0),
        "rating": _one_of(*RATINGS, ""),
    },
    Kind.EXERCISE_ABANDONED: {"why": _text(MAX_TEXT, least=0)},
}


def checked(kind: Kind, data: Data) -> dict[str, Any]:
    """The data, texts without blanks around them. Raises BadData with every problem at once."""
    required, optional = REQUIRED[kind], OPTIONAL.get(kind, {})
    problems = [(name, "missing") for name in required if name not in data]
    kept: dict[str, Any] = {}
    for name, value in data.items():
        check = required.get(name) or optional.get(name)
        if check is None:
            problems.append((name, "unknown"))
        elif wrong := check(value):
            problems.append((name, wrong))
        else:
            kept[name] = value.strip() if isinstance(value, str) else value
    if problems:
        raise BadData(problems)
    return kept
