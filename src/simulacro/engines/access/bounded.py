"""Beyond the budget: minimal sets exact up to an order.

Families of sets stand where diagrams stood, cut at an order: a set of order ≤ k of a conjunction is
made of sets of order ≤ k of its parts, so what is kept is exact. Access by the team is solved as
its dual, silence, which is a *greatest* fixed point: it starts from "always" and shrinks.

:mod:`bounds` tells what they say of the chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.fixedpoint import RuleOf, mentioned
from simulacro.engines.access.graph import AccessGraph
from simulacro.engines.access.inventory import Level
from simulacro.engines.access.rules import Bound, Question, Rule

Sets = frozenset[int]
"""A family of minimal sets, each a mask: bit v is variable v."""

ALWAYS: Sets = frozenset((0,))
NEVER: Sets = frozenset()
PRODUCTS = 500
MAX_ORDER = 4


class TooManySetsError(Exception):
    """A family grew past the limit: the order asked for is too high."""


class Bounded:
    """Solves rules by families of sets of at most ``order`` members.

    ``variable`` gives for each asset its variable, or with ``masks`` the set of it: 0 for an asset
    that is lost (or taken) already.

    ``cut`` tells afterwards whether any set was left out for having more.
    """

    def __init__(
        self,
        variable: Sequence[int],
        *,
        hijack: bool,
        order: int,
        limit: int,
        check: Callable[[], None],
        masks: bool = False,
    ) -> None:
        self._leaf = variable if masks else [1 << v for v in variable]
        self.hijack = hijack
        self.order = order
        self.limit = limit
        self.check = check
        self.cut = False

    def solve(self, rule_of: RuleOf, wanted: Iterable[int]) -> dict[int, Sets]:
        """For each asset the minimal sets that take it (hijack) or lose it (access).

        Raises :class:`TooManySetsError` where a family has more than the limit.
        """
        rules: dict[int, Rule] = {}
        todo = list(wanted)
        while todo:
            x = todo.pop()
            if x not in rules:
                rules[x] = rule_of(x)
                todo += mentioned(rules[x])
        values = dict.fromkeys(rules, NEVER if self.hijack else ALWAYS)
        users: dict[int, set[int]] = {}
        for x, rule in rules.items():
            for y in mentioned(rule):
                users.setdefault(y, set()).add(x)
        waiting = dict.fromkeys(rules)
        while waiting:
            self.check()
            x = next(iter(waiting))
            del waiting[x]
            value = self.value(rules[x], x, values)
            if value != values[x]:
                values[x] = value
                waiting.update(dict.fromkeys(users.get(x, ())))
        return values

    def value(self, rule: Rule, x: int, values: Mapping[int, Sets]) -> Sets:
        """One rule, given the families of the assets that it names."""
        own = {self._leaf[c] for c in rule.causes}
        if rule.leaf:
            own.add(self._leaf[x])
        if rule.free:
            reached = ALWAYS if self.hijack else NEVER
        elif self.hijack:
            reached = self.any_of([self.all_of([values[y] for y in w]) for w in rule.ways])
        else:
            reached = self.all_of([self.any_of([values[y] for y in w]) for w in rule.ways])
        down = self._minimal(own)
        if rule.spared_by is not None:
            down = self.all_of([down, values[rule.spared_by]])
        return self.any_of([down, reached])

    def any_of(self, families: Iterable[Sets]) -> Sets:
        """The sets of any family, without those that include another."""
        return self._minimal({mask for family in families for mask in family})

    def all_of(self, families: Sequence[Sets]) -> Sets:
        """The sets that hold one of each family: what makes all of them come true."""
        product = ALWAYS
        for family in sorted(families, key=len):
            if product == ALWAYS or family == ALWAYS:
                product = family if product == ALWAYS else product
            elif self.order == 1:
                self.cut = True
                product = product & family
            elif len(product) * len(family) > PRODUCTS * self.limit:
                raise TooManySetsError
            else:
                masks = {a | b for a in product for b in family}
                short = {m for m in masks if m.bit_count() <= self.order}
                self.cut = self.cut or len(short) < len(masks)
                product = self._minimal(short)
        return product

    def _minimal(self, masks: set[int]) -> Sets:
        if 0 in masks:
            return ALWAYS
        by_size: dict[int, list[int]] = {}
        for mask in masks:
            by_size.setdefault(mask.bit_count(), []).append(mask)
        kept: list[int] = []
        for size in sorted(by_size):
            # Sets of one size cannot include each other.
            kept += [m for m in by_size[size] if not any(o & m == o for o in kept)]
            if len(kept) > self.limit:
                raise TooManySetsError
        return frozenset(kept)


def members(mask: int) -> list[int]:
    """The variables of a mask, ascending."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


