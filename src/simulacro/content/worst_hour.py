"""The first minutes of a real crisis: six kinds, three things to do, words to send at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from simulacro.engines.documents.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class FirstThing:
    """Something to do now, and how."""

    what: str
    how: str


@dataclass(frozen=True, slots=True)
class WorstHour:
    """A kind of crisis in one language; ``message`` has blanks to fill in by hand."""

    id: str
    icon: str
    title: str
    do: tuple[FirstThing, ...]
    message: str


@cache
def worst_hours(language: str) -> tuple[WorstHour, ...]:
    """Every kind, in the order in which they are asked.

    >>> [kind.title for kind in worst_hours("es")][:2]
    ['Nos robaron la cuenta', 'Perdí el teléfono']
    """
    file = resources.files("simulacro.content").joinpath("worst_hour.yaml")
    wanted = language[:2] if language[:2] in LANGUAGES else LANGUAGES[0]
    return tuple(
        WorstHour(
            kind["id"],
            kind["icon"],
            kind[wanted]["title"],
            tuple(FirstThing(**thing) for thing in kind[wanted]["do"]),
            kind[wanted]["message"],
        )
        for kind in yaml.safe_load(file.read_text("utf-8"))["kinds"]
    )
