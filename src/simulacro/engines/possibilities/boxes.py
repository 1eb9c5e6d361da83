"""Rules as forbidden boxes, and a search for rows that stay out of all of them.

A *box* is a set of values for each of some factors; a row inside it breaks a rule. Boxes come from
the negation of a rule in disjunctive normal form, so that a rule over many factors needs no table
of all their values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulacro.engines.possibilities.conditions import All, Among, Any, Condition, Not, Related
from simulacro.engines.possibilities.model import FactorModel, Rule

Masks = dict[int, int]
"""Factor → its values as bits."""

MAX_BOXES: Final = 20_000


class RuleTooWide(ValueError):
    """A rule needs more than :data:`MAX_BOXES` boxes; ``rule`` is which."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        super().__init__(rule.id)


@dataclass(frozen=True, slots=True)
class Box:
    """``inside`` maps a factor to the bits of its values; ``rule`` is the number of its rule."""

    inside: tuple[tuple[int, int], ...]
    rule: int


def boxes_of(model: FactorModel) -> tuple[Box, ...]:
    """The forbidden boxes of every rule. Raises :class:`RuleTooWide`."""
    found: list[Box] = []
    for number, rule in enumerate(model.rules):
        terms = _terms(Not(rule.condition), model.levels, rule)
        found += [Box(tuple(sorted(term.items())), number) for term in terms]
    return tuple(found)


def negatives_apart(model: FactorModel) -> tuple[Box, ...]:
    """The boxes that keep two negative values of different factors out of one row."""
    bits = [
        sum(1 << v for v, value in enumerate(f.values) if value.negative) for f in model.factors
    ]
    factors = [f for f, mask in enumerate(bits) if mask]
    return tuple(
        Box(((a, bits[a]), (b, bits[b])), -1)
        for i, a in enumerate(factors)
        for b in factors[i + 1 :]
    )


def _terms(condition: Condition, levels: Sequence[int], rule: Rule) -> list[Masks]:
    """``condition`` as alternatives, each a box; without the empty and the covered ones."""
    match condition:
        case Among(factor, values):
            return [{factor: sum(1 << v for v in values)}] if values else []
        case Related(left, right, pairs):
            by_left: dict[int, int] = {}
            for a, b in pairs:
                by_left[a] = by_left.get(a, 0) | 1 << b
            alike: dict[int, int] = {}
            for a, b_mask in by_left.items():
                alike[b_mask] = alike.get(b_mask, 0) | 1 << a
            return [{left: a_mask, right: b_mask} for b_mask, a_mask in sorted(alike.items())]
        case Any(parts):
            return _kept([t for part in parts for t in _terms(part, levels, rule)], rule)
        case All(parts):
            product: list[Masks] = [{}]
            for part in parts:
                alternatives = _terms(part, levels, rule)
                if len(product) * len(alternatives) > MAX_BOXES * 10:
                    raise RuleTooWide(rule)
                both = (_meet(a, b) for a in product for b in alternatives)
                product = _kept([m for m in both if m is not None], rule)
            return product
        case Not(part):
            return _terms(_negated(part, levels), levels, rule)


def _negated(condition: Condition, levels: Sequence[int]) -> Condition:
    match condition:
        case Among(factor, values):
            return Among(factor, frozenset(range(levels[factor])) - values)
        case Related(left, right, pairs):
            every = {(a, b) for a in range(levels[left]) for b in range(levels[right])}
            return Related(left, right, frozenset(every - pairs))
        case All(parts):
            return Any(tuple(Not(p) for p in parts))
        case Any(parts):
            return All(tuple(Not(p) for p in parts))
        case Not(part):
            return part


def _meet(a: Masks, b: Masks) -> Masks | None:
    met = dict(a)
    for factor, mask in b.items():
        met[factor] = met.get(factor, mask) & mask
        if not met[factor]:
            return None
    return met


def _kept(terms: list[Masks], rule: Rule) -> list[Masks]:
    """Without those inside another; the widest first."""
    kept: list[Masks] = []
    for term in sorted(terms, key=lambda t: (len(t), sorted(t.items()))):
        if not any(_within(term, other) for other in kept):
            kept.append(term)
        if len(kept) > MAX_BOXES:
            raise RuleTooWide(rule)
    return kept


def _within(inner: Masks, outer: Masks) -> bool:
    return all(f in inner and not inner[f] & ~mask for f, mask in outer.items())


class Feasibility:
    """Finds whether a partial row can be completed without entering a box.

    Depth-first with unit propagation over bit masks: complete, hence an answer of None proves that
    no completion exists.
    """

    def __init__(self, levels: Sequence[int], boxes: Sequence[Box]) -> None:
        self.levels = tuple(levels)
        self.boxes = tuple(boxes)
        self._of: list[list[int]] = [[] for _ in levels]
        for i, box in enumerate(self.boxes):
            for factor, _mask in box.inside:
                self._of[factor].append(i)
        self.constrained = frozenset(f for f, boxes_ in enumerate(self._of) if boxes_)

    def complete(
        self, fixed: Mapping[int, int], preference: Sequence[Sequence[int]] | None = None
    ) -> tuple[int, ...] | None:
        """A whole row that keeps ``fixed`` (factor → value), or None where there is none.

        ``preference[f]`` is the order in which the values of a factor are tried.
        """
        domains = [(1 << n) - 1 for n in self.levels]
        for factor, value in fixed.items():
            domains[factor] &= 1 << value
        if not all(domains):
            return None
        solved = self._solve(domains, range(len(self.boxes)), preference)
        if solved is None:
            return None
        return tuple(
            self._first(mask, preference[f] if preference else None)
            for f, mask in enumerate(solved)
        )

    def _solve(
        self,
        domains: list[int],
        dirty: range | Sequence[int],
        preference: Sequence[Sequence[int]] | None,
    ) -> list[int] | None:
        if not self._propagate(domains, dirty):
            return None
        factor = self._open_factor(domains)
        if factor is None:
            return domains
        for value in _values(domains[factor], preference[factor] if preference else None):
            tried = domains.copy()
            tried[factor] = 1 << value
            solved = self._solve(tried, self._of[factor], preference)
            if solved is not None:
                return solved
        return None

    def _propagate(self, domains: list[int], dirty: Sequence[int] | range) -> bool:
        """Narrow the domains; False where a box can no longer be left."""
        waiting = list(dirty)
        while waiting:
            escape, narrowed = -1, 0
            for factor, mask in self.boxes[waiting.pop()].inside:
                outside = domains[factor] & ~mask
                if outside:
                    if escape >= 0 or outside == domains[factor]:
                        break
                    escape, narrowed = factor, outside
            else:
                if escape < 0:
                    return False
                domains[escape] = narrowed
                waiting += self._of[escape]
        return True

    def _open_factor(self, domains: list[int]) -> int | None:
        """The smallest open domain among the boxes that are not left yet."""
        best: tuple[int, int] | None = None
        for box in self.boxes:
            if all(domains[f] & mask for f, mask in box.inside):
                for factor, _mask in box.inside:
                    size = domains[factor].bit_count()
                    if size > 1 and (best is None or (size, factor) < best):
                        best = (size, factor)
        return best[1] if best else None

    @staticmethod
    def _first(mask: int, order: Sequence[int] | None) -> int:
        return next(_values(mask, order))


def _values(mask: int, order: Sequence[int] | None) -> Iterator[int]:
    if order is None:
        while mask:
            low = mask & -mask
            yield low.bit_length() - 1
            mask ^= low
    else:
        yield from (v for v in order if mask >> v & 1)