@dataclass(frozen=True, slots=True)
class Found:
    """Exact up to ``order``: the minimal sets of each channel asked for.

    ``leaves`` are the variables that a channel can hang on; ``complete`` says that no set has more
    members than the order, so that nothing was left out.
    """

    order: int
    sets: dict[int, Sets]
    leaves: dict[int, frozenset[int]]
    complete: bool = False


def as_far_as(
    graph: AccessGraph,
    question: Question,
    bound: Bound,
    budget: Budget,
    watch: Watch,
    highest: int = MAX_ORDER,
) -> Found:
    """The minimal sets of every channel up to the highest order that budget and time allow, and at
    most ``highest``.

    Order 1 is always solved: it costs no more than walking the graph.
    """
    best = up_to(graph, question, bound, 1, budget, watch)
    for order in range(2, highest + 1):
        if best.complete or watch.out_of_time:
            break
        try:
            best = up_to(graph, question, bound, order, budget, watch)
        except TooManySetsError:
            break
    return best


def up_to(
    graph: AccessGraph, question: Question, bound: Bound, order: int, budget: Budget, watch: Watch
) -> Found:
    """The minimal sets of every channel of at most ``order`` members.

    Raises :class:`TooManySetsError` where there are more than the budget's; never for order 1.
    """
    solver = graph.universe.solver(question)
    bounded = Bounded(
        solver.variable,
        hijack=solver.hijack,
        order=order,
        # Order 1 has at most one set an asset.
        limit=budget.sets if order > 1 else 2 * len(graph.universe.assets),
        check=watch.check,
    )

    def rule_of(i: int) -> Rule:
        return graph.rule(i, question, Level.PUBLISH, bound)

    of_channel = {c: graph.rule(c, question, question.level, bound) for c in graph.channels}
    wanted = [*graph.channels, *(x for rule in of_channel.values() for x in mentioned(rule))]
    values = bounded.solve(rule_of, wanted)
    sets = {c: bounded.value(rule, c, values) for c, rule in of_channel.items()}
    leaves = {c: leaves_of(c, rule, rule_of, solver.variable) for c, rule in of_channel.items()}
    return Found(order, sets, leaves, not bounded.cut)


def together(found: Found, channels: Sequence[int], budget: Budget, watch: Watch) -> Found:
    """What makes every one of ``channels`` come true, as the single entry -1; of a lower order
    where there are too many sets."""
    leaves = {-1: frozenset[int]().union(*(found.leaves[c] for c in channels))}
    for order in range(found.order, 0, -1):
        limit = budget.sets if order > 1 else max(map(len, found.sets.values()), default=0) + 1
        both = Bounded((), hijack=True, order=order, limit=limit, check=watch.check)
        try:
            sets = both.all_of([found.sets[c] for c in channels])
        except TooManySetsError:
            continue
        return Found(order, {-1: sets}, leaves, found.complete and not both.cut)
    return Found(0, {-1: NEVER}, leaves)


def leaves_of(channel: int, rule: Rule, rule_of: RuleOf, variable: Sequence[int]) -> frozenset[int]:
    """The variables of all that a channel's rule can hang on."""
    rules = {channel: rule}
    todo = [*mentioned(rule)]
    while todo:
        x = todo.pop()
        if x not in rules:
            rules[x] = rule_of(x)
            todo += mentioned(rules[x])
    causes = {variable[c] for r in rules.values() for c in r.causes}
    return frozenset(causes.union(variable[x] for x, r in rules.items() if r.leaf))
