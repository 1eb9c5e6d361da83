"""What one thing, or two, break in a given situation: single points and pairs, found at once.

A *situation* is the set of variables that are lost anyway: who is away at that hour. Everything is
told of minimal sets of the function with those variables true, so nothing is tried asset by asset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from simulacro.engines.access.bounded import (
    ALWAYS,
    Bounded,
    TooManySetsError,
    leaves_of,
    members,
)
from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.fixedpoint import RuleOf, mentioned
from simulacro.engines.access.graph import AccessGraph
from simulacro.engines.access.inventory import Level, Method
from simulacro.engines.access.rules import Bound, Question, Rule
from simulacro.engines.diagrams import FALSE, TRUE, BudgetExceeded, Diagrams, Function, Stopped

Situation = frozenset[int]
Asked = tuple[Question, Sequence[str], Situation]
"""Channels on which a question has come true, and what is lost anyway."""


@dataclass(frozen=True, slots=True)
class Broken:
    """``anyway``: it has come true with nothing more lost. ``alone`` are the variables that each
    make it so; ``pairs`` give for a variable those that do together with it, ``alone`` aside.
    Where there were too many to list, ``pairs_told`` is False and none is given."""

    anyway: bool = False
    alone: frozenset[int] = frozenset()
    pairs: Mapping[int, frozenset[int]] = field(default_factory=dict)
    pairs_told: bool = True


class Breaking:
    """Answers for the channels of one inventory, unknown answers at their worst.

    ``exact`` turns False where the budget of the diagrams was exceeded. Then single points and
    pairs are found by families of sets cut at two members, which is as exact; where even those
    are too many, pairs are not told, and what hangs on what is told by who names whom.
    """

    def __init__(self, graph: AccessGraph, budget: Budget, watch: Watch) -> None:
        self.graph = graph
        self.budget = budget
        self.watch = watch
        self.exact = True
        self._known: dict[tuple[Question, Function, Situation], Broken] = {}
        self._supports: dict[tuple[Question, Function], frozenset[int]] = {}
        self._ways: dict[tuple[Question, str], list[tuple[Method, Function]]] = {}
        self._only: dict[tuple[Question, Function, Situation], Function] = {}
        self._least: dict[frozenset[Function], frozenset[int]] = {}
        self._named: dict[Question, dict[str, frozenset[int]]] = {}
        self._small: dict[tuple[Question, Situation], dict[int, Broken]] = {}
        self._small_ways: dict[tuple[Question, Situation, str], list[tuple[Method, Broken]]] = {}
        # The order at which the families of a question are cut; lowered where they grew too large.
        self._order: dict[Question, int] = {}

    def channels(self, question: Question, lost: Situation) -> dict[str, Broken]:
        """For each channel what makes the question come true when ``lost`` is lost already."""
        if self.exact:
            try:
                functions = self.graph.functions(question, Bound.WORST)
                return {c: self._broken(question, f, lost) for c, f in functions.items()}
            except (BudgetExceeded, Stopped):
                self.watch.check()
                self.exact = False
        small = self._small_sets(question, lost)
        assets = self.graph.universe.assets
        return {assets[c].id: small[c] for c in self.graph.channels}

    def ways(
        self, question: Question, channel: str, lost: Situation
    ) -> list[tuple[Method, Broken]]:
        """The team's ways into a channel that could serve, each with what breaks it."""
        if not self.exact:
            self._small_sets(question, lost)
            return self._small_ways[question, lost, channel]
        key = (question, channel)
        if key not in self._ways:
            table, _ = self.graph.universe.table(question)
            values = self.graph.values(question, Bound.WORST)
            solver = self.graph.universe.solver(question)
            self._ways[key] = [
                (method, table.dual(solver.all_of([values[x] for x in way])))
                for method, way in self._usable(question, channel)
            ]
        return [(m, self._broken(question, f, lost)) for m, f in self._ways[key]]

    def _usable(self, question: Question, channel: str) -> list[tuple[Method, frozenset[int]]]:
        ways, i = self.graph.ways, self.graph.universe.index[channel]
        if question.horizon is None:
            return []
        found = ways.usable(i, question.horizon, question.level, Bound.WORST)
        # One that asks for more than another never stands alone, and what more it asks for may
        # be part of no channel's function.
        return [(m, needs) for m, needs in found if not any(less < needs for _, less in found)]

    def _broken(self, question: Question, function: Function, lost: Situation) -> Broken:
        table, _ = self.graph.universe.table(question)
        support = self._support(table, question, function)
        key = (question, function, lost & support)
        if key not in self._known:
            self.watch.check()
            given = table.restrict(function, dict.fromkeys(lost & support, True))
            if given < 2:
                self._known[key] = Broken(given == TRUE)
            else:
                self._known[key] = _smallest(table, given)
        return self._known[key]

    def _support(self, table: Diagrams, question: Question, function: Function) -> frozenset[int]:
        key = (question, function)
        if key not in self._supports:
            found = table.support(function) if function > 1 else ()
            self._supports[key] = frozenset(found)
        return self._supports[key]

    def behind(
        self, question: Question, channels: Sequence[str], lost: Situation, more: int | None = None
    ) -> frozenset[int]:
        """Those of ``lost`` that have a part in what comes true on some channel with only them,
        and ``more``, lost. Beyond the budget, all that the channels name, batteries aside: of
        those the power has to fail first; and nobody of what comes true with nothing lost."""
        if not self.exact:
            without = self.channels(question, frozenset())
            hanging = [c for c in channels if not without[c].anyway]
            named = frozenset[int]().union(*(self.involved(question)[c] for c in hanging))
            return frozenset(v for v in lost & named if not self._is_battery(question, v))
        table, _ = self.graph.universe.table(question)
        found: set[int] = set()
        for given in self._with_only(question, channels, lost, more):
            if given > 1:
                found.update(table.support(given))
        return frozenset(found & lost)

    def least(
        self,
        asked: Sequence[Asked],
        spared_first: Callable[[int], tuple[bool, str]],
        more: int | None = None,
    ) -> frozenset[int]:
        """Of what is lost a part that is enough, with ``more``, for all that has come true, and of
        which nothing can be spared. Where several would do, the first by ``spared_first`` is
        spared. Beyond the budget all that is :meth:`behind` it. One table for all questions."""
        if not self.exact:
            return frozenset[int]().union(*(self.behind(*one, more) for one in asked))
        table, _ = self.graph.universe.table(asked[0][0])
        left = {f for one in asked for f in self._with_only(*one, more)}
        if more is not None:
            left = {table.restrict(f, {more: True}) for f in left}
        left = {f for f in left if f > 1}
        key = frozenset(left)
        if key not in self._least:
            needed: set[int] = set()
            for v in sorted({v for f in left for v in table.support(f)}, key=spared_first):
                without = {table.restrict(f, {v: False}) for f in left}
                # With all the others lost a monotone function is true unless it is never true.
                if FALSE in without:
                    needed.add(v)
                    without = {table.restrict(f, {v: True}) for f in left}
                left = without
            self._least[key] = frozenset(needed)
        return self._least[key]

    def _with_only(
        self, question: Question, channels: Sequence[str], lost: Situation, more: int | None
    ) -> list[Function]:
        """Each channel's function with nothing lost but those of ``lost``, and ``more``."""
        table, _ = self.graph.universe.table(question)
        functions = self.graph.functions(question, Bound.WORST)
        found = []
        for channel in channels:
            given = self._given_only(question, functions[channel], lost)
            if more is not None and given > 1:
                others = set(table.support(given)) - lost - {more}
                given = table.restrict(given, dict.fromkeys(others, False))
            found.append(given)
        return found

    def _given_only(self, question: Question, function: Function, lost: Situation) -> Function:
        """A function with nothing lost but ``lost`` and what alone would break it then."""
        key = (question, function, lost)
        if key not in self._only:
            table, _ = self.graph.universe.table(question)
            kept = lost | self._broken(question, function, lost).alone
            others = self._support(table, question, function) - kept
            self._only[key] = table.restrict(function, dict.fromkeys(others, False))
        return self._only[key]

    def _is_battery(self, question: Question, v: int) -> bool:
        universe = self.graph.universe
        _, variable = universe.table(question)
        return universe.assets[variable.index(v)].battery is not None

    def involved(self, question: Question) -> dict[str, frozenset[int]]:
        """For each channel the variables on which it can hang."""
        table, variable = self.graph.universe.table(question)
        if self.exact:
            functions = self.graph.functions(question, Bound.WORST)
            return {c: self._support(table, question, f) for c, f in functions.items()}
        if question not in self._named:
            assets = self.graph.universe.assets
            rule_of = self._rules(question)
            self._named[question] = {
                assets[c].id: leaves_of(c, rule, rule_of, variable)
                for c, rule in self._of_channels(question).items()
            }
        return self._named[question]

    # -- beyond the budget: order 2, or 1 ------------------------------------------------------

    def _rules(self, question: Question) -> RuleOf:
        graph = self.graph
        return lambda i: graph.rule(i, question, Level.PUBLISH, Bound.WORST)

    def _of_channels(self, question: Question) -> dict[int, Rule]:
        graph = self.graph
        return {c: graph.rule(c, question, question.level, Bound.WORST) for c in graph.channels}

    def _small_sets(self, question: Question, lost: Situation) -> dict[int, Broken]:
        key = (question, lost)
        while key not in self._small:
            order = self._order.get(question, 2)
            if self.watch.out_of_time:
                order = 1
            try:
                self._solve_small(question, lost, order)
            except TooManySetsError:
                self._order[question] = 1
        return self._small[key]

    def _solve_small(self, question: Question, lost: Situation, order: int) -> None:
        graph = self.graph
        solver = graph.universe.solver(question)
        bounded = Bounded(
            [0 if v in lost else 1 << v for v in solver.variable],
            hijack=solver.hijack,
            order=order,
            # Order 1 has at most one set an asset.
            limit=self.budget.sets if order > 1 else 2 * len(graph.universe.assets),
            check=self.watch.check,
            masks=True,
        )
        of_channel = self._of_channels(question)
        wanted = [*of_channel, *(x for rule in of_channel.values() for x in mentioned(rule))]
        values = bounded.solve(self._rules(question), wanted)
        found = {
            c: _of_masks(bounded.value(rule, c, values), order) for c, rule in of_channel.items()
        }
        for c in graph.channels:
            channel = graph.universe.assets[c].id
            self._small_ways[question, lost, channel] = [
                (method, _of_masks(bounded.any_of([values[x] for x in way]), order))
                for method, way in self._usable(question, channel)
            ]
        self._small[question, lost] = found


