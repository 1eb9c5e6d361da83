"""Least solutions of monotone rules on canonical diagrams, cycles included.

The rules are taken component by component (Tarjan 1972), what an asset needs before the asset. An
asset on no cycle is computed once; the members of a cycle start at false and are computed in turn
until none changes. Diagrams are canonical, so "unchanged" is an equality of numbers, and the
solution is the least one whatever the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from simulacro.engines.access.rules import Rule
from simulacro.engines.diagrams import FALSE, TRUE, Diagrams, Function

RuleOf = Callable[[int], Rule]


def components(
    wanted: Iterable[int], needs: Callable[[int], Iterable[int]]
) -> list[tuple[int, ...]]:
    """The strongly connected components that ``wanted`` reach, each after those it needs.

    >>> components([1], {1: [2], 2: [3, 1], 3: []}.__getitem__)
    [(3,), (2, 1)]
    """
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    waiting: list[int] = []
    on_stack: set[int] = set()
    found: list[tuple[int, ...]] = []
    for root in wanted:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        waiting.append(root)
        on_stack.add(root)
        path = [(root, iter(needs(root)))]
        while path:
            x, rest = path[-1]
            for y in rest:
                if y not in order:
                    order[y] = low[y] = len(order)
                    waiting.append(y)
                    on_stack.add(y)
                    path.append((y, iter(needs(y))))
                    break
                if y in on_stack:
                    low[x] = min(low[x], order[y])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[x])
                if low[x] == order[x]:
                    member = [waiting.pop()]
                    while member[-1] != x:
                        member.append(waiting.pop())
                    on_stack.difference_update(member)
                    found.append(tuple(member))
    return found


def mentioned(rule: Rule) -> Iterable[int]:
    """The assets that a rule names, in a fixed order."""
    spared_by = () if rule.spared_by is None else (rule.spared_by,)
    return (*spared_by, *(x for way in rule.ways for x in sorted(way)))


class FixedPoint:
    """Solves rules over the variables of one table.

    ``variable[i]`` is the variable of asset i: true where it is up (access), or taken (hijack).
    """

    def __init__(self, diagrams: Diagrams, variable: Sequence[int], *, hijack: bool) -> None:
        self.diagrams = diagrams
        self.variable = variable
        self.hijack = hijack
        self._all: dict[frozenset[Function], Function] = {}
        self._any: dict[frozenset[Function], Function] = {}

    def solve(
        self,
        rule_of: RuleOf,
        wanted: Iterable[int],
        known: Mapping[int, Function] | None = None,
    ) -> dict[int, Function]:
        """The least solution for ``wanted`` and all they need, beside what is ``known``.

        Raises ``BudgetExceeded`` or ``Stopped`` (see :mod:`simulacro.engines.diagrams`).
        """
        values: dict[int, Function] = dict(known or {})
        rules: dict[int, Rule] = {}

        def needs(x: int) -> Iterable[int]:
            rules[x] = rule_of(x)
            return (y for y in mentioned(rules[x]) if y not in values or y in rules)

        for component in components([x for x in wanted if x not in values], needs):
            first = component[0]
            if len(component) == 1 and first not in mentioned(rules[first]):
                values[first] = self.value(rules[first], first, values)
                continue
            values.update(dict.fromkeys(component, FALSE))
            moved = True
            while moved:
                moved = False
                for x in component:
                    value = self.value(rules[x], x, values)
                    if value != values[x]:
                        values[x] = value
                        moved = True
        return values

    def value(self, rule: Rule, x: int, values: Mapping[int, Function]) -> Function:
        """One rule, given the values of the assets that it names."""
        leaves = [self.diagrams.var(self.variable[c]) for c in rule.causes]
        if rule.leaf:
            leaves.append(self.diagrams.var(self.variable[x]))
        reached = TRUE
        if not rule.free:
            reached = self.any_of([self.all_of([values[y] for y in way]) for way in rule.ways])
        if self.hijack:
            return self.any_of([reached, *leaves])
        up = self.all_of(leaves)
        if rule.spared_by is not None:
            up = self.any_of([up, values[rule.spared_by]])
        return self.all_of([reached, up])

    def all_of(self, functions: Iterable[Function]) -> Function:
        """Their conjunction, remembered: variants of a graph ask for the same ones again."""
        parts = set(functions)
        if FALSE in parts:
            return FALSE
        parts.discard(TRUE)
        return self._remembered(self._all, parts, TRUE, self.diagrams.and_)

    def any_of(self, functions: Iterable[Function]) -> Function:
        """Their disjunction, remembered."""
        parts = set(functions)
        if TRUE in parts:
            return TRUE
        parts.discard(FALSE)
        return self._remembered(self._any, parts, FALSE, self.diagrams.or_)

    @staticmethod
    def _remembered(
        memory: dict[frozenset[Function], Function],
        parts: set[Function],
        of_none: Function,
        combine: Callable[..., Function],
    ) -> Function:
        if len(parts) < 2:
            return parts.pop() if parts else of_none
        key = frozenset(parts)
        found = memory.get(key)
        if found is None:
            # In order of their numbers, so that the tables grow alike on any machine.
            found = memory[key] = combine(*sorted(parts))
        return found


def variable_order(
    channels: Iterable[int], mentioned_by: Callable[[int], Iterable[int]]
) -> list[int]:
    """Assets by their first visit, depth first from the channels: what belongs together is near."""
    seen: set[int] = set()
    order: list[int] = []
    todo = list(channels)[::-1]
    while todo:
        x = todo.pop()
        if x not in seen:
            seen.add(x)
            order.append(x)
            todo += list(mentioned_by(x))[::-1]
    return order
