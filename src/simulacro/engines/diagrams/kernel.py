"""The compiled heart of the decision diagrams: flat arrays, no recursion, no growth.

Importing this module imports numba, so nothing above `manager` imports it at the top level.

**Nodes.** ``nodes`` is int32[capacity, 4], a row being (variable, high, low, next in the bucket).
Rows 0 and 1 are the constants, with a variable past every other. A row is only a triple: read as a
binary decision diagram (BDD, Bryant 1986) it is "if variable then high else low"; read as a
zero-suppressed one (ZBDD, Minato 1993) it is the family "low, and every set of high with the
variable added". Both share one table, because the operation knows which reading it wants.
A node's children were made before it, so ascending row numbers are a topological order.

**Machine.** `run` is a small machine with an explicit stack. Every operation is a frame, so the
depth of a diagram costs memory of ours and never the thread's C stack. When the table is full or
the fuel is spent it returns with all of its state in the arrays; `manager` makes room, asks whether
to go on, and calls `run` again: nothing is computed twice.
"""

from __future__ import annotations

import numpy as np

from simulacro.engines.diagrams.compiling import Ints, Longs, compiled, inlined

# state: int64[STATE_SIZE]
COUNT, CAPACITY, BUCKET_MASK, CACHE_MASK, DEPTH, MODE, RESULT, OP, LEFT, RIGHT, FUEL, LINE = range(
    12
)
STATE_SIZE = 12
# a frame of the stack: int32[8]
F_OP, F_LEFT, F_RIGHT, F_STAGE, F_VARIABLE, F_FIRST, F_SECOND = range(7)
FRAME_SIZE = 8
# what `run` answers
DONE, FULL, TIRED = 0, 1, 2
# modes of the machine
CALL, RETURN, IDLE = 0, 1, 2
# operations: on functions
AND, OR, XOR, NOT, DUAL, RESTRICT = 1, 2, 3, 4, 5, 6
# operations: on families of sets
UNION, WITHOUT, NONSUPERSETS = 7, 8, 9
# from a function to the family of its minimal solutions
MINIMAL_MONOTONE, MINIMAL_ANY = 10, 11

TERMINAL = np.int32(0x7FFFFFFF)
_NONE = np.int32(-1)


@inlined
def _mix(a: np.int32, b: np.int32, c: np.int32) -> np.int64:
    x = (
        np.uint64(a) * np.uint64(0x9E3779B97F4A7C15)
        + np.uint64(b) * np.uint64(0xD6E8FEB86659FD93)
        + np.uint64(c) * np.uint64(0xA0761D6478BD642F)
    )
    x ^= x >> np.uint64(32)
    x *= np.uint64(0xE7037ED1A0B428DB)
    x ^= x >> np.uint64(29)
    return np.int64(x & np.uint64(0x7FFFFFFFFFFFFFFF))


@inlined
def _node(
    state: Longs, nodes: Ints, heads: Ints, variable: np.int32, high: np.int32, low: np.int32
) -> np.int32:
    """The one row holding this triple, made if need be; -1 when the table is full."""
    slot = _mix(variable, high, low) & state[BUCKET_MASK]
    row = heads[slot]
    while row != 0:
        if nodes[row, 1] == high and nodes[row, 2] == low and nodes[row, 0] == variable:
            return np.int32(row)
        row = nodes[row, 3]
    fresh = state[COUNT]
    if fresh >= state[CAPACITY]:
        return _NONE
    state[COUNT] = fresh + 1
    nodes[fresh, 0] = variable
    nodes[fresh, 1] = high
    nodes[fresh, 2] = low
    nodes[fresh, 3] = heads[slot]
    heads[slot] = np.int32(fresh)
    return np.int32(fresh)


@compiled
def make(state: Longs, nodes: Ints, heads: Ints, variable: int, high: int, low: int) -> int:
    """`_node` for callers outside the machine."""
    row = _node(state, nodes, heads, np.int32(variable), np.int32(high), np.int32(low))
    return int(row)


@compiled
def make_variables(state: Longs, nodes: Ints, heads: Ints, rows: Ints) -> bool:
    """The row of every variable into `rows`; False where the table is too small."""
    for variable in range(rows.shape[0]):
        row = _node(state, nodes, heads, np.int32(variable), np.int32(1), np.int32(0))
        if row < 0:
            return False
        rows[variable] = row
    return True


