"""Completed rows when their model changes: what they still say, under the new ids.

Ids of factors and values never change their meaning. A factor that was added is open in an old
row; one that was removed is dropped; a value that was split or renamed is carried by ``moved``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulacro.engines.possibilities.model import FactorModel

Drilled = Mapping[str, str]
"""A completed row: factor id → value id."""


@dataclass(frozen=True, slots=True)
class Move:
    """How ids moved between two versions of a model: old factor id → new one, and
    (new factor id, old value id) → new value id."""

    factors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Carried:
    """``rows`` under the new ids; ``lost`` are (row number from 0, factor id, value id) of what the
    new model has no place for."""

    rows: tuple[dict[str, str], ...]
    lost: tuple[tuple[int, str, str], ...]


def carry(rows: Sequence[Drilled], model: FactorModel, moves: Sequence[Move] = ()) -> Carried:
    """Old rows in the words of ``model``, through every move since, the oldest first.

    Nothing is guessed: what has no place is left open and listed.
    """
    known = {f.id: {v.id for v in f.values} for f in model.factors}
    carried: list[dict[str, str]] = []
    lost: list[tuple[int, str, str]] = []
    for number, row in enumerate(rows):
        kept: dict[str, str] = {}
        for old_factor, old_value in row.items():
            factor, value = old_factor, old_value
            for move in moves:
                factor = move.factors.get(factor, factor)
                value = move.values.get((factor, value), value)
            if value in known.get(factor, ()):
                kept[factor] = value
            else:
                lost.append((number, factor, value))
        carried.append(kept)
    return Carried(tuple(carried), tuple(lost))
