"""The dimensions that make drills differ: factors, their values, and the rules between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from simulacro.engines.possibilities.conditions import Condition, factors_of, holds

MAX_FACTORS: Final = 400
MAX_VALUES: Final = 400
MAX_STRENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a factor.

    ``names`` has at least one; the others are aliases that mean the same and take turns. ``weight``
    ≥ 1 says how much it is preferred where coverage does not care. A row holds at most one
    ``negative`` value: what goes wrong alone, so that nothing hides it.
    """

    id: str
    names: tuple[str, ...]
    weight: int = 1
    negative: bool = False

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Factor:
    """A dimension and its values; ``id`` never changes, ``name`` may."""

    id: str
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What every row must satisfy; ``id`` names it where a combination is refused."""

    id: str
    condition: Condition
    text: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Stronger:
    """Factors, by id, whose combinations are covered ``strength`` at a time (mixed strength)."""

    factors: tuple[str, ...]
    strength: int


class ModelError(ValueError):
    """The values do not make a model; ``problems`` has every (code, name) at once."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{code}: {name}" for code, name in problems))


@dataclass(frozen=True, slots=True)
class FactorModel:
    """Factors with values, and rules. Raises :class:`ModelError` with every problem at once."""

    factors: tuple[Factor, ...]
    rules: tuple[Rule, ...] = ()
    stronger: tuple[Stronger, ...] = ()
    _index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        problems: list[tuple[str, str]] = []
        problems += [("duplicate_factor", x) for x in _twice(f.id for f in self.factors)]
        for factor in self.factors:
            if not factor.values:
                problems.append(("no_values", factor.name))
            if len(factor.values) > MAX_VALUES:
                problems.append(("too_many_values", factor.name))
            problems += [
                ("duplicate_value", f"{factor.name}: {x}")
                for x in _twice(v.id for v in factor.values)
            ]
        if not self.factors:
            problems.append(("no_factors", ""))
        if len(self.factors) > MAX_FACTORS:
            problems.append(("too_many_factors", str(len(self.factors))))
        object.__setattr__(self, "_index", {f.id: i for i, f in enumerate(self.factors)})
        for group in self.stronger:
            problems += [("unknown_factor", x) for x in group.factors if x not in self._index]
            if not 1 <= group.strength <= min(MAX_STRENGTH, len(group.factors)):
                problems.append(("bad_strength", ", ".join(group.factors)))
        for rule in self.rules:
            if any(f >= len(self.factors) for f in factors_of(rule.condition)):
                problems.append(("unknown_factor", rule.id))
        if problems:
            raise ModelError(problems)

    @property
    def levels(self) -> tuple[int, ...]:
        """How many values each factor has."""
        return tuple(len(f.values) for f in self.factors)

    def position(self, factor_id: str) -> int:
        """Where the factor with this id stands. Raises KeyError."""
        return self._index[factor_id]

    def cells(self, combination: Mapping[str, str]) -> dict[int, int]:
        """Factor ids and value ids by their positions. Raises KeyError for what is not there."""
        found = {}
        for factor_id, value_id in combination.items():
            at = self.position(factor_id)
            found[at] = {value.id: i for i, value in enumerate(self.factors[at].values)}[value_id]
        return found

    def broken_rules(self, combination: Mapping[str, str]) -> tuple[str, ...]:
        """The rules that a combination breaks, whatever else it may hold; empty for none.

        ``combination`` maps factor ids to value ids and may leave factors open. Raises KeyError
        for a factor or a value that the model does not have.
        """
        row: list[int | None] = [None] * len(self.factors)
        for at, value in self.cells(combination).items():
            row[at] = value
        return tuple(rule.id for rule in self.rules if holds(rule.condition, row) is False)


def _twice(ids: Iterable[str]) -> list[str]:
    return [x for x, times in Counter(ids).items() if times > 1]
