"""An independent verifier: are all feasible combinations covered, and are the others impossible?

It shares with the generator only the model and the meaning of a condition: it counts by sets and
searches by backtracking over the conditions themselves. Slow and plain on purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

from simulacro.engines.possibilities.conditions import factors_of, holds
from simulacro.engines.possibilities.model import FactorModel

Named = tuple[tuple[str, str], ...]
"""A combination as (factor id, value id), in the order of the factors."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was proved.

    ``missing`` are feasible combinations in no row; ``broken`` are (row number from 0, rule id) of
    rows that break a rule ("negative" for two negative values). ``covered`` and ``infeasible``
    count combinations; the latter were each proved impossible by exhausting the rows.
    """

    covered: int
    infeasible: int
    missing: tuple[Named, ...]
    broken: tuple[tuple[int, str], ...]

    @property
    def complete(self) -> bool:
        return not self.missing and not self.broken


def verify(
    model: FactorModel,
    rows: Sequence[Sequence[int]],
    *,
    strength: int = 2,
    completed: int = 0,
) -> Verification:
    """Prove what ``rows`` cover: a value's position for each factor, -1 where open.

    The first ``completed`` rows are facts: they need not keep the rules, which may be younger.

    >>> from simulacro.engines.possibilities.pict import parse_model
    >>> m = parse_model("A: 1, 2\\nB: 1, 2\\nIF [A] = 1 THEN [B] = 1;")
    >>> proof = verify(m, [(0, 0), (1, 0)])
    >>> proof.infeasible, proof.missing
    (1, ((('A', '2'), ('B', '2')),))
    """
    broken = [
        (r, name)
        for r, row in enumerate(rows[completed:], start=completed)
        for name in _breaks(model, row)
    ]
    beside = [_negatives(model, row) for row in rows]
    harmless = [any(not value.negative for value in f.values) for f in model.factors]
    held: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
    sets = _column_sets(model, strength)
    for columns in sets:
        held[columns] = {
            values
            for row, apart in zip(rows, beside, strict=True)
            if -1 not in (values := tuple(row[f] for f in columns))
            and apart == _negatives_of(model, columns, values)
        }
    covered = infeasible = 0
    missing: list[Named] = []
    for columns in sets:
        for values in product(*(range(len(model.factors[f].values)) for f in columns)):
            apart = _negatives_of(model, columns, values)
            if len(apart) > 1:
                continue
            if not _completes(model, columns, values, apart, harmless):
                infeasible += 1
            elif values in held[columns]:
                covered += 1
            else:
                missing.append(
                    tuple(
                        (model.factors[f].id, model.factors[f].values[v].id)
                        for f, v in zip(columns, values, strict=True)
                    )
                )
    return Verification(covered, infeasible, tuple(missing), tuple(broken))


def _column_sets(model: FactorModel, strength: int) -> list[tuple[int, ...]]:
    many = range(len(model.factors))
    sets = set(combinations(many, min(strength, len(model.factors))))
    for group in model.stronger:
        members = sorted(model.position(f) for f in group.factors)
        sets.update(combinations(members, group.strength))
    larger = [set(s) for s in sets if len(s) > strength]
    return sorted(s for s in sets if not any(set(s) < other for other in larger))


def _breaks(model: FactorModel, row: Sequence[int]) -> list[str]:
    """The rules that a row breaks, an open cell being a break of its own."""
    names = [rule.id for rule in model.rules if holds(rule.condition, row) is not True]
    if -1 in row:
        names.append("open")
    if len(_negatives(model, row)) > 1:
        names.append("negative")
    return names


def _negatives(model: FactorModel, row: Sequence[int]) -> frozenset[tuple[int, int]]:
    return frozenset(
        (f, v) for f, v in enumerate(row) if v >= 0 and model.factors[f].values[v].negative
    )


def _negatives_of(
    model: FactorModel, columns: Sequence[int], values: Sequence[int]
) -> frozenset[tuple[int, int]]:
    cells = zip(columns, values, strict=True)
    return frozenset((f, v) for f, v in cells if model.factors[f].values[v].negative)


def _completes(
    model: FactorModel,
    columns: Sequence[int],
    values: Sequence[int],
    apart: frozenset[tuple[int, int]],
    harmless: Sequence[bool],
) -> bool:
    """Whether some row holds the combination, keeps the rules and has no other negative value.

    ``harmless`` says of each factor whether it has a value that is not negative.
    """
    if not all(harmless) and not all(h or f in columns for f, h in enumerate(harmless)):
        return False
    if not model.rules:
        return True
    fixed = dict(zip(columns, values, strict=True))
    row: list[int | None] = [fixed.get(f) for f in range(len(model.factors))]
    return _completed(model, row, apart)


def _completed(
    model: FactorModel,
    row: list[int | None],
    apart: frozenset[tuple[int, int]],
) -> bool:
    undecided: list[int] = []
    for rule in model.rules:
        answer = holds(rule.condition, row)
        if answer is False:
            return False
        if answer is None:
            undecided += [f for f in factors_of(rule.condition) if row[f] is None]
    if not undecided:
        # The other factors are free, and each has a value that is not negative.
        return True
    factor = max(sorted(set(undecided)), key=undecided.count)
    for v, value in enumerate(model.factors[factor].values):
        if not value.negative or (factor, v) in apart:
            row[factor] = v
            if _completed(model, row, apart):
                row[factor] = None
                return True
    row[factor] = None
    return False