@compiled
def rehash(nodes: Ints, heads: Ints, count: int) -> None:
    """File `count` rows anew under the (larger, empty) table of buckets."""
    mask = heads.shape[0] - 1
    for row in range(2, count):
        slot = _mix(nodes[row, 0], nodes[row, 1], nodes[row, 2]) & mask
        nodes[row, 3] = heads[slot]
        heads[slot] = row


@compiled
def refile(old: Ints, new: Ints) -> None:
    """Carry the remembered results over into a larger cache."""
    mask = new.shape[0] - 1
    for i in range(old.shape[0]):
        if old[i, 0] != 0:
            slot = _mix(old[i, 0], old[i, 1], old[i, 2]) & mask
            for j in range(4):
                new[slot, j] = old[i, j]


@inlined
def _known(nodes: Ints, op: np.int32, a: np.int32, b: np.int32) -> np.int32:
    """The answer where it needs no descent, else -1."""
    if op == AND:
        if a == 0 or b == 0:
            return np.int32(0)
        if a == 1 or a == b:
            return b
        if b == 1:
            return a
    elif op == OR:
        if a == 1 or b == 1:
            return np.int32(1)
        if a == 0 or a == b:
            return b
        if b == 0:
            return a
    elif op == WITHOUT:
        # sets of the family a on which the monotone function b is false
        if a == 0 or b == 1:
            return np.int32(0)
        if b == 0 or a == 1:
            return a
    elif op in (MINIMAL_MONOTONE, MINIMAL_ANY):
        if a < 2:
            return a
    elif op == NONSUPERSETS:
        # sets of a that include no set of b
        if a == 0 or b == 1 or a == b:
            return np.int32(0)
        if b == 0:
            return a
        if a == 1:
            while b > 1:
                b = nodes[b, 2]
            return np.int32(1 - b)
    elif op == UNION:
        if a == 0 or a == b:
            return b
        if b == 0:
            return a
    elif op in (NOT, DUAL):
        if a < 2:
            return np.int32(1 - a)
    elif op == XOR:
        if a == b:
            return np.int32(0)
        if a == 0:
            return b
        if b == 0:
            return a
    elif op == RESTRICT and (a < 2 or b == 1):
        return a
    return _NONE


