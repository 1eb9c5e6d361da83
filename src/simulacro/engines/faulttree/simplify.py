"""From a fault tree to a small circuit that means the same.

A *literal* is 2 × node, plus 1 where negated; nodes 0 … events − 1 are events, later ones gates.
`TRUE` and `FALSE` stand outside. Every rule keeps the function of the top exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulacro.engines.faulttree.model import Connective, FaultTree

# Chosen so that `literal ^ 1` is the opposite of every literal, constants included.
TRUE = -2
FALSE = -1
AND, OR, ATLEAST, XOR = range(4)


@dataclass
class Circuit:
    """Gates over events: `kind`, `least` and `arguments` are indexed by node − events."""

    events: int
    kind: list[int]
    least: list[int]
    arguments: list[list[int]]
    top: int

    def postorder(self) -> list[int]:
        """Gate nodes below the top, arguments before their gates, leftmost first."""
        events, arguments = self.events, self.arguments
        order: list[int] = []
        if self.top < 2 * events:
            return order
        seen = bytearray(len(arguments))
        todo = [self.top >> 1]
        while todo:
            node = todo.pop()
            if node < 0:
                order.append(~node)
                continue
            gate = node - events
            if seen[gate]:
                continue
            seen[gate] = 1
            todo.append(~node)
            for literal in reversed(arguments[gate]):
                child = literal >> 1
                if child >= events and not seen[child - events]:
                    todo.append(child)
        return order


def circuit_of(tree: FaultTree) -> tuple[Circuit, list[str]]:
    """The tree with every connective as and, or, at-least or xor, and its events' names."""
    names = list(tree.events)
    literal_of: dict[str | bool, int] = {name: 2 * i for i, name in enumerate(names)}
    literal_of[True], literal_of[False] = TRUE, FALSE
    for name, on in tree.houses.items():
        literal_of[name] = TRUE if on else FALSE
    circuit = Circuit(len(names), [], [], [], FALSE)

    def add(kind: int, arguments: list[int], least: int = 0) -> int:
        circuit.kind.append(kind)
        circuit.least.append(least)
        circuit.arguments.append(arguments)
        return 2 * (circuit.events + len(circuit.kind) - 1)

    todo: list[tuple[str, bool]] = [(tree.top, False)]
    while todo:
        name, ready = todo.pop()
        if name in literal_of:
            continue
        gate = tree.gates[name]
        if not ready:
            todo.append((name, True))
            for argument in reversed(gate.arguments):
                if isinstance(argument, str) and argument not in literal_of:
                    todo.append((argument, False))
            continue
        args = [literal_of[a] for a in gate.arguments]
        match gate.connective:
            case Connective.AND:
                literal = add(AND, args)
            case Connective.OR:
                literal = add(OR, args)
            case Connective.ATLEAST:
                literal = add(ATLEAST, args, gate.least)
            case Connective.NOT:
                literal = args[0] ^ 1
            case Connective.NAND:
                literal = add(AND, args) ^ 1
            case Connective.NOR:
                literal = add(OR, args) ^ 1
            case Connective.XOR:
                literal = add(XOR, args)
            case Connective.IFF:
                literal = add(XOR, args) ^ 1
            case Connective.IMPLY:
                literal = add(OR, [args[0] ^ 1, args[1]])
            case Connective.CARDINALITY:
                literal = add(
                    AND,
                    [add(ATLEAST, args, gate.least), add(ATLEAST, list(args), gate.most + 1) ^ 1],
                )
        literal_of[name] = literal
    circuit.top = literal_of[tree.top]
    return circuit, names


def simplified(circuit: Circuit) -> Circuit:
    """The same function as a folded circuit's, with fewer gates and arguments."""
    for _ in range(_ROUNDS):
        narrowed = in_context(circuit)
        if narrowed is None:
            break
        circuit = folded(narrowed)
    return circuit


_ROUNDS = 3
_WIDE = 128
# Beyond it a gate's context grows no more: the time of a very deep tree stays bounded.
_LONGEST_CONTEXT = 4096


