"""Default rates of loss and theft by kind of asset, as a value passed to the engine.

The figures themselves are content, with a source and a date each; a person may edit every one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from simulacro.engines.access.asset_fields import read_at_hand, read_loss, read_theft
from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Availability,
    Kind,
    LossMode,
    TheftMode,
    Trait,
)
from simulacro.engines.documents.fields import Fields
from simulacro.engines.documents.mistakes import Mistakes

RATES_SCHEMA: Final = "simulacro.rates/1"

NEVER: Final = Availability()


@dataclass(frozen=True, slots=True)
class KindRates:
    """What is taken for an asset of ``kind`` in ``region`` (empty: anywhere) that says nothing."""

    kind: Kind
    region: str = ""
    loss: tuple[LossMode, ...] | None = None
    theft: tuple[TheftMode, ...] | None = None
    at_hand: Availability | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """``answer`` to ``trait`` makes theft ``times`` > 0 as frequent; below 1 it protects."""

    trait: Trait
    answer: Answer
    times: float


@dataclass(frozen=True, slots=True)
class Rates:
    """Defaults by kind and region, and what traits do to them."""

    entries: tuple[KindRates, ...] = ()
    factors: tuple[Factor, ...] = ()
    as_of: date | None = None

    def _entries(self, kind: Kind, region: str) -> list[KindRates]:
        of_kind = [e for e in self.entries if e.kind is kind and e.region in (region, "")]
        return sorted(of_kind, key=lambda e: e.region == "")

    def loss_of(self, asset: Asset, region: str) -> tuple[LossMode, ...]:
        """The asset's own ways of being lost, or those of its kind: region first, then anywhere.

        A battery has none unless it says so: a power cut is not its own.
        """
        if asset.loss is not None:
            return asset.loss
        if asset.battery is not None:
            return ()
        found = (e.loss for e in self._entries(asset.kind, region) if e.loss is not None)
        return next(found, ())

    def theft_of(self, asset: Asset, region: str) -> tuple[TheftMode, ...]:
        """The asset's own ways of being stolen, or those of its kind."""
        if asset.theft is not None:
            return asset.theft
        found = (e.theft for e in self._entries(asset.kind, region) if e.theft is not None)
        return next(found, ())

    def at_hand_of(self, asset: Asset, region: str) -> Availability | None:
        """When a person is at hand, who left never; None means always."""
        if asset.says(Trait.LEFT):
            return NEVER
        if asset.at_hand is not None:
            return asset.at_hand
        found = (e.at_hand for e in self._entries(asset.kind, region) if e.at_hand is not None)
        return next(found, None)

    def theft_times(self, asset: Asset, *, worst: bool) -> float:
        """By how much the asset's traits multiply its theft.

        An unknown trait takes the larger of its factor and 1 at worst, the smaller at best.
        """
        times = 1.0
        for factor in self.factors if asset.traits else ():
            given = asset.answer(factor.trait)
            if given is factor.answer:
                times *= factor.times
            elif given is Answer.UNKNOWN:
                times *= max(1.0, factor.times) if worst else min(1.0, factor.times)
        return times


def read_rates(document: Mapping[str, Any], mistakes: Mistakes | None = None) -> Rates:
    """The rates that a ``simulacro.rates/1`` mapping describes.

    Raises :class:`DocumentError` with every mistake; ``mistakes`` may know the places of a text.
    ``quality`` is for readers.
    """
    mistakes = mistakes or Mistakes()
    f = Fields(document, (), mistakes, "the rates")
    if f.take("schema") != RATES_SCHEMA:
        mistakes.add("schema", ("schema",), wrong=document.get("schema"), expected=RATES_SCHEMA)
    as_of = f.text("as_of", required=True)
    entries = []
    for item, path in f.items("kinds"):
        g = Fields(item, path, mistakes, "a kind's rates")
        entries.append(
            KindRates(
                g.choice("kind", Kind, None) or Kind.PLATFORM,
                g.text("region"),
                _modes(g, "loss", read_loss),
                _modes(g, "theft", read_theft),
                read_at_hand(g),
            )
        )
        if not g.has("kind"):
            mistakes.add("missing", path, field="kind")
        g.close()
    factors = []
    for item, path in f.items("factors"):
        g = Fields(item, path, mistakes, "a factor")
        trait = g.choice("trait", Trait, None)
        answer = g.choice("answer", Answer, Answer.YES) or Answer.YES
        factor = g.number("theft_times", 1.0, high=1e4, above=True, required=True)
        for reading in ("source", "quality"):
            g.take(reading)
        g.close()
        if trait is not None:
            factors.append(Factor(trait, answer, factor))
    f.close()
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError:
        mistakes.add("bad_date", ("as_of",), wrong=as_of)
        day = None
    mistakes.raise_if_any()
    return Rates(tuple(entries), tuple(factors), day)


def _modes(g: Fields, name: str, read: Any) -> Any:
    given = g.has(name)
    modes = tuple(read(item, path, g.mistakes) for item, path in g.items(name))
    return modes if given else None
