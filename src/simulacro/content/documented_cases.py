"""Documented cases: crises that happened, what was done, how fast, how it ended, and who says so.

A case is data (``documented_cases:`` in a pack). Its scene and turns retell it with another brand
in the victim's place. ``docs/reference/documented-cases.md`` has its shape and the rules of
inclusion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from simulacro.engines.documents.languages import LANGUAGES
from simulacro.engines.documents.mistakes import Mistakes, Path

if TYPE_CHECKING:
    from simulacro.content.packs import Item, Source

BRAND: Final = "{brand}"
EARLIEST: Final = 2009
LATEST: Final = 2026
MANY_COUNTRIES: Final = "INT"

_PLACE = re.compile(r"\{[^{}]*\}?|\}")


@dataclass(frozen=True, slots=True)
class Turn:
    """What happens next, and what is asked of the team."""

    happens: str
    asks: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A case's words in one language. {brand} stands in ``scene`` and ``turns`` only."""

    title: str
    facts: str
    done: str
    speed: str
    outcome: str
    lesson: str
    scene: str
    turns: tuple[Turn, ...]

    def lived_by(self, brand: str) -> Telling:
        """The same, with the scene and the turns happening to ``brand``.

        >>> telling = Telling("", "", "", "", "", "", "It is noon at {brand}.", ())
        >>> telling.lived_by("Café Andariego").scene
        'It is noon at Café Andariego.'
        """

        def fill(text: str) -> str:
            return text.replace(BRAND, brand)

        turns = tuple(Turn(fill(turn.happens), fill(turn.asks)) for turn in self.turns)
        return Telling(
            self.title,
            self.facts,
            self.done,
            self.speed,
            self.outcome,
            self.lesson,
            fill(self.scene),
            turns,
        )


@dataclass(frozen=True, slots=True)
class DocumentedCase:
    """A case as read.

    ``date`` is as exact as known (``2017``, ``2017-06`` or ``2017-06-02``), ``country`` an ISO 3166
    code or ``INT``. ``first_answer_h`` are the hours from the trigger to the first public answer,
    None where no source says. ``combination`` gives a value to the factors that are known.
    """

    id: str
    date: str
    country: str
    family: str
    combination: Mapping[str, str]
    first_answer_h: float | None
    texts: Mapping[str, Telling]
    sources: tuple[Source, ...] = ()

    @property
    def year(self) -> int:
        return int(self.date[:4])

    @property
    def verified(self) -> bool:
        """Whether somebody read at least one of its sources."""
        return any(source.verified for source in self.sources)

    def words(self, language: str) -> Telling:
        return self.texts.get(language[:2], self.texts["es"])


def documented_case_from(item: Item) -> DocumentedCase:
    """The case of an item that passed :func:`documented_case_mistakes`."""
    fields = item.fields
    hours = fields.get("first_answer_h")
    return DocumentedCase(
        id=item.id,
        date=fields["date"],
        country=fields["country"],
        family=fields["family"],
        combination=dict(fields["combination"]),
        first_answer_h=None if hours is None else float(hours),
        texts={language: _telling(item.texts[language]) for language in LANGUAGES},
        sources=item.sources,
    )


def documented_case_mistakes(entry: Mapping[str, Any], path: Path, mistakes: Mistakes) -> None:
    """Add what the published schema cannot say of one entry of ``documented_cases``."""
    said = entry["date"]
    check_day(said, (*path, "date"), mistakes)
    year = said[:4]
    if not EARLIEST <= int(year) <= LATEST:
        years = f"a year from {EARLIEST} to {LATEST}"
        mistakes.add("wrong_type", (*path, "date"), wrong=said, expected=years)
    if f".{year}-" not in entry["id"]:
        expected = f"an id of the case's year, {year}"
        mistakes.add("wrong_type", (*path, "id"), wrong=f"“{entry['id']}”", expected=expected)
    trigger = entry["combination"].get("trigger", entry["family"])
    if trigger != entry["family"]:
        where = (*path, "combination", "trigger")
        mistakes.add("bad_choice", where, wrong=trigger, expected=entry["family"])
    turns = {language: len(entry[language]["turns"]) for language in LANGUAGES}
    if len(set(turns.values())) > 1:
        expected = f"the same number of turns as in Spanish, {turns['es']}"
        where = (*path, "en", "turns")
        mistakes.add("wrong_type", where, wrong=f"a list of {turns['en']}", expected=expected)
    for language in LANGUAGES:
        _check_places(entry[language], (*path, language), mistakes)


def _telling(words: Mapping[str, Any]) -> Telling:
    plain = {name: value for name, value in words.items() if name != "turns"}
    turns = tuple(Turn(turn["happens"], turn["asks"]) for turn in words["turns"])
    return Telling(**plain, turns=turns)


def check_day(said: str, path: Path, mistakes: Mistakes) -> None:
    """Add a day, a month or a year in ISO's form that is none."""
    try:
        date.fromisoformat(said + "-01-01"[len(said) - 4 :])
    except ValueError:
        mistakes.add("bad_date", path, wrong=said)


def _check_places(words: Mapping[str, Any], path: Path, mistakes: Mistakes) -> None:
    """{brand} is where the case is lived, and nothing else stands in braces anywhere."""
    if BRAND not in words["scene"]:
        mistakes.add("missing", (*path, "scene"), field=BRAND)
    lived = [((*path, "scene"), words["scene"])]
    for i, turn in enumerate(words["turns"]):
        lived += [((*path, "turns", i, name), turn[name]) for name in ("happens", "asks")]
    told = [
        ((*path, name), text)
        for name, text in words.items()
        if name not in {"scene", "turns"} and isinstance(text, str)
    ]
    for texts, known, of in (
        (lived, {BRAND}, "what can stand in a text that is lived"),
        (told, set(), "what can stand in a text about what happened"),
    ):
        for where, text in texts:
            for wrong in set(_PLACE.findall(text)) - known:
                hint = f"write {BRAND}, or no braces" if known else "name who it happened to"
                mistakes.add("unknown_field", where, wrong=wrong, of=of, hint=hint)
