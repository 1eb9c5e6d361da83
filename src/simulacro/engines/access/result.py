"""What an audit finds, as frozen values; :mod:`audit_document` writes them as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from simulacro.engines.access.rules import Ask, Question


@dataclass(frozen=True, slots=True)
class MinimalSet:
    """Assets whose loss (or theft) together does it; ``chance`` is of all at the same hour."""

    assets: tuple[str, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class Importance:
    """How much one leaf matters for a question at the verdict's hour.

    With P the chance, q the leaf's own chance, P₁ and P₀ the chance when the leaf surely happens
    and when it surely does not:

    - ``birnbaum`` = P₁ − P₀ (Birnbaum 1969), in [0, 1];
    - ``fussell_vesely`` = (P − P₀) / P, the share of P that goes with the leaf, in [0, 1];
    - ``raw`` = P₁ / P, the risk achievement worth, ≥ 1.

    The last two are 0 and 1 where P is 0.
    """

    asset: str
    birnbaum: float
    fussell_vesely: float
    raw: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question about one channel (``subject``), or about the whole brand (None).

    ``by_order[n]`` counts the minimal sets of n assets, exactly. ``top`` are the likeliest at
    ``hour`` (0 is Monday 00:00 of the reference week), as are the importances: the worst hour
    unless another was asked for. ``alone`` are all the assets that do it alone, likeliest first;
    ``outlasting`` the power that does it alone once the batteries it charges are flat;
    ``shared_pairs`` the minimal sets of two things that are both an agency's.
    ``chance`` and ``chance_best`` have 168 hours each: unknown answers at their worst, and at
    their best. ``always`` says that it takes nothing at all: nobody can open the channel, or
    anybody can.

    ``exact_to`` is None when all is exact. Beyond the budget it is the order up to which the sets
    are: then ``by_order`` stops there, the chance lies in ``chance_low`` … ``chance``, and there
    are no importances.
    """

    question: Question
    subject: str | None
    by_order: tuple[int, ...]
    top: tuple[MinimalSet, ...]
    worst_hour: int
    hour: int
    chance: tuple[float, ...]
    chance_best: tuple[float, ...]
    importances: tuple[Importance, ...] = ()
    alone: tuple[str, ...] = ()
    outlasting: tuple[str, ...] = ()
    shared_pairs: tuple[tuple[str, str], ...] = ()
    exact_to: int | None = None
    chance_low: tuple[float, ...] = ()

    @property
    def always(self) -> bool:
        return self.by_order[:1] == (1,)

    @property
    def hours(self) -> tuple[float, ...]:
        """``chance``, by the name under which the findings ask for it."""
        return self.chance

    @property
    def mean(self) -> float:
        """The mean chance over the 168 hours."""
        return sum(self.chance) / len(self.chance)

    @property
    def mean_best(self) -> float:
        return sum(self.chance_best) / len(self.chance_best)

    @property
    def worst(self) -> float:
        return self.chance[self.worst_hour]


@dataclass(frozen=True, slots=True)
class ChannelRisk:
    """One channel's part of the risk, in hours a year before its ``weight``.

    ``silence_h`` = 8760 × the mean chance of silence at 15 minutes; ``hijack_h`` and ``lockout_h``
    are the chances times what one costs. Each ``*_best`` takes unknown answers at their best.
    """

    channel: str
    weight: float
    silence_h: float
    hijack_h: float
    lockout_h: float
    silence_best_h: float
    hijack_best_h: float
    lockout_best_h: float

    def part(self, ask: Ask) -> float:
        """The weighted hours of one question."""
        of = {Ask.SILENCE: self.silence_h, Ask.LOCKOUT: self.lockout_h, Ask.HIJACK: self.hijack_h}
        return self.weight * of[ask]

    @property
    def hours(self) -> float:
        return self.weight * (self.silence_h + self.hijack_h + self.lockout_h)

    @property
    def best_hours(self) -> float:
        return self.weight * (self.silence_best_h + self.hijack_best_h + self.lockout_best_h)


@dataclass(frozen=True, slots=True)
class Risk:
    """R = Σ_c w_c (S_c + D_J·J_c + D_K·K_c), in hours a year; ``best_hours`` to ``hours`` is the
    interval that unknown answers leave."""

    channels: tuple[ChannelRisk, ...] = ()

    @property
    def hours(self) -> float:
        return sum(c.hours for c in self.channels)

    @property
    def best_hours(self) -> float:
        return sum(c.best_hours for c in self.channels)

    def of(self, channel: str) -> ChannelRisk:
        return next(c for c in self.channels if c.channel == channel)


