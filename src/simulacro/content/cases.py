"""Case studies to drill with, of five sources and one shape.

A *curated* case was written by hand; a *documented* one happened and is retold with the reader's
own brand in it («Vive el caso»); an *assembled* one is put together from parts for a combination
of the drill model; a *micro* one is a micro drill, for the record of whoever played it; a brand's
*own* one is written or brought in by its team (`content.case_documents`). Each has a key that
lasts: its id, ``made:`` and its combination, or ``own:`` and the id of its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from simulacro.content.documented_cases import DocumentedCase, documented_case_from
from simulacro.content.micro_drills import MINUTES as MICRO_MINUTES
from simulacro.content.micro_drills import micro_drill

if TYPE_CHECKING:
    from simulacro.content.drill_model import FactorWords
    from simulacro.content.packs import Item, Source

BRAND: Final = "{brand}"
MADE: Final = "made:"
OWN: Final = "own:"
DOCUMENTED_MINUTES: Final = 30


class CaseSource(StrEnum):
    """Where a case comes from."""

    CURATED = "curated"
    DOCUMENTED = "documented"
    ASSEMBLED = "assembled"
    MICRO = "micro"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Beat:
    """Something of the timeline, ``at_min`` minutes from the start; negative before it."""

    id: str
    at_min: int
    text: str

    @property
    def before_min(self) -> int:
        """Minutes before the start; 0 after it."""
        return max(0, -self.at_min)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What the team gets to see: ``kind`` is post, comment, message, photo, video, headline,
    review, audio, email or screenshot; ``network`` where it stands, if anywhere."""

    id: str
    kind: str
    network: str
    at_min: int
    author: str
    text: str

    @property
    def network_name(self) -> str:
        """What the network calls itself; empty where it stands in none.

        >>> Exhibit("a", "post", "tiktok", 0, "", "").network_name
        'TikTok'
        """
        # It needs the engine of the model, which a list of cases does not.
        from simulacro.content.drill_model import CHANNEL, value_name

        return value_name(CHANNEL, self.network, "es") if self.network else ""


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """A question on one critical task, with a model answer and what a good team notices."""

    id: str
    task: str
    minutes: int
    ask: str
    answer: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reveal:
    """What really happened: shown after the last question of a documented case."""

    title: str
    facts: str
    done: str
    speed: str
    outcome: str
    lesson: str
    date: str
    country: str
    verified: bool
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A case in one language, with the brand's name in its place."""

    key: str
    source: CaseSource
    family: str
    minutes: int
    combination: Mapping[str, str]
    title: str
    situation: str
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    timeline: tuple[Beat, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    questions: tuple[CaseQuestion, ...] = ()
    gained: str = ""
    reveal: Reveal | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a list names it."""

    key: str
    source: CaseSource
    family: str
    minutes: int
    title: str
    date: str = ""
    country: str = ""


class UnknownCase(KeyError):
    """No case has this key."""


@dataclass(frozen=True)
class Shelf:
    """Every case of some packs, by key."""

    curated: Mapping[str, Item] = field(default_factory=dict)
    documented: Mapping[str, DocumentedCase] = field(default_factory=dict)
    micro: Mapping[str, Item] = field(default_factory=dict)

    def lines(self, language: str, brand: str) -> tuple[CaseLine, ...]:
        """The curated and the documented cases, in the order of the packs."""
        curated = (
            CaseLine(
                key,
                CaseSource.CURATED,
                item.fields["family"],
                item.fields["minutes"],
                item.text("title", language).replace(BRAND, brand),
            )
            for key, item in self.curated.items()
        )
        documented = (
            CaseLine(
                case.id,
                CaseSource.DOCUMENTED,
                case.family,
                DOCUMENTED_MINUTES,
                case.words(language).title,
                case.date,
                case.country,
            )
            for case in self.documented.values()
        )
        return (*curated, *documented)

    def case(self, key: str, language: str, brand: str, names: FactorWords | None = None) -> Case:
        """The case of this key, assembled where it is of a combination: there ``names`` are the
        brand's own words. Raises UnknownCase."""
        if key.startswith(MADE):
            # It needs the types of this module.
            from simulacro.content.assembling import IncompleteCombination, assembled_case

            try:
                return assembled_case(combination_of(key), language, brand, names)
            except IncompleteCombination as incomplete:
                raise UnknownCase(key) from incomplete
        if key in self.curated:
            return curated_case(self.curated[key], language, brand)
        if key in self.documented:
            return documented_case(self.documented[key], language, brand)
        if key in self.micro:
            return micro_case(self.micro[key], language)
        raise UnknownCase(key)


def shelf_of(items: Iterable[Item]) -> Shelf:
    """The shelf of all items of some packs; those of other sections are passed over."""
    listed = list(items)
    documented = map(documented_case_from, (i for i in listed if i.section == "documented_cases"))
    return Shelf(
        curated={item.id: item for item in listed if item.section == "cases"},
        documented={case.id: case for case in documented},
        micro={item.id: item for item in listed if item.section == "micro_drills"},
    )


def curated_case(item: Item, language: str, brand: str) -> Case:
    """A case of the section ``cases``."""
    fields, words = item.fields, _filled(item.texts.get(language[:2], item.texts["es"]), brand)
    return Case(
        key=item.id,
        source=CaseSource.CURATED,
        family=fields["family"],
        minutes=fields["minutes"],
        combination=dict(fields["combination"]),
        title=words["title"],
        situation=words["situation"],
        known=tuple(words["known"]),
        unknown=tuple(words["unknown"]),
        timeline=tuple(
            Beat(beat["id"], beat["at_min"], words["timeline"][beat["id"]])
            for beat in sorted(fields["timeline"], key=lambda b: b["at_min"])
        ),
        exhibits=tuple(
            Exhibit(
                seen["id"],
                seen["kind"],
                seen.get("network", ""),
                seen["at_min"],
                words["exhibits"][seen["id"]]["from"],
                words["exhibits"][seen["id"]]["text"],
            )
            for seen in fields["exhibits"]
        ),
        questions=tuple(
            CaseQuestion(
                question["id"],
                question["task"],
                question["minutes"],
                words["questions"][question["id"]]["ask"],
                words["questions"][question["id"]]["answer"],
                tuple(words["questions"][question["id"]]["notices"]),
            )
            for question in fields["questions"]
        ),
        gained=words["gained"],
    )


# Which critical task each turn of a documented case asks about, in their order.
TURN_TASKS: Final = ("detect.verify", "answer.first", "answer.tone", "learn.gain")


def documented_case(case: DocumentedCase, language: str, brand: str) -> Case:
    """A crisis that happened, with the brand in the place of the one it happened to.

    Its turns are the questions; the model answer of the last one is what was really done.
    """
    told = case.words(language)
    lived = told.lived_by(brand)
    last = len(lived.turns) - 1
    return Case(
        key=case.id,
        source=CaseSource.DOCUMENTED,
        family=case.family,
        minutes=DOCUMENTED_MINUTES,
        combination=dict(case.combination),
        title=told.title,
        situation=lived.scene,
        questions=tuple(
            CaseQuestion(
                f"turn-{i + 1}",
                TURN_TASKS[min(i, len(TURN_TASKS) - 1)],
                DOCUMENTED_MINUTES // len(lived.turns),
                f"{turn.happens}\n\n{turn.asks}",
                told.done if i == last else "",
                (told.lesson,) if i == last else (),
            )
            for i, turn in enumerate(lived.turns)
        ),
        gained=told.lesson,
        reveal=Reveal(
            told.title,
            told.facts,
            told.done,
            told.speed,
            told.outcome,
            told.lesson,
            case.date,
            case.country,
            case.verified,
            case.sources,
        ),
    )


def micro_case(item: Item, language: str) -> Case:
    """A micro drill as a case: the best choice of each step is its model answer."""
    drill = micro_drill(item, language)
    return Case(
        key=drill.id,
        source=CaseSource.MICRO,
        family=drill.family,
        minutes=MICRO_MINUTES,
        combination=drill.combination,
        title=drill.title,
        situation=drill.scene,
        questions=tuple(
            CaseQuestion(step.id, step.task, 1, step.ask, step.best.text, (step.best.then,))
            for step in drill.steps
        ),
        gained=drill.learned,
    )


def made_key(combination: Mapping[str, str]) -> str:
    """The key of the assembled case of a combination.

    >>> made_key({"truth": "false", "channel": "x"})
    'made:channel=x;truth=false'
    """
    return MADE + ";".join(f"{factor}={value}" for factor, value in sorted(combination.items()))


def combination_of(key: str) -> dict[str, str]:
    """The combination of the key of an assembled case. Raises UnknownCase.

    >>> combination_of("made:channel=x;truth=false")
    {'channel': 'x', 'truth': 'false'}
    """
    if not key.startswith(MADE):
        raise UnknownCase(key)
    pairs = [part.partition("=") for part in key.removeprefix(MADE).split(";") if part]
    if not pairs or not all(sign and factor and value for factor, sign, value in pairs):
        raise UnknownCase(key)
    return {factor: value for factor, _sign, value in pairs}


def _filled(value: Any, brand: str) -> Any:
    """The words with the brand's name in its place, however deep they stand."""
    if isinstance(value, str):
        return value.replace(BRAND, brand)
    if isinstance(value, Mapping):
        return {name: _filled(inner, brand) for name, inner in value.items()}
    return [_filled(inner, brand) for inner in value]


__all__ = [
    "Beat",
    "Case",
    "CaseLine",
    "CaseQuestion",
    "CaseSource",
    "Exhibit",
    "Reveal",
    "Shelf",
    "UnknownCase",
    "combination_of",
    "curated_case",
    "documented_case",
    "made_key",
    "micro_case",
    "shelf_of",
]
