"""What an audit found, as the pages read it: frozen values and the plain form that is kept.

A reading names assets by id; names, networks and ways in come from the inventory revision that
the audit remembers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

READING_SCHEMA: Final = "simulacro.reading/1"
HOURS_PER_WEEK: Final = 168


class Question(StrEnum):
    """The three things that can happen to a channel."""

    SILENCE = "silence"
    LOCKOUT = "lockout"
    HIJACK = "hijack"


@dataclass(frozen=True, slots=True)
class WeakSet:
    """Assets which together are enough. ``chance`` in [0, 1]: at the worst hour of the week, or
    within twelve months for a hijack."""

    assets: tuple[str, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class Importance:
    """How much an asset matters: Birnbaum and Fussell–Vesely in [0, 1], RAW ≥ 1."""

    asset: str
    birnbaum: float
    fussell_vesely: float
    raw: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One question about one channel.

    ``chance`` in [0, 1] is the mean over the week, or within twelve months for a hijack, with each
    "don't know" taken at its worst; ``best`` takes each at its best. ``by_order`` pairs a size
    with the exact number of minimal sets of that size. ``week`` has 168 chances from the brand's
    Monday 00:00, none for a hijack. ``alone`` are all the assets that are enough by
    themselves, likeliest first; ``shared_pairs`` the pairs of an agency's things that are only
    enough together. ``exact_to`` is the largest size counted where the whole was
    too large to be exact. ``itself`` says that the network's own failure is one of the sets: no
    sentence counts it, for there is nothing the team can do about it.
    """

    channel: str
    question: Question
    chance: float
    best: float
    hours_per_year: float
    by_order: tuple[tuple[int, int], ...]
    top: tuple[WeakSet, ...]
    week: tuple[float, ...] = ()
    importances: tuple[Importance, ...] = ()
    exact_to: int | None = None
    itself: bool = False
    alone: tuple[str, ...] = ()
    shared_pairs: tuple[tuple[str, str], ...] = ()

    @property
    def always(self) -> bool:
        """It takes nothing at all: nobody can open the channel, or anybody can."""
        return self.smallest == 0

    def count(self, order: int) -> int:
        """How many minimal sets have exactly ``order`` assets, the channel itself aside."""
        found = next((count for size, count in self.by_order if size == order), 0)
        return found - 1 if order == 1 and self.itself and found else found

    @property
    def smallest(self) -> int | None:
        """The size of the smallest set, the channel itself aside; None where nothing is enough."""
        return min((size for size, _ in self.by_order if self.count(size)), default=None)

    @property
    def sets(self) -> tuple[WeakSet, ...]:
        """The likeliest sets, the channel itself aside."""
        return tuple(found for found in self.top if found.assets != (self.channel,))

    @property
    def singles(self) -> tuple[str, ...]:
        """All the assets that are enough on their own, likeliest first, the channel aside."""
        return tuple(asset for asset in self.alone if asset != self.channel)

    @property
    def worst_hour(self) -> int | None:
        """The first hour of the week with the largest chance; None without a week."""
        return max(range(len(self.week)), key=self.week.__getitem__) if self.week else None

    @property
    def at_worst(self) -> float:
        """The chance at the worst hour, or ``chance`` without a week."""
        return max(self.week, default=self.chance)


@dataclass(frozen=True, slots=True)
class Effect:
    """Hours a year that one question costs, before a fix and after it."""

    question: Question
    before_h: float
    after_h: float


@dataclass(frozen=True, slots=True)
class FixEffect:
    """One change of the inventory and what it does to the risk.

    ``params`` are asset ids by role; ``cost`` is 0 (free) to 3, ``effort_min`` minutes of work.
    Where ``exact_to`` is an order, both sides count only what takes at most so many things.
    ``closes`` are the keys of the weak points that are gone afterwards; None in an audit kept
    before that was told, and in a series.
    """

    kind: str
    params: tuple[tuple[str, str], ...]
    before_h: float
    after_h: float
    effects: tuple[Effect, ...]
    cost: int = 0
    effort_min: int = 0
    exact_to: int | None = None
    closes: tuple[str, ...] | None = None

    @property
    def key(self) -> str:
        return ":".join((self.kind, *(value for _, value in self.params)))

    @property
    def fall_h(self) -> float:
        return self.before_h - self.after_h

    def fall_of(self, question: Question | None) -> float:
        """By how many hours a year one question's part falls, or the whole."""
        if question is None:
            return self.fall_h
        return sum(e.before_h - e.after_h for e in self.effects if e.question is question)

    @property
    def raised(self) -> tuple[Effect, ...]:
        """The questions that this fix makes worse by a minute a year or more."""
        return tuple(e for e in self.effects if e.after_h - e.before_h > 1 / 60)