@compiled
def run(state: Longs, nodes: Ints, heads: Ints, cache: Ints, stack: Ints) -> int:
    """Run until the operation in OP, LEFT, RIGHT is answered in RESULT (DONE), or pause.

    FULL: the table of nodes has no room. TIRED: the fuel (steps) is spent. Both resume by
    another call. The stack needs 2 frames per variable and a few.
    """
    mode = state[MODE]
    depth = state[DEPTH]
    result = np.int32(state[RESULT])
    op = np.int32(state[OP])
    a = np.int32(state[LEFT])
    b = np.int32(state[RIGHT])
    fuel = state[FUEL]
    status = DONE
    while True:
        if mode == CALL:
            result = _known(nodes, op, a, b)
            if result >= 0:
                mode = RETURN
                continue
            if op <= XOR or op == UNION:
                if a > b:
                    a, b = b, a
            elif op == WITHOUT:
                # variables above the family are absent from all of its sets
                while nodes[b, 0] < nodes[a, 0]:
                    b = nodes[b, 2]
                if b < 2:
                    continue
            elif op == NONSUPERSETS:
                # a set with a variable above a cannot be inside a set of a
                while nodes[b, 0] < nodes[a, 0]:
                    b = nodes[b, 2]
                if b < 2 or a == b:
                    continue
            elif op == RESTRICT:
                while nodes[b, 0] < nodes[a, 0]:
                    b = nodes[b, 2] if nodes[b, 1] == 0 else nodes[b, 1]
                if b < 2:
                    continue
                if nodes[b, 0] == nodes[a, 0]:
                    if nodes[b, 1] == 0:
                        a = nodes[a, 2]
                        b = nodes[b, 2]
                    else:
                        a = nodes[a, 1]
                        b = nodes[b, 1]
                    continue
            slot = _mix(op, a, b) & state[CACHE_MASK]
            if cache[slot, 1] == a and cache[slot, 2] == b and cache[slot, 0] == op:
                result = cache[slot, 3]
                mode = RETURN
                continue
            if fuel <= 0:
                status = TIRED
                break
            fuel -= 1
            va = nodes[a, 0]
            stack[depth, F_OP] = op
            stack[depth, F_LEFT] = a
            stack[depth, F_RIGHT] = b
            stack[depth, F_STAGE] = 1
            if op <= XOR or op == UNION:
                vb = nodes[b, 0]
                if va <= vb:
                    stack[depth, F_VARIABLE] = va
                    a = nodes[a, 1]
                else:
                    stack[depth, F_VARIABLE] = vb
                if op == UNION:
                    if vb < va:
                        a = np.int32(0)
                    b = nodes[b, 1] if vb <= va else np.int32(0)
                elif vb <= va:
                    b = nodes[b, 1]
            else:
                stack[depth, F_VARIABLE] = va
                if op == DUAL:
                    a = nodes[a, 2]
                else:
                    a = nodes[a, 1]
                    if op in (WITHOUT, NONSUPERSETS) and nodes[b, 0] == va:
                        b = nodes[b, 1]
            depth += 1
            continue

        # RETURN: hand `result` to the frame on top
        if depth == 0:
            break
        top = depth - 1
        f_op = stack[top, F_OP]
        stage = stack[top, F_STAGE]
        left = stack[top, F_LEFT]
        right = stack[top, F_RIGHT]
        variable = stack[top, F_VARIABLE]
        op = f_op
        if stage == 1:
            # the high branch is known: descend into the low one
            stack[top, F_FIRST] = result
            stack[top, F_STAGE] = 2
            mode = CALL
            a = left
            b = right
            if f_op <= XOR or f_op == UNION:
                if nodes[left, 0] == variable:
                    a = nodes[left, 2]
                if nodes[right, 0] == variable:
                    b = nodes[right, 2]
            elif f_op == WITHOUT:
                a = nodes[left, 2]
                if nodes[right, 0] == variable:
                    b = nodes[right, 2]
            elif f_op == NONSUPERSETS:
                # first is: sets of high(a) without supersets of high(b); they must also
                # include no set of low(b)
                if nodes[right, 0] == variable:
                    stack[top, F_STAGE] = 3
                    a = result
                    b = nodes[right, 2]
                else:
                    a = nodes[left, 2]
            elif f_op == DUAL:
                a = nodes[left, 1]
            else:
                a = nodes[left, 2]
            continue
        if stage == 3:
            if f_op == NONSUPERSETS:
                stack[top, F_FIRST] = result
                stack[top, F_STAGE] = 2
                a = nodes[left, 2]
                b = nodes[right, 2]
                mode = CALL
                continue
            # minimal solutions: result is the high branch, thinned by what low already does
            high = result
            low = stack[top, F_SECOND]
        else:
            high = stack[top, F_FIRST]
            low = result
            if f_op in (MINIMAL_MONOTONE, MINIMAL_ANY):
                stack[top, F_SECOND] = result
                stack[top, F_STAGE] = 3
                a = high
                if f_op == MINIMAL_MONOTONE:
                    op = np.int32(WITHOUT)
                    b = nodes[left, 2]
                else:
                    op = np.int32(NONSUPERSETS)
                    b = result
                mode = CALL
                continue
        if f_op < UNION:
            answer = high if high == low else _node(state, nodes, heads, variable, high, low)
        else:
            answer = low if high == 0 else _node(state, nodes, heads, variable, high, low)
        if answer < 0:
            status = FULL
            break
        slot = _mix(f_op, left, right) & state[CACHE_MASK]
        cache[slot, 0] = f_op
        cache[slot, 1] = left
        cache[slot, 2] = right
        cache[slot, 3] = answer
        result = answer
        depth = top
    state[MODE] = mode
    state[DEPTH] = depth
    state[RESULT] = result
    state[OP] = op
    state[LEFT] = a
    state[RIGHT] = b
    state[FUEL] = fuel
    return status


@compiled
def run_program(
    state: Longs,
    nodes: Ints,
    heads: Ints,
    cache: Ints,
    stack: Ints,
    program: Ints,
    registers: Ints,
) -> int:
    """Run int32[lines, 4] of (operation, register, register, register for the result) from LINE on.

    Answers and resumes as `run` does; the caller starts with LINE 0 and MODE IDLE.
    """
    line = state[LINE]
    while line < program.shape[0]:
        if state[MODE] == IDLE:
            state[MODE] = CALL
            state[DEPTH] = 0
            state[OP] = program[line, 0]
            state[LEFT] = registers[program[line, 1]]
            state[RIGHT] = registers[program[line, 2]]
        status = run(state, nodes, heads, cache, stack)
        if status != DONE:
            state[LINE] = line
            return status
        state[MODE] = IDLE
        registers[program[line, 3]] = state[RESULT]
        line += 1
    state[LINE] = line
    return DONE