@dataclass(frozen=True, slots=True)
class Finding:
    """A weak point: its class (F1 to F15), the assets it is about, and what else tells it apart.

    ``key`` is the same in the next audit as long as class and subjects are. ``certain`` is False
    when it rests on an answer nobody knew.
    """

    kind: str
    subjects: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    certain: bool = True

    @property
    def key(self) -> str:
        return ":".join((self.kind, *self.subjects))


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the inventory. ``kind`` and ``params`` (asset ids by role) name it for good;
    ``cost`` is 0 (free) to 3, ``effort_min`` minutes of work. Both are judgement."""

    kind: str
    params: tuple[tuple[str, str], ...]
    cost: int
    effort_min: int

    @property
    def key(self) -> str:
        return ":".join((self.kind, *(value for _, value in self.params)))

    def __getitem__(self, role: str) -> str:
        return next(value for name, value in self.params if name == role)


NEGLIGIBLE_HOURS = 1e-9


@dataclass(frozen=True, slots=True)
class Effect:
    """What a fix does to each channel's parts of the risk.

    In a series, ``before`` is what the fixes before it have left. A part may rise: another admin
    is another person to fool. ``closes`` are the keys of the findings that are gone afterwards
    (told for fixes alone, not in a series). ``brand_silence`` is told where the fix adds a channel:
    the hours a year in which every main channel is silent, before and after.

    ``exact_to`` is None when all is exact. Beyond the budget both sides are what the minimal sets
    up to that order put at stake, so at least; ``at_most`` are the hours that may be, on each side.
    """

    fix: Fix
    before: tuple[ChannelRisk, ...]
    after: tuple[ChannelRisk, ...]
    closes: tuple[str, ...] = ()
    brand_silence: tuple[float, float] | None = None
    exact_to: int | None = None
    at_most: tuple[float, float] | None = None

    @property
    def before_hours(self) -> float:
        return sum(part.hours for part in self.before)

    @property
    def after_hours(self) -> float:
        return sum(part.hours for part in self.after)

    @property
    def fall_hours(self) -> float:
        """By how much the risk falls; negative where it rises."""
        return self.before_hours - self.after_hours

    def fall_of(self, ask: Ask, channel: str | None = None) -> float:
        """By how many hours a year one question's part falls, of one channel or of all."""
        old, new = (
            sum(part.part(ask) for part in side if channel in (None, part.channel))
            for side in (self.before, self.after)
        )
        return old - new

    @property
    def helps(self) -> bool:
        """Whether the whole, or some question's part of it, falls; or a finding is closed."""
        falls = (self.fall_hours, *(self.fall_of(ask) for ask in Ask))
        return bool(self.closes) or any(fall > NEGLIGIBLE_HOURS for fall in falls)


@dataclass(frozen=True, slots=True)
class AuditResult:
    """An audit: what it rests on, and what it found. The same inventory, rates and engine give
    the same result."""

    engine_version: str
    inventory_digest: str
    rates_digest: str
    facts: date | None
    monday: date
    verdicts: tuple[Verdict, ...]
    brand_silence: Verdict | None
    risk: Risk
    findings: tuple[Finding, ...] = ()
    fixes: tuple[Effect, ...] = ()
    series: tuple[Effect, ...] = ()
    _index: dict[tuple[str, str], Verdict] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {(v.question.key, v.subject or ""): v for v in self.verdicts}
        object.__setattr__(self, "_index", index)

    def verdict(self, question: Question, channel: str) -> Verdict:
        """The answer to ``question`` about ``channel``."""
        return self._index[question.key, channel]

    def main(self, ask: Ask, channel: str) -> Verdict:
        """The first answer of a kind about a channel: silence, lockout or hijack."""
        return next(v for v in self.verdicts if v.question.ask is ask and v.subject == channel)

    def fixes_for(self, ask: Ask, channel: str | None = None) -> tuple[Effect, ...]:
        """The fixes that make one question's risk fall, the greatest fall first.

        ``channel`` narrows it to one channel. The risk as a whole may rise: see the effect.
        """
        falls = [(effect.fall_of(ask, channel), effect) for effect in self.fixes]
        helpful = [(fall, effect) for fall, effect in falls if fall > NEGLIGIBLE_HOURS]
        helpful.sort(key=lambda x: (-x[0], x[1].fix.cost, x[1].fix.effort_min, x[1].fix.key))
        return tuple(effect for _, effect in helpful)

    def fixes_closing(self, finding: Finding) -> tuple[Effect, ...]:
        """The fixes after which a finding is gone, the greatest fall of the risk first."""
        return tuple(effect for effect in self.fixes if finding.key in effect.closes)

    @property
    def exact(self) -> bool:
        every = self.verdicts + ((self.brand_silence,) if self.brand_silence else ())
        return all(v.exact_to is None for v in every)
