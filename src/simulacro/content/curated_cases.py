"""What a case study written by hand must hold, beyond its published schema.

A curated case is data (``cases:`` in a pack); `cases.curated_case` reads it.
``docs/reference/cases.md`` has its shape and how to write one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from simulacro.content.capabilities import capabilities
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import Mistakes, Path

PARTS: Final = ("timeline", "exhibits", "questions")

_BRACES: Final = re.compile(r"\{[^{}]*\}?|\}")


def curated_case_mistakes(entry: Mapping[str, Any], path: Path, mistakes: Mistakes) -> None:
    """Add what the published schema cannot say of one entry of ``cases``."""
    trigger = entry["combination"].get("trigger", entry["family"])
    if trigger != entry["family"]:
        where = (*path, "combination", "trigger")
        mistakes.add("bad_choice", where, wrong=trigger, expected=entry["family"])
    tasks = {task for capability in capabilities() for task in capability.tasks}
    for i, question in enumerate(entry["questions"]):
        if question["task"] not in tasks:
            where = (*path, "questions", i, "task")
            mistakes.add(
                "bad_choice", where, wrong=question["task"], expected=", ".join(sorted(tasks))
            )
    for name in PARTS:
        _same_parts(entry, name, path, mistakes)
    for language in LANGUAGES:
        for name in ("known", "unknown"):
            here, there = len(entry[language][name]), len(entry["es"][name])
            if here != there:
                expected = f"as many lines as in Spanish, {there}"
                where = (*path, language, name)
                mistakes.add("wrong_type", where, wrong=f"a list of {here}", expected=expected)
        if "{brand}" not in entry[language]["situation"]:
            mistakes.add("missing", (*path, language, "situation"), field="{brand}")
        for where, text in _texts(entry[language], (*path, language)):
            for wrong in set(_BRACES.findall(text)) - {"{brand}"}:
                of = "what can stand in a case"
                hint = "write {brand}, or no braces"
                mistakes.add("unknown_field", where, wrong=wrong, of=of, hint=hint)


def _same_parts(entry: Mapping[str, Any], name: str, path: Path, mistakes: Mistakes) -> None:
    """Each part has its words in each language, and each id is used once."""
    ids = [part["id"] for part in entry[name]]
    for i, part in enumerate(ids):
        if part in ids[:i]:
            mistakes.add("duplicate_id", (*path, name, i, "id"), wrong=part)
    for language in LANGUAGES:
        words = entry[language][name]
        for part in ids:
            if part not in words:
                mistakes.add("missing", (*path, language, name), field=part)
        for part in sorted(set(words) - set(ids)):
            hint = f"the parts are: {', '.join(ids)}"
            where = (*path, language, name, part)
            mistakes.add("unknown_field", where, wrong=part, of=name, hint=hint)


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text below, with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, (*path, name))
    else:
        for i, inner in enumerate(value):
            yield from _texts(inner, (*path, i))