def _of_masks(masks: Iterable[int], order: int) -> Broken:
    found = frozenset(masks)
    if found == ALWAYS:
        return Broken(anyway=True)
    pairs: dict[int, set[int]] = {}
    for mask in found:
        if mask.bit_count() == 2:
            one, other = members(mask)
            pairs.setdefault(one, set()).add(other)
            pairs.setdefault(other, set()).add(one)
    return Broken(
        alone=frozenset(m.bit_length() - 1 for m in found if m.bit_count() == 1),
        pairs={v: frozenset(p) for v, p in pairs.items()},
        pairs_told=order > 1,
    )


def _smallest(table: Diagrams, function: Function) -> Broken:
    """The minimal sets of one and of two variables."""
    alone: set[int] = set()
    pairs: dict[int, set[int]] = {}
    at = int(table.minimal_sets(function, monotone=True))
    while at > 1:
        variable, high, at = table.node(at)
        while high > 1:
            other, rest, high = table.node(high)
            # A set of two is a path that ends here: its low branches lead to the empty set.
            while rest > 1:
                _, _, rest = table.node(rest)
            if rest == 1:
                pairs.setdefault(variable, set()).add(other)
                pairs.setdefault(other, set()).add(variable)
        if high == 1:
            alone.add(variable)
    return Broken(False, frozenset(alone), {v: frozenset(p) for v, p in pairs.items()})
