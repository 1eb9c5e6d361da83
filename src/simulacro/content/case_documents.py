"""A case as a plain document (``simulacro.case/1``): what a brand writes, keeps and brings in.

Reading one is strict and tells every mistake with its path; what it gives back is tidy: texts
without blanks around them, lines that are one line, things in the order of their minutes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any, Final

from simulacro.content.capabilities import capabilities
from simulacro.content.cases import BRAND, Beat, Case, CaseQuestion, CaseSource, Exhibit
from simulacro.engines.documents.fields import Fields
from simulacro.engines.documents.opening import open_schema, open_source

SCHEMA: Final = "simulacro.case/1"
EXHIBIT_KINDS: Final = (
    "post",
    "comment",
    "message",
    "photo",
    "video",
    "headline",
    "review",
    "audio",
    "email",
    "screenshot",
)
MAX_TITLE: Final = 200
MAX_TEXT: Final = 8_000
MAX_LINES: Final = 60
MAX_THINGS: Final = 200
MAX_QUESTIONS: Final = 40
MAX_MINUTES: Final = 480
MOST_MINUTES_AWAY: Final = 43_200
"""What the timeline may reach before or after the start: thirty days."""

USUAL_MINUTES: Final = 45
USUAL_MINUTES_A_QUESTION: Final = 7
USUAL_TASK: Final = "alert.decide"
USUAL_FAMILY: Final = "service"
_WORD: Final = re.compile(r"[^\s;=]{1,80}\Z")


@cache
def critical_tasks() -> tuple[str, ...]:
    """Every critical task, in the order in which a crisis asks for them.

    >>> critical_tasks()[0]
    'detect.notice'
    """
    return tuple(task for capability in capabilities() for task in capability.tasks)


def document_of(case: Case) -> dict[str, Any]:
    """The document of a case; what really happened, of a documented one, stays behind."""
    return {
        "schema": SCHEMA,
        "title": one_line(case.title),
        "family": case.family,
        "minutes": case.minutes,
        "combination": dict(sorted(case.combination.items())),
        "situation": tidy(case.situation),
        "known": _lines(case.known),
        "unknown": _lines(case.unknown),
        "timeline": [
            {**asdict(beat), "text": tidy(beat.text)}
            for beat in sorted(case.timeline, key=lambda beat: beat.at_min)
        ],
        "exhibits": [
            {
                "id": seen.id,
                "kind": seen.kind,
                "network": seen.network,
                "at_min": seen.at_min,
                "from": one_line(seen.author),
                "text": tidy(seen.text),
            }
            for seen in sorted(case.exhibits, key=lambda seen: seen.at_min)
        ],
        "questions": [
            {
                "id": question.id,
                "task": question.task,
                "minutes": question.minutes,
                "ask": tidy(question.ask),
                "answer": tidy(question.answer),
                "notices": _lines(question.notices),
            }
            for question in case.questions
        ],
        "gained": tidy(case.gained),
    }


def case_from(document: Mapping[str, Any], *, key: str, brand: str) -> Case:
    """The case of a document that :func:`read_case` gave, with the brand's name in its place."""
    said = _filled(document, brand)
    return Case(
        key=key,
        source=CaseSource.OWN,
        family=said["family"],
        minutes=said["minutes"],
        combination=dict(said["combination"]),
        title=said["title"],
        situation=said["situation"],
        known=tuple(said["known"]),
        unknown=tuple(said["unknown"]),
        timeline=tuple(Beat(**beat) for beat in said["timeline"]),
        exhibits=tuple(
            Exhibit(
                seen["id"],
                seen["kind"],
                seen["network"],
                seen["at_min"],
                seen["from"],
                seen["text"],
            )
            for seen in said["exhibits"]
        ),
        questions=tuple(
            CaseQuestion(**{**question, "notices": tuple(question["notices"])})
            for question in said["questions"]
        ),
        gained=said["gained"],
    )


def read_case(
    source: str | bytes | Mapping[str, Any], *, families: Collection[str] = ()
) -> dict[str, Any]:
    """The tidy document of a case. ``families`` are those that it may be of; any where none are
    given. Raises DocumentError with every mistake."""
    values, mistakes = open_source(source)
    f = open_schema(values, SCHEMA, mistakes)
    family = f.text("family", required=True)
    if family and (not _WORD.match(family) or (families and family not in families)):
        mistakes.add("bad_choice", f.at("family"), wrong=family, expected=", ".join(families))
    document = {
        "schema": SCHEMA,
        "title": one_line(_text(f, "title", MAX_TITLE, required=True)),
        "family": family,
        "minutes": _whole(f, "minutes", USUAL_MINUTES, 1, MAX_MINUTES),
        "combination": _combination(f),
        "situation": _text(f, "situation", required=True),
        "known": _read_lines(f, "known"),
        "unknown": _read_lines(f, "unknown"),
        "timeline": _by_minute(_beat(g) for g in _things(f, "timeline", "beat")),
        "exhibits": _by_minute(_exhibit(g) for g in _things(f, "exhibits", "exhibit")),
        "questions": [
            _question(g) for g in _things(f, "questions", "question", most=MAX_QUESTIONS)
        ],
        "gained": _text(f, "gained"),
    }
    if not document["questions"] and isinstance(f.values.get("questions", []), list):
        mistakes.add("no_questions", f.at("questions"))
    f.close()
    mistakes.raise_if_any()
    return document


