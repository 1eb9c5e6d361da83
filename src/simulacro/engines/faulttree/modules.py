"""Cut a circuit into modules: parts that share nothing with the rest but their own top.

A module can be solved alone and then stands for one event (Dutuit and Rauzy 1996, "A linear-time
algorithm to find modules of fault trees"). On top of theirs, the arguments of an and or an or
which are independent of the others are split off, so that most of a tree falls into gates
over leaves which need no diagram at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulacro.engines.faulttree.simplify import ATLEAST, Circuit


@dataclass(frozen=True, slots=True)
class Module:
    """`top` and the gates of its own in postorder; `leaves` are events and tops of modules."""

    top: int
    gates: tuple[int, ...]
    leaves: tuple[int, ...]


def split(circuit: Circuit) -> tuple[Circuit, list[Module]]:
    """The circuit with its independent arguments grouped, and its modules, inner ones first."""
    if circuit.top >> 1 < circuit.events:
        return circuit, []
    circuit, tops = _grouped(circuit)
    return circuit, _modules(circuit, tops)


def whole(circuit: Circuit) -> Module:
    """All of the circuit as one module; its top must be a gate."""
    [module] = _modules(circuit, [False] * (len(circuit.kind) - 1) + [True])
    return module


def _visits(circuit: Circuit) -> tuple[list[int], list[int], list[int], list[int]]:
    """One leftmost walk, with a date for each step on an edge, down and up.

    By node: the first date below or at it, the last date below or at it, its own first date and
    the date at which its first visit ended. By circuit's postorder, children come first.
    """
    events, arguments = circuit.events, circuit.arguments
    total = events + len(arguments)
    entered, left, last = [0] * total, [0] * total, [0] * total
    date = 0
    todo = [circuit.top >> 1]
    while todo:
        node = todo.pop()
        date += 1
        if node < 0:
            node = ~node
            left[node] = last[node] = date
        elif entered[node]:
            last[node] = date
        else:
            entered[node] = last[node] = left[node] = date
            if node >= events:
                todo.append(~node)
                todo += [x >> 1 for x in reversed(arguments[node - events])]
    lowest, highest = entered[:], last[:]
    for gate, literals in enumerate(arguments):
        node = events + gate
        if entered[node]:
            children = [x >> 1 for x in literals]
            lowest[node] = min(entered[node], *[lowest[c] for c in children])
            highest[node] = max(last[node], *[highest[c] for c in children])
    return lowest, highest, entered, left


def _grouped(circuit: Circuit) -> tuple[Circuit, list[bool]]:
    """Arguments of an and or an or that hang together, and with nothing else, made one gate.

    And for each gate of the result whether it is a module.
    """
    events = circuit.events
    lowest, highest, entered, left = _visits(circuit)
    result = Circuit(events, [], [], [], circuit.top)
    place = [0] * len(circuit.kind)
    tops: list[bool] = []

    def add(kind: int, least: int, literals: list[int], *, module: bool = True) -> int:
        tops.append(module)
        result.kind.append(kind)
        result.least.append(least)
        result.arguments.append(literals)
        return 2 * (events + len(result.kind) - 1)

    for gate, kind in enumerate(circuit.kind):
        node = events + gate
        literals = [
            x if x >> 1 < events else place[(x >> 1) - events] | (x & 1)
            for x in circuit.arguments[gate]
        ]
        spans = [(lowest[x >> 1], highest[x >> 1]) for x in circuit.arguments[gate]]
        start, end = entered[node], left[node]
        module = min(spans)[0] > start and max(high for _, high in spans) < end
        if kind < ATLEAST and len(literals) > 2:
            groups = _independent(spans, start, end)
            covered = sum(map(len, groups))
            # Every argument stays where its group began, so that a walk meets the same order.
            if len(groups) > 1 or 1 < covered < len(literals):
                parts: dict[int, int] = {}
                for group in groups:
                    members = [literals[i] for i in group]
                    parts[group[0]] = members[0] if len(group) == 1 else add(kind, 0, members)
                taken = {i for group in groups for i in group}
                if covered < len(literals) and len(parts) > 1:
                    parts = {min(parts): add(kind, 0, [parts[i] for i in sorted(parts)])}
                literals = [
                    parts.get(i, x) for i, x in enumerate(literals) if i in parts or i not in taken
                ]
        place[gate] = add(kind, circuit.least[gate], literals, module=module)
    top = circuit.top
    if top >> 1 >= events:
        result.top = place[(top >> 1) - events] | (top & 1)
    return result, tops


def _independent(spans: list[tuple[int, int]], start: int, end: int) -> list[list[int]]:
    """Positions of arguments by groups whose dates overlap, for groups within (start, end)."""
    groups: list[list[int]] = []
    bounds: list[tuple[int, int]] = []
    for (low, high), i in sorted((span, i) for i, span in enumerate(spans)):
        if bounds and low <= bounds[-1][1]:
            groups[-1].append(i)
            bounds[-1] = (bounds[-1][0], max(high, bounds[-1][1]))
        else:
            groups.append([i])
            bounds.append((low, high))
    return [
        sorted(group)
        for group, (low, high) in zip(groups, bounds, strict=True)
        if low > start and high < end
    ]


def _modules(circuit: Circuit, tops: list[bool]) -> list[Module]:
    events, arguments = circuit.events, circuit.arguments
    found = []
    for node in circuit.postorder():
        if not tops[node - events]:
            continue
        gates: list[int] = []
        leaves: dict[int, None] = {}
        seen: set[int] = set()
        todo = [node]
        while todo:
            at = todo.pop()
            if at < 0:
                gates.append(~at)
                continue
            if at in seen:
                continue
            seen.add(at)
            todo.append(~at)
            for x in reversed(arguments[at - events]):
                child = x >> 1
                if child < events or tops[child - events]:
                    leaves[child] = None
                else:
                    todo.append(child)
        found.append(Module(node, tuple(gates), tuple(leaves)))
    return found
