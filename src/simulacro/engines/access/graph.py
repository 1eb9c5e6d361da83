"""The access graph of an inventory, solved for a question: one function a channel.

A *universe* numbers every asset that may occur, those of candidate fixes included, and gives each
a variable in two tables: one of losses, one of thefts. Variants of an inventory are solved in the
same tables from the values that the change cannot have touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.fixedpoint import FixedPoint, mentioned, variable_order
from simulacro.engines.access.inventory import Asset, Horizon, Inventory, Level, Method
from simulacro.engines.access.rules import Bound, Question, Rule, Ways
from simulacro.engines.diagrams import Diagrams, Function


class Universe:
    """Numbers and variables of all assets, and the tables that hold their functions.

    ``variable[table][i]`` is the variable of asset i; ``table`` is "loss" or "theft".
    """

    def __init__(
        self,
        inventory: Inventory,
        budget: Budget,
        watch: Watch,
        added: Sequence[tuple[Asset, str]] = (),
    ) -> None:
        """``added`` are assets that variants have beside those of ``inventory``, each with the
        asset of the inventory next to which its variable stands."""
        self.assets: tuple[Asset, ...] = (*inventory.assets, *(asset for asset, _ in added))
        self.index: dict[str, int] = {asset.id: i for i, asset in enumerate(self.assets)}
        self._beside: dict[int, list[int]] = {}
        for asset, neighbour in added:
            self._beside.setdefault(self.index[neighbour], []).append(self.index[asset.id])
        ways = Ways(inventory, self.index)
        self.loss = self._table(budget, watch)
        self.theft = self._table(budget, watch)
        self.loss_variable = self._order(ways, hijack=False)
        self.theft_variable = self._order(ways, hijack=True)
        self._access = FixedPoint(self.loss, self.loss_variable, hijack=False)
        self._hijack = FixedPoint(self.theft, self.theft_variable, hijack=True)

    def _table(self, budget: Budget, watch: Watch) -> Diagrams:
        return Diagrams(
            len(self.assets), max_nodes=budget.nodes, max_steps=budget.steps, should_stop=watch
        )

    def _order(self, ways: Ways, *, hijack: bool) -> list[int]:
        def below(i: int) -> Iterable[int]:
            if hijack:
                rule = ways.hijack(i, Level.PUBLISH, Bound.WORST)
            else:
                rule = ways.access(i, Horizon.WEEK, Level.PUBLISH, Bound.BEST)
            return (*rule.causes, *mentioned(rule))

        first = ways.inventory.assets
        channels = [self.index[a.id] for a in first if a.channel]
        order = variable_order([*channels, *range(len(first))], below)
        widened = [i for x in order for i in (x, *self._beside.get(x, ()))]
        variable = [0] * len(widened)
        for place, asset in enumerate(widened):
            variable[asset] = place
        return variable

    def solver(self, question: Question) -> FixedPoint:
        return self._hijack if question.horizon is None else self._access

    def table(self, question: Question) -> tuple[Diagrams, Sequence[int]]:
        """The table of a question and the variable of each asset in it."""
        if question.horizon is None:
            return self.theft, self.theft_variable
        return self.loss, self.loss_variable


class AccessGraph:
    """One inventory in a universe. ``base`` and ``changed`` let a variant start from another's
    values: ``changed`` are the numbers of the assets whose rules may differ."""

    def __init__(
        self,
        inventory: Inventory,
        universe: Universe,
        *,
        base: AccessGraph | None = None,
        changed: frozenset[int] = frozenset(),
    ) -> None:
        self.inventory = inventory
        self.universe = universe
        self.ways = Ways(inventory, universe.index)
        self.channels = [universe.index[a.id] for a in inventory.channels]
        self._base = base
        self._changed = changed
        self._rules: dict[tuple[Horizon | None, Level, Bound], dict[int, Rule]] = {}
        self._values: dict[tuple[Horizon | None, Bound], dict[int, Function]] = {}
        self._functions: dict[tuple[Question, Bound], dict[int, Function]] = {}
        self._dependents: dict[bool, dict[int, list[int]]] = {}

    def functions(self, question: Question, bound: Bound) -> dict[str, Function]:
        """For each channel the function of losses (or thefts) that makes the question come true.

        Silence and lockout are the duals of access, so that their variables are failures.
        """
        found = self._found(question, bound)
        return {self.universe.assets[channel].id: found[channel] for channel in self.channels}

    def values(self, question: Question, bound: Bound) -> Mapping[int, Function]:
        """For each asset's number that the channels need the function of its access (of what is
        up), or of its hijack (of what is taken)."""
        return self._solved(question, bound)

    def _found(self, question: Question, bound: Bound) -> dict[int, Function]:
        key = (question, bound)
        if key in self._functions:
            return self._functions[key]
        solver = self.universe.solver(question)
        values = self._solved(question, bound)
        found: dict[int, Function] = {}
        if self._base is not None:
            before = self._base._found(question, bound)
            touched = self._reach(question, bound)
            found = {x: f for x, f in before.items() if x not in touched}
        for channel in self.channels:
            if channel in found:
                continue
            value = values[channel]
            if question.level is Level.ADMIN:
                rule = self.rule(channel, question, Level.ADMIN, bound)
                value = solver.value(rule, channel, values)
            found[channel] = value if solver.hijack else solver.diagrams.dual(value)
        self._functions[key] = found
        return found

    def rule(self, i: int, question: Question, level: Level, bound: Bound) -> Rule:
        """The rule of asset ``i``: the base's own where nothing about it changed."""
        cache = self._rules.setdefault((question.horizon, level, bound), {})
        if i not in cache:
            if self._base is not None and i not in self._changed:
                cache[i] = self._base.rule(i, question, level, bound)
            else:
                cache[i] = self.ways.rule(i, question, level, bound)
        return cache[i]

    def _solved(self, question: Question, bound: Bound) -> dict[int, Function]:
        """The values of all that the channels need, at any level."""
        key = (question.horizon, bound)
        if key not in self._values:
            known: dict[int, Function] = {}
            if self._base is not None:
                touched = self._reach(question, bound)
                before = self._base._solved(question, bound)
                if not touched:
                    self._values[key] = before
                    return before
                known = {x: f for x, f in before.items() if x not in touched}

            def rule_of(i: int) -> Rule:
                return self.rule(i, question, Level.PUBLISH, bound)

            wanted = [channel for channel in self.channels if channel not in known]
            for channel in list(wanted):
                wanted += mentioned(self.rule(channel, question, Level.ADMIN, bound))
            self._values[key] = self.universe.solver(question).solve(rule_of, wanted, known)
        return self._values[key]

    def _reach(self, question: Question, bound: Bound) -> set[int]:
        """The assets whose rule did change, and all whose value can depend on one of them."""
        base = self._base or self
        todo = [
            i
            for i in self._changed
            if i not in self.ways.asset_at
            or i not in base.ways.asset_at
            or any(
                self.rule(i, question, level, bound) != base.rule(i, question, level, bound)
                for level in Level
            )
        ]
        dependents = base.dependents(question.horizon is None)
        seen = set(todo)
        while todo:
            for y in dependents.get(todo.pop(), ()):
                if y not in seen:
                    seen.add(y)
                    todo.append(y)
        return seen

    def dependents(self, hijack: bool) -> Mapping[int, list[int]]:
        """For each asset those whose rule may name it."""
        if hijack not in self._dependents:
            self._dependents[hijack] = self._find_dependents(hijack)
        return self._dependents[hijack]

    def _find_dependents(self, hijack: bool) -> dict[int, list[int]]:
        index = self.universe.index
        found: dict[int, list[int]] = {}
        for method in self.inventory.methods:
            for x in (*method.requires, *method.perhaps):
                found.setdefault(index[x], []).append(index[method.target])
        for asset in self.inventory.assets:
            for x in (*asset.holds, *asset.may_hold) if hijack else ():
                found.setdefault(index[asset.id], []).append(index[x])
            if asset.battery and not hijack:
                source = index[asset.battery.charged_from]
                found.setdefault(source, []).append(index[asset.id])
        return found


