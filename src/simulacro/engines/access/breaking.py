"""What one thing, or two, break in a given situation: single points and pairs, found at once.

A *situation* is the set of variables that are lost anyway: who is away at that hour. Everything is
told of minimal sets of the function with those variables true, so nothing is tried asset by asset.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulacro.engines.access.bounded import ALWAYS, Bounded
from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.fixedpoint import mentioned
from simulacro.engines.access.graph import AccessGraph
from simulacro.engines.access.inventory import Level, Method
from simulacro.engines.access.rules import Bound, Question, Rule
from simulacro.engines.diagrams import TRUE, BudgetExceeded, Diagrams, Function, Stopped

Situation = frozenset[int]


@dataclass(frozen=True, slots=True)
class Broken:
    """``anyway``: it has come true with nothing more lost. ``alone`` are the variables that each
    make it so; ``pairs`` give for a variable those that do together with it, ``alone`` aside."""

    anyway: bool = False
    alone: frozenset[int] = frozenset()
    pairs: Mapping[int, frozenset[int]] = field(default_factory=dict)


class Breaking:
    """Answers for the channels of one inventory, unknown answers at their worst.

    ``exact`` turns False where the budget of the diagrams was exceeded: then single points are
    still exact, and pairs are not told.
    """

    def __init__(self, graph: AccessGraph, budget: Budget, watch: Watch) -> None:
        self.graph = graph
        self.budget = budget
        self.watch = watch
        self.exact = True
        self._known: dict[tuple[Question, Function, Situation], Broken] = {}
        self._supports: dict[tuple[Question, Function], frozenset[int]] = {}
        self._ways: dict[tuple[Question, str], list[tuple[Method, Function]]] = {}
        self._singles: dict[tuple[Question, Situation], dict[int, Broken]] = {}
        self._single_ways: dict[tuple[Question, Situation, str], list[tuple[Method, Broken]]] = {}

    def channels(self, question: Question, lost: Situation) -> dict[str, Broken]:
        """For each channel what makes the question come true when ``lost`` is lost already."""
        if self.exact:
            try:
                functions = self.graph.functions(question, Bound.WORST)
                return {c: self._broken(question, f, lost) for c, f in functions.items()}
            except (BudgetExceeded, Stopped):
                self.watch.check()
                self.exact = False
        single = self._single_points(question, lost)
        assets = self.graph.universe.assets
        return {assets[c].id: single[c] for c in self.graph.channels}

    def ways(
        self, question: Question, channel: str, lost: Situation
    ) -> list[tuple[Method, Broken]]:
        """The team's ways into a channel that could serve, each with what breaks it."""
        if not self.exact:
            return self._ways_by_single_points(question, channel, lost)
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
        return ways.usable(i, question.horizon, question.level, Bound.WORST)

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

    def involved(self, question: Question) -> dict[str, frozenset[int]]:
        """For each channel the variables on which it can hang."""
        table, _ = self.graph.universe.table(question)
        if self.exact:
            functions = self.graph.functions(question, Bound.WORST)
            return {c: self._support(table, question, f) for c, f in functions.items()}
        return {}

    # -- beyond the budget: order 1 ------------------------------------------------------------

    def _single_points(self, question: Question, lost: Situation) -> dict[int, Broken]:
        key = (question, lost)
        if key not in self._singles:
            graph = self.graph
            solver = graph.universe.solver(question)
            bounded = Bounded(
                [0 if v in lost else 1 << v for v in solver.variable],
                hijack=solver.hijack,
                order=1,
                limit=2 * len(graph.universe.assets),
                check=self.watch.check,
                masks=True,
            )

            def rule_of(i: int) -> Rule:
                return graph.rule(i, question, Level.PUBLISH, Bound.WORST)

            of_channel = {
                c: graph.rule(c, question, question.level, Bound.WORST) for c in graph.channels
            }
            wanted = [*of_channel, *(x for rule in of_channel.values() for x in mentioned(rule))]
            values = bounded.solve(rule_of, wanted)
            self._singles[key] = {
                c: _of_masks(bounded.value(rule, c, values)) for c, rule in of_channel.items()
            }
            for c in graph.channels:
                channel = graph.universe.assets[c].id
                self._single_ways[question, lost, channel] = [
                    (method, _of_masks(bounded.any_of([values[x] for x in way])))
                    for method, way in self._usable(question, channel)
                ]
        return self._singles[key]

    def _ways_by_single_points(
        self, question: Question, channel: str, lost: Situation
    ) -> list[tuple[Method, Broken]]:
        self._single_points(question, lost)
        return self._single_ways[question, lost, channel]


def _of_masks(masks: Iterable[int]) -> Broken:
    found = frozenset(masks)
    if found == ALWAYS:
        return Broken(anyway=True)
    return Broken(alone=frozenset(m.bit_length() - 1 for m in found))


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