def folded(circuit: Circuit) -> Circuit:
    """Constants propagated, equal gates made one, and-of-and and or-of-or flattened.

    In the result every gate is used and comes after its arguments.
    """
    events = circuit.events
    first_gate = 2 * events
    uses = [0] * len(circuit.kind)
    order = circuit.postorder()
    for node in order:
        for literal in circuit.arguments[node - events]:
            if literal >= first_gate:
                uses[(literal >> 1) - events] += 1
    result = Circuit(events, [], [], [], FALSE)
    kinds, leasts, arguments = result.kind, result.least, result.arguments
    used: list[int] = []
    known: dict[tuple[int, ...], int] = {}
    meaning = [FALSE] * len(circuit.kind)

    # Gates with many arguments stay sets until the end, so that a long chain of one kind is not
    # copied at each of its links.
    wide: dict[int, dict[int, None]] = {}

    def wide_gate(kind: int, literals: dict[int, None]) -> int:
        wide[len(kinds)] = literals
        kinds.append(kind)
        leasts.append(0)
        arguments.append([])
        used.append(0)
        return 2 * (events + len(kinds) - 1)

    def gate(kind: int, least: int, literals: list[int]) -> int:
        key = (kind, least, *sorted(literals))
        literal = known.get(key)
        if literal is None:
            literal = known[key] = 2 * (events + len(kinds))
            kinds.append(kind)
            leasts.append(least)
            arguments.append(literals)
            used.append(0)
        return literal

    def and_or(kind: int, literals: list[int]) -> int:
        neutral = TRUE if kind == AND else FALSE
        kept: dict[int, None] = {}
        if wide:
            for i, literal in enumerate(literals):
                child = (literal >> 1) - events
                if child in wide and used[child] <= 1 and kinds[child] == kind ^ (literal & 1):
                    flip = literal & 1
                    inner = wide.pop(child)
                    kept = {x ^ 1: None for x in inner} if flip else inner
                    literals = literals[:i] + literals[i + 1 :]
                    break
        todo = literals[::-1]
        while todo:
            literal = todo.pop()
            if literal >= first_gate:
                child = (literal >> 1) - events
                if used[child] <= 1 and kinds[child] == kind ^ (literal & 1) and kinds[child] < 2:
                    flip = literal & 1
                    inner_literals = arguments[child] or list(wide.pop(child))
                    todo += [x ^ flip for x in reversed(inner_literals)]
                    continue
            elif literal < 0:
                if literal != neutral:
                    return neutral ^ 1
                continue
            if literal ^ 1 in kept:
                return neutral ^ 1
            kept[literal] = None
        if not kept:
            return neutral
        if len(kept) == 1:
            return next(iter(kept))
        if len(kept) > _WIDE:
            return wide_gate(kind, kept)
        return gate(kind, 0, list(kept))

    def at_least(least: int, literals: list[int]) -> int:
        least -= literals.count(TRUE)
        literals = [x for x in literals if x >= 0]
        if least <= 0:
            return TRUE
        if least > len(literals):
            return FALSE
        if least == 1:
            return and_or(OR, literals)
        if least == len(literals):
            return and_or(AND, literals)
        return gate(ATLEAST, least, literals)

    def xor(one: int, other: int) -> int:
        flip = (one ^ other) & 1
        one, other = min(one & ~1, other & ~1), max(one & ~1, other & ~1)
        if one < 0:
            # the even constant is TRUE
            return (FALSE if other == one else other ^ 1) ^ flip
        if one == other:
            return FALSE ^ flip
        return gate(XOR, 0, [one, other]) ^ flip

    for node in order:
        old = node - events
        literals = [
            x if x < first_gate else meaning[(x >> 1) - events] ^ (x & 1)
            for x in circuit.arguments[old]
        ]
        kind = circuit.kind[old]
        if kind < ATLEAST:
            literal = and_or(kind, literals)
        elif kind == ATLEAST:
            literal = at_least(circuit.least[old], literals)
        else:
            literal = xor(literals[0], literals[1])
        meaning[old] = literal
        if literal >= first_gate:
            used[(literal >> 1) - events] += uses[old]
    for index, many in wide.items():
        arguments[index] = list(many)
    top = circuit.top
    result.top = top if top < first_gate else meaning[(top >> 1) - events] ^ (top & 1)
    return without_unused(result)


def without_unused(circuit: Circuit) -> Circuit:
    """Only the gates below the top; every gate must come after its arguments."""
    events, arguments = circuit.events, circuit.arguments
    first_gate = 2 * events
    used = bytearray(len(arguments))
    if circuit.top >= first_gate:
        used[(circuit.top >> 1) - events] = 1
    for gate in range(len(arguments) - 1, -1, -1):
        if used[gate]:
            for literal in arguments[gate]:
                if literal >= first_gate:
                    used[(literal >> 1) - events] = 1
    kept = [gate for gate, wanted in enumerate(used) if wanted]
    # by how much the literals of each gate move down
    shift = [0] * len(arguments)
    for place, gate in enumerate(kept):
        shift[gate] = 2 * (gate - place)
    top = circuit.top
    return Circuit(
        events,
        [circuit.kind[gate] for gate in kept],
        [circuit.least[gate] for gate in kept],
        [
            [x if x < first_gate else x - shift[(x >> 1) - events] for x in arguments[gate]]
            for gate in kept
        ],
        top if top < first_gate else top - shift[(top >> 1) - events],
    )


def in_context(circuit: Circuit) -> Circuit | None:
    """Events replaced by what they must be wherever their gate matters.

    In `e and G`, G only matters where e is true, so that e is true inside G; in `e or G` it is
    false there. A gate with several parents knows what all of them agree on. Only events used
    more than once are followed. Every gate must be used and come after its arguments.
    None where nothing is replaced.
    """
    events = circuit.events
    times = [0] * events
    for literals in circuit.arguments:
        for literal in literals:
            if literal < 2 * events:
                times[literal >> 1] += 1
    repeated = {event for event, count in enumerate(times) if count > 1}
    # literals known to be true, per gate; None: no parent has spoken yet
    known: list[set[int] | None] = [None] * len(circuit.kind)
    arguments = list(circuit.arguments)
    changed = False
    if circuit.top >= 2 * events:
        known[(circuit.top >> 1) - events] = set()
    for gate in range(len(circuit.kind) - 1, -1, -1):
        context = known[gate] or set()
        literals = arguments[gate]
        if context and any(x in context or x ^ 1 in context for x in literals):
            changed = True
            literals = arguments[gate] = [
                TRUE if x in context else FALSE if x ^ 1 in context else x for x in literals
            ]
        kind = circuit.kind[gate]
        inner = context
        if kind < ATLEAST:
            flip = kind == OR
            said = {x ^ flip for x in literals if 0 <= x < 2 * events and x >> 1 in repeated}
            if said and len(context) < _LONGEST_CONTEXT:
                inner = context | said
        for literal in literals:
            child = (literal >> 1) - events
            if child >= 0:
                agreed = known[child]
                known[child] = inner if agreed is None else agreed & inner
    if not changed:
        return None
    return Circuit(events, circuit.kind, circuit.least, arguments, circuit.top)