def changed_assets(
    before: Inventory, after: Inventory, index: Mapping[str, int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Which assets' rules differ between two inventories, and which assets themselves do.

    Values that a change left alone are the same objects, so identity tells.
    """
    old = {asset.id: asset for asset in before.assets}
    own: set[int] = set()
    rules: set[int] = set()
    for asset in after.assets:
        was = old.pop(asset.id, None)
        if was is asset:
            continue
        own.add(index[asset.id])
        held = {*asset.holds, *asset.may_hold, *(asset.cause.affects if asset.cause else ())}
        if was is not None:
            held ^= {*was.holds, *was.may_hold, *(was.cause.affects if was.cause else ())}
        rules.update(index[x] for x in held)
        rules.add(index[asset.id])
    for gone in old.values():
        own.add(index[gone.id])
        rules.add(index[gone.id])
        rules.update(index[x] for x in (*gone.holds, *gone.may_hold))
    # The methods themselves are kept alive by the two inventories, so their ids cannot be reused.
    new_methods = {id(m): m for m in after.methods}
    gone_methods: list[Method] = [m for m in before.methods if new_methods.pop(id(m), None) is None]
    rules.update(index[m.target] for m in (*gone_methods, *new_methods.values()))
    return frozenset(rules), frozenset(own)


def added_assets(
    inventory: Inventory, variants: Iterable[tuple[Inventory, str]]
) -> list[tuple[Asset, str]]:
    """The assets that some variant adds, each beside who holds it, or else what it opens.

    A variant comes with the asset that it is about. Where a variable stands decides how large the
    diagrams grow: near what it stands in for.
    """
    found: dict[str, tuple[Asset, str]] = {}
    for after, about in variants:
        new = [asset for asset in after.assets if asset.id not in inventory]
        opens: dict[str, list[str]] = {}
        for holder in after.assets if new else ():
            for x in holder.holds:
                opens.setdefault(x, []).append(holder.id)
        for method in after.methods if new else ():
            for x in method.requires:
                opens.setdefault(x, []).append(method.target)
        for asset in new:
            todo = [asset.id]
            neighbour = about
            seen: set[str] = set()
            while todo:
                x = todo.pop(0)
                if x in inventory:
                    neighbour = x
                    break
                if x not in seen:
                    seen.add(x)
                    todo += opens.get(x, ())
            found.setdefault(asset.id, (asset, neighbour))
    return list(found.values())
