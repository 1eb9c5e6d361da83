"""The access graph on an agency of 24 channels and 16 people, beside other diagram libraries.

Times are of this process alone (CPU seconds), best of three, kernels warm. The peers build the
same functions from the same rules in the same variable order, and weigh them at one hour; we also
count and rank the sets, weigh all 168 hours and every importance, and judge the fixes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import reduce
from typing import Any

from benchmarks.parts.agency import agency

from simulacro.content.rates import default_rates
from simulacro.engines.access.audit import audit
from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.fixedpoint import components, mentioned
from simulacro.engines.access.graph import AccessGraph, Universe
from simulacro.engines.access.inventory import Inventory, Level
from simulacro.engines.access.moments import Weeks
from simulacro.engines.access.rules import MAIN_QUESTIONS, Bound, Question
from simulacro.engines.diagrams import warm

MONDAY = date(2026, 1, 5)
HOUR = 12


def best_of_three(work: Callable[[], object]) -> tuple[float, Any]:
    """CPU seconds of the quickest run, and what the last one gave."""
    times = []
    result: object = None
    for _ in range(3):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return min(times), result


def fresh(inventory: Inventory) -> AccessGraph:
    budget = Budget()
    return AccessGraph(inventory, Universe(inventory, budget, Watch(budget, None)))


def ours(inventory: Inventory) -> list[float]:
    """Build every channel's functions and weigh them at one hour."""
    graph = fresh(inventory)
    weeks = Weeks(inventory, default_rates(), graph.universe, MONDAY)
    found = []
    for question in MAIN_QUESTIONS:
        table, _ = graph.universe.table(question)
        week = weeks.week(question.horizon, Bound.WORST)
        for function in graph.functions(question, Bound.WORST).values():
            found.append(float(week.chance(table, function)[HOUR]))
    return found


def theirs(inventory: Inventory, peer: type[Cudd] | type[Oxidd]) -> list[float]:
    """The same with a peer: least fixed points by the same components, access then negated."""
    graph = fresh(inventory)
    weeks = Weeks(inventory, default_rates(), graph.universe, MONDAY)
    found = []
    for question in MAIN_QUESTIONS:
        _, variable = graph.universe.table(question)
        chance = weeks.week(question.horizon, Bound.WORST).full[:, HOUR].tolist()
        hijack = question.horizon is None
        # A variable is "up" for access, hence its chance is that of not being lost.
        p = chance if hijack else [1.0 - x for x in chance]
        library = peer(len(variable))
        values = solve(graph, question, library, variable)
        for channel in graph.channels:
            top = value_of(graph, question, library, variable, channel, question.level, values)
            weight = library.probability(top, p)
            found.append(weight if hijack else 1.0 - weight)
    return found


def value_of(
    graph: AccessGraph,
    question: Question,
    library: Any,
    variable: list[int],
    x: int,
    level: Level,
    values: dict[int, Any],
) -> Any:
    rule = graph.rule(x, question, level, Bound.WORST)
    both, either = library.both, library.either
    reached = library.true
    if not rule.free:
        ways = (reduce(both, (values[y] for y in way)) for way in rule.ways)
        reached = reduce(either, ways, library.false)
    leaves = [library.var(variable[c]) for c in rule.causes]
    if rule.leaf:
        leaves.append(library.var(variable[x]))
    return reduce(either if question.horizon is None else both, leaves, reached)


def solve(
    graph: AccessGraph, question: Question, library: Any, variable: list[int]
) -> dict[int, Any]:
    values: dict[int, Any] = {}
    level = Level.PUBLISH
    wanted = list(graph.channels)
    for channel in graph.channels:
        wanted += mentioned(graph.rule(channel, question, Level.ADMIN, Bound.WORST))

    def needs(x: int) -> list[int]:
        return list(mentioned(graph.rule(x, question, level, Bound.WORST)))

    for component in components(wanted, needs):
        values.update(dict.fromkeys(component, library.false))
        moved = True
        while moved:
            moved = False
            for x in component:
                new = value_of(graph, question, library, variable, x, level, values)
                if new != values[x]:
                    values[x] = new
                    moved = True
            moved = moved and len(component) > 1
    return values


class Cudd:
    """dd's binding of CUDD."""

    def __init__(self, count: int) -> None:
        from dd import cudd

        self.table = cudd.BDD()
        self.table.configure(reordering=False)
        self.table.declare(*(f"x{i}" for i in range(count)))
        self.true, self.false = self.table.true, self.table.false

    def var(self, i: int) -> Any:
        return self.table.var(f"x{i}")

    def both(self, a: Any, b: Any) -> Any:
        return a & b

    def either(self, a: Any, b: Any) -> Any:
        return a | b

    def probability(self, top: Any, p: list[float]) -> float:
        known: dict[int, float] = {}

        def weigh(f: Any) -> float:
            if f == self.true:
                return 1.0
            if f == self.false:
                return 0.0
            key = int(f)
            if key not in known:
                x = p[int(f.var[1:])]
                value = x * weigh(f.high) + (1.0 - x) * weigh(f.low)
                known[key] = 1.0 - value if f.negated else value
            return known[key]

        return weigh(top)


class Oxidd:
    """oxidd's binary decision diagrams."""

    def __init__(self, count: int) -> None:
        from oxidd.bdd import BDDManager

        self.table = BDDManager(1 << 20, 1 << 16, 1)
        self.table.add_vars(count)
        self.true, self.false = self.table.true(), self.table.false()

    def var(self, i: int) -> Any:
        return self.table.var(i)

    def both(self, a: Any, b: Any) -> Any:
        return a & b

    def either(self, a: Any, b: Any) -> Any:
        return a | b

    def probability(self, top: Any, p: list[float]) -> float:
        known: dict[Any, float] = {self.true: 1.0, self.false: 0.0}

        def weigh(f: Any) -> float:
            if f not in known:
                high, low = f.cofactors()
                x = p[f.node_level()]
                known[f] = x * weigh(high) + (1.0 - x) * weigh(low)
            return known[f]

        return weigh(top)


def main() -> None:
    warm()
    inventory = agency()
    rates = default_rates()
    audit(agency(4, 4), rates)
    print(
        f"agency: {len(inventory.channels)} channels, {len(inventory.assets)} assets, "
        f"{len(inventory.methods)} ways in"
    )
    seconds, result = best_of_three(lambda: audit(inventory, rates, fixes=0))
    print(f"three questions, all channels, 168 hours, sets, importances: {seconds:.3f} s")
    print(f"  sets of the first channel's silence: {sum(result.verdicts[0].by_order):,}")
    whole, judged = best_of_three(lambda: audit(inventory, rates, fixes=50))
    print(
        f"and 50 fixes judged, with a greedy series of {len(judged.series)}: {whole:.3f} s, "
        f"{whole - seconds:.3f} s of it for the fixes"
    )
    mine, answers = best_of_three(lambda: ours(inventory))
    print(f"functions of all channels, and all 168 hours of each: {mine:.3f} s")
    for name, peer in (("dd (CUDD)", Cudd), ("oxidd", Oxidd)):
        try:
            took, same = best_of_three(lambda peer=peer: theirs(inventory, peer))
        except ImportError:
            print(f"  {name}: not installed")
            continue
        apart = max(abs(a - b) for a, b in zip(answers, same, strict=True))
        print(
            f"  {name}, one hour only: {took:.3f} s, {took / mine:.1f} times ours "
            f"(answers within {apart:.0e})"
        )


if __name__ == "__main__":
    main()