def tidy(text: str) -> str:
    """The text with one kind of line's end, and no blanks around it.

    >>> tidy(" a\\r\\nb ")
    'a\\nb'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    """The text as one line.

    >>> one_line(" a\\n b ")
    'a b'
    """
    return " ".join(text.split())


def _beat(g: Fields) -> dict[str, Any]:
    beat = {"id": g.text("id"), "at_min": _at(g), "text": _text(g, "text", required=True)}
    g.close()
    return beat


def _exhibit(g: Fields) -> dict[str, Any]:
    kind, network = g.text("kind", "message"), g.text("network")
    if kind not in EXHIBIT_KINDS:
        expected = ", ".join(EXHIBIT_KINDS)
        g.mistakes.add("bad_choice", g.at("kind"), wrong=kind, expected=expected)
    if network and not _WORD.match(network):
        g.mistakes.add("bad_id", g.at("network"), wrong=network)
    seen = {
        "id": g.text("id"),
        "kind": kind,
        "network": network,
        "at_min": _at(g),
        "from": one_line(_text(g, "from", MAX_TITLE)),
        "text": _text(g, "text", required=True),
    }
    g.close()
    return seen


def _question(g: Fields) -> dict[str, Any]:
    task = g.text("task", USUAL_TASK)
    if task not in critical_tasks():
        expected = ", ".join(critical_tasks())
        g.mistakes.add("bad_choice", g.at("task"), wrong=task, expected=expected)
    question = {
        "id": g.text("id"),
        "task": task,
        "minutes": _whole(g, "minutes", USUAL_MINUTES_A_QUESTION, 1, MAX_MINUTES),
        "ask": _text(g, "ask", required=True),
        "answer": _text(g, "answer"),
        "notices": _read_lines(g, "notices"),
    }
    g.close()
    return question


def _things(f: Fields, name: str, prefix: str, *, most: int = MAX_THINGS) -> list[Fields]:
    """The groups of a list, each with an id of its own; those without one are given one."""
    items = f.items(name)
    if len(items) > most:
        f.mistakes.add("too_many_things", f.at(name), limit=most)
    found = [Fields(item, path, f.mistakes, f"a {prefix}") for item, path in items[:most]]
    taken: set[str] = set()
    for g in found:
        given = g.id("id")
        if given and given in taken:
            f.mistakes.add("duplicate_id", g.at("id"), wrong=given)
        taken.add(given)
    free = (name for i in range(1, 2 * most + 2) if (name := f"{prefix}-{i}") not in taken)
    for g in found:
        if not g.text("id"):
            g.values["id"] = next(free)
    return found


def _combination(f: Fields) -> dict[str, str]:
    given = f.take("combination")
    g = Fields(given, f.at("combination"), f.mistakes, "a combination")
    found = {factor: g.text(factor) for factor in sorted(g.values)}
    for factor, value in found.items():
        if not (_WORD.match(factor) and _WORD.match(value)):
            f.mistakes.add("bad_id", g.at(factor), wrong=f"{factor}={value}")
    return found


def _text(f: Fields, name: str, most: int = MAX_TEXT, *, required: bool = False) -> str:
    text = tidy(f.text(name, required=required))
    if required and f.has(name) and isinstance(f.values[name], str) and not text:
        f.mistakes.add("missing", f.path, field=name)
    if len(text) > most:
        f.mistakes.add("text_too_long", f.at(name), limit=f"{most:,}")
    return text


def _read_lines(f: Fields, name: str) -> list[str]:
    given = f.words(name)
    if len(given) > MAX_LINES:
        f.mistakes.add("too_many_things", f.at(name), limit=MAX_LINES)
    for text, path in given:
        if len(text) > MAX_TEXT:
            f.mistakes.add("text_too_long", path, limit=f"{MAX_TEXT:,}")
    return _lines(text for text, _path in given)


def _lines(given: Iterable[str]) -> list[str]:
    return [line for text in given if (line := one_line(text))]


def _at(f: Fields) -> int:
    return _whole(f, "at_min", 0, -MOST_MINUTES_AWAY, MOST_MINUTES_AWAY)


def _whole(f: Fields, name: str, default: int, low: int, high: int) -> int:
    value = f.number(name, default, low=low, high=high)
    if value != int(value):
        f.mistakes.add("wrong_type", f.at(name), wrong=value, expected="a whole number")
    return int(value)


def _by_minute(things: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(things, key=lambda thing: thing["at_min"])


def _filled(value: Any, brand: str) -> Any:
    if isinstance(value, str):
        return value.replace(BRAND, brand)
    if isinstance(value, Mapping):
        return {name: _filled(inner, brand) for name, inner in value.items()}
    return [_filled(inner, brand) for inner in value] if isinstance(value, list) else value
