"""Compiled: from a module's gates to the program that builds its diagram, under one order.

Imports numba: imported late.
"""

from __future__ import annotations

import numpy as np

from simulacro.engines.diagrams.compiling import Ints, compiled
from simulacro.engines.diagrams.kernel import AND as BOTH
from simulacro.engines.diagrams.kernel import NOT, XOR
from simulacro.engines.diagrams.kernel import OR as EITHER
from simulacro.engines.faulttree.simplify import AND, ATLEAST, OR


@compiled
def assemble(
    kinds: Ints, leasts: Ints, starts: Ints, literals: Ints, level: Ints
) -> tuple[Ints, int, int]:
    """The program, how many registers it uses, and the register of the last gate.

    Nodes are the leaves 0 … n − 1, whose variables `level` gives, then the gates in postorder;
    gate g has the arguments literals[starts[g]:starts[g + 1]], 2 × node plus 1 where negated.
    Registers 0 and 1 hold the constants, 2 + v holds variable v. Arguments are combined from the
    deepest variable up, so that what is combined so far lies below the next argument.
    """
    leaves = level.shape[0]
    gates = kinds.shape[0]
    room = literals.shape[0]
    for g in range(gates):
        size = starts[g + 1] - starts[g]
        room += 2 * size * leasts[g] + size
    lines = np.empty((room, 4), np.int32)
    highest = np.empty(room + leaves + 2, np.int32)
    opposite = np.zeros(room + leaves + 2, np.int32)
    register = np.empty(leaves + gates, np.int32)
    highest[0] = leaves
    highest[1] = leaves
    for v in range(leaves):
        register[v] = 2 + level[v]
        highest[2 + v] = v
    line = 0
    fresh = leaves + 2
    widest = 0
    for g in range(gates):
        widest = max(widest, starts[g + 1] - starts[g])
    inputs = np.empty(widest, np.int32)
    row = np.empty(widest + 1, np.int32)
    for g in range(gates):
        size = 0
        for i in range(starts[g], starts[g + 1]):
            one = register[literals[i] >> 1]
            if literals[i] & 1:
                if opposite[one] == 0:
                    opposite[one] = fresh
                    highest[fresh] = highest[one]
                    lines[line, 0] = NOT
                    lines[line, 1] = one
                    lines[line, 2] = 0
                    lines[line, 3] = fresh
                    line += 1
                    fresh += 1
                one = opposite[one]
            at = size
            while at > 0 and highest[inputs[at - 1]] < highest[one]:
                inputs[at] = inputs[at - 1]
                at -= 1
            inputs[at] = one
            size += 1
        result = inputs[0]
        if kinds[g] == ATLEAST:
            # row[j]: at least j of the arguments seen so far
            least = leasts[g]
            row[0] = 1
            for j in range(1, least + 1):
                row[j] = 0
            for seen in range(size):
                for j in range(min(least, seen + 1), max(1, least - (size - seen - 1)) - 1, -1):
                    both = inputs[seen]
                    if j > 1:
                        lines[line, 0] = BOTH
                        lines[line, 1] = both
                        lines[line, 2] = row[j - 1]
                        lines[line, 3] = fresh
                        highest[fresh] = min(highest[both], highest[row[j - 1]])
                        both = fresh
                        line += 1
                        fresh += 1
                    if row[j] == 0:
                        row[j] = both
                    else:
                        lines[line, 0] = EITHER
                        lines[line, 1] = row[j]
                        lines[line, 2] = both
                        lines[line, 3] = fresh
                        highest[fresh] = min(highest[both], highest[row[j]])
                        row[j] = fresh
                        line += 1
                        fresh += 1
            result = row[least]
        else:
            operation = XOR
            if kinds[g] == AND:
                operation = BOTH
            elif kinds[g] == OR:
                operation = EITHER
            for i in range(1, size):
                lines[line, 0] = operation
                lines[line, 1] = result
                lines[line, 2] = inputs[i]
                lines[line, 3] = fresh
                highest[fresh] = min(highest[result], highest[inputs[i]])
                result = fresh
                line += 1
                fresh += 1
        register[leaves + g] = result
    return lines[:line], fresh, register[leaves + gates - 1]