@dataclass(frozen=True, slots=True)
class FindingSeen:
    """A weak point: its class (F1 to F15) and the assets it is about.

    ``certain`` is False where it rests on an answer nobody knew.
    """

    code: str
    subjects: tuple[str, ...]
    certain: bool = True

    @property
    def key(self) -> str:
        return ":".join((self.code, *self.subjects))


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole audit. ``risk_h`` and ``risk_best_h`` are hours a year; ``week`` is the chance that
    a channel is silent at each hour, channels weighed as the risk weighs them; ``brand`` is about
    all the main channels at once."""

    engine: str
    facts: str
    answers: tuple[Answer, ...]
    risk_h: float
    risk_best_h: float
    week: tuple[float, ...] = ()
    fixes: tuple[FixEffect, ...] = ()
    series: tuple[FixEffect, ...] = ()
    findings: tuple[FindingSeen, ...] = ()
    brand: Answer | None = None

    @property
    def exact(self) -> bool:
        return all(answer.exact_to is None for answer in self.answers)

    def answer(self, channel: str, question: Question) -> Answer | None:
        return next(
            (a for a in self.answers if a.channel == channel and a.question is question), None
        )

    def of(self, question: Question) -> tuple[Answer, ...]:
        return tuple(a for a in self.answers if a.question is question)

    def hours(self, question: Question) -> float:
        """The share of the risk, in hours a year, that ``question`` has."""
        return sum(a.hours_per_year for a in self.of(question))

    def enough_alone(self, question: Question) -> dict[str, tuple[str, ...]]:
        """Each asset that is enough on its own for ``question``, with the channels it does it to;
        the one for most channels comes first, then the likeliest."""
        found: dict[str, list[str]] = {}
        place: dict[str, int] = {}
        for answer in self.of(question):
            for position, asset in enumerate(answer.singles):
                found.setdefault(asset, []).append(answer.channel)
                place[asset] = min(place.get(asset, position), position)
        ranked = sorted(found, key=lambda x: (-len(found[x]), place[x], x))
        return {asset: tuple(found[asset]) for asset in ranked}


def to_plain(reading: Reading) -> dict[str, Any]:
    """The reading as JSON can say it; :func:`from_plain` reads it back unchanged."""
    return {"schema": READING_SCHEMA, **asdict(reading)}


def from_plain(plain: Mapping[str, Any]) -> Reading:
    """The reading that :func:`to_plain` wrote. Raises ValueError for another schema."""
    if plain.get("schema") != READING_SCHEMA:
        raise ValueError(f"not a {READING_SCHEMA}: {plain.get('schema')!r}")
    return Reading(
        engine=plain["engine"],
        facts=plain["facts"],
        answers=tuple(map(_answer, plain["answers"])),
        risk_h=plain["risk_h"],
        risk_best_h=plain["risk_best_h"],
        week=tuple(plain["week"]),
        fixes=tuple(map(_fix, plain["fixes"])),
        series=tuple(map(_fix, plain["series"])),
        findings=tuple(
            FindingSeen(f["code"], tuple(f["subjects"]), f["certain"]) for f in plain["findings"]
        ),
        brand=_answer(plain["brand"]) if plain["brand"] else None,
    )


def _answer(plain: Mapping[str, Any]) -> Answer:
    return Answer(
        channel=plain["channel"],
        question=Question(plain["question"]),
        chance=plain["chance"],
        best=plain["best"],
        hours_per_year=plain["hours_per_year"],
        by_order=tuple((size, count) for size, count in plain["by_order"]),
        top=tuple(WeakSet(tuple(s["assets"]), s["chance"]) for s in plain["top"]),
        week=tuple(plain["week"]),
        importances=tuple(Importance(**i) for i in plain["importances"]),
        exact_to=plain["exact_to"],
        itself=plain["itself"],
        alone=tuple(plain["alone"]),
        # An audit from before these were looked at has none.
        shared_pairs=tuple((one, other) for one, other in plain.get("shared_pairs", ())),
    )


def _fix(plain: Mapping[str, Any]) -> FixEffect:
    return FixEffect(
        kind=plain["kind"],
        params=tuple((role, asset) for role, asset in plain["params"]),
        before_h=plain["before_h"],
        after_h=plain["after_h"],
        effects=tuple(
            Effect(Question(e["question"]), e["before_h"], e["after_h"]) for e in plain["effects"]
        ),
        cost=plain["cost"],
        effort_min=plain["effort_min"],
        exact_to=plain.get("exact_to"),
        closes=None if plain.get("closes") is None else tuple(plain["closes"]),
    )
