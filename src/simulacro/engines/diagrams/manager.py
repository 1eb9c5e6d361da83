"""`Diagrams`: one table of decision diagrams, with its memory, its budget and its operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NewType

import numpy as np

from simulacro.engines.diagrams.construction import Construction

if TYPE_CHECKING:
    from numpy.typing import NDArray

Function = NewType("Function", int)
"""A Boolean function: the root of a binary decision diagram. Equal functions are equal numbers."""

Family = NewType("Family", int)
"""A family of sets: the root of a zero-suppressed diagram. Equal families are equal numbers."""

FALSE = Function(0)
TRUE = Function(1)
NO_SETS = Family(0)
ONLY_THE_EMPTY_SET = Family(1)

_SLICE = 1 << 18
_MOST_NODES = 1 << 30
_LARGEST_CACHE = 1 << 22


class BudgetExceeded(Exception):
    """The work would need more nodes or steps than it may use; nothing of it is half done.

    Facts: `nodes` and `steps` used by then, `max_nodes` and `max_steps` allowed (None: no limit).
    """

    def __init__(
        self, *, nodes: int, steps: int, max_nodes: int | None, max_steps: int | None
    ) -> None:
        self.nodes = nodes
        self.steps = steps
        self.max_nodes = max_nodes
        self.max_steps = max_steps
        super().__init__(
            f"the diagram needs more than {max_nodes} nodes"
            if max_nodes is not None and nodes >= max_nodes
            else f"the diagram needs more than {max_steps} steps"
        )


class Stopped(Exception):
    """`should_stop` said yes; the table is whole and can be used again."""


class Diagrams:
    """A table of diagrams over the variables 0 … nvars − 1, ordered by number from the root down.

    Hash-consed (Bryant 1986, Minato 1993): the same function is always the same number, so `==` is
    equivalence. The table only grows; it is dropped as a whole. The same calls make the same
    numbers on any machine. A table belongs to one thread at a time; compiled work releases the
    GIL and uses no C stack to speak of, so any thread will do.

    Args:
        nvars: number of variables, at least 0.
        max_nodes: rows the table may hold (16 bytes each, about 48 with its indexes), the two
            constants included; at most 2³⁰.
        max_steps: descents allowed over the table's life; None for no limit. Unlike seconds, it
            makes a bounded attempt deterministic.
        should_stop: asked about every 50 ms of work; True raises `Stopped`.

    Raises (any operation): `BudgetExceeded`, `Stopped`.

    >>> d = Diagrams(3)
    >>> either = d.or_(d.var(0), d.and_(d.var(1), d.var(2)))
    >>> d.sets(d.minimal_sets(either))
    [(0,), (1, 2)]
    >>> d.dual(d.dual(either)) == either
    True
    """

    def __init__(
        self,
        nvars: int,
        *,
        max_nodes: int = 1 << 24,
        max_steps: int | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        from simulacro.engines.diagrams import kernel, sweeps

        if nvars < 0:
            raise ValueError(f"nvars is {nvars}; it must be at least 0")
        if not 2 <= max_nodes <= _MOST_NODES:
            raise ValueError(f"max_nodes is {max_nodes}; it must be within 2 and {_MOST_NODES}")
        self.nvars = nvars
        self.max_nodes = max_nodes
        self.max_steps = max_steps
        self.should_stop = should_stop
        self.steps = 0
        self._kernel = kernel
        self._sweeps = sweeps
        capacity = min(1 << 12, max_nodes)
        self._nodes = np.empty((capacity, 4), np.int32)
        self._nodes[0] = (kernel.TERMINAL, 0, 0, 0)
        self._nodes[1] = (kernel.TERMINAL, 1, 1, 0)
        self._heads = np.zeros(1 << 12, np.int32)
        self._cache = np.zeros((1 << 12, 4), np.int32)
        self._stack = np.empty((2 * nvars + 16, kernel.FRAME_SIZE), np.int32)
        self._state = np.zeros(kernel.STATE_SIZE, np.int64)
        self._state[kernel.COUNT] = 2
        self._state[kernel.CAPACITY] = capacity
        self._state[kernel.BUCKET_MASK] = self._heads.shape[0] - 1
        self._state[kernel.CACHE_MASK] = self._cache.shape[0] - 1
        self._variables: dict[int, Function] = {}

    def __len__(self) -> int:
        """Rows in use, the two constants included."""
        return int(self._state[self._kernel.COUNT])

    # -- functions ---------------------------------------------------------------------------

    def var(self, i: int) -> Function:
        """The function that is true where variable `i` is."""
        known = self._variables.get(i)
        if known is None:
            if not 0 <= i < self.nvars:
                raise IndexError(f"variable {i} is not among 0 … {self.nvars - 1}")
            known = self._variables[i] = Function(self._make(i, 1, 0))
        return known

    def variables(self) -> NDArray[np.int32]:
        """`var` of every variable at once, int32[nvars]."""
        rows = np.zeros(self.nvars, np.int32)
        while not self._kernel.make_variables(self._state, self._nodes, self._heads, rows):
            self._grow()
        return rows

    def and_(self, *functions: Function) -> Function:
        """True where all are; TRUE of none."""
        result = 1
        for f in functions:
            result = self._operate(self._kernel.AND, result, f)
        return Function(result)

    def or_(self, *functions: Function) -> Function:
        """True where any is; FALSE of none."""
        result = 0
        for f in functions:
            result = self._operate(self._kernel.OR, result, f)
        return Function(result)

    def xor(self, f: Function, g: Function) -> Function:
        """True where exactly one is."""
        return Function(self._operate(self._kernel.XOR, f, g))

    def not_(self, f: Function) -> Function:
        """True where `f` is false."""
        return Function(self._operate(self._kernel.NOT, f, 0))

    def ite(self, f: Function, g: Function, h: Function) -> Function:
        """`g` where `f` is true, `h` elsewhere."""
        return self.or_(self.and_(f, g), self.and_(self.not_(f), h))

    def at_least(self, k: int, functions: Sequence[Function]) -> Function:
        """True where `k` or more of `functions` are; TRUE for k ≤ 0, FALSE for too large a k."""
        if k <= 0:
            return TRUE
        if k > len(functions):
            return FALSE
        # row[j]: at least j of the functions seen so far
        row = [TRUE, *[FALSE] * k]
        for seen, f in enumerate(functions):
            # what can still matter: j met so far, and the rest enough for k
            least = max(1, k - (len(functions) - seen - 1))
            for j in range(min(k, seen + 1), least - 1, -1):
                row[j] = self.or_(row[j], self.and_(f, row[j - 1]))
        return row[k]

    def dual(self, f: Function) -> Function:
        """The dual, not f(not x): what must fail for f to fail. Its own inverse."""
        return Function(self._operate(self._kernel.DUAL, f, 0))

    def restrict(self, f: Function, fixed: Mapping[int, bool]) -> Function:
        """`f` with the variables of `fixed` set; the result does not depend on them."""
        cube = 1
        for i in sorted(fixed, reverse=True):
            if not 0 <= i < self.nvars:
                raise IndexError(f"variable {i} is not among 0 … {self.nvars - 1}")
            cube = self._make(i, cube, 0) if fixed[i] else self._make(i, 0, cube)
        return Function(self._operate(self._kernel.RESTRICT, f, cube))

    def evaluate(self, f: Function, true: Sequence[int] | set[int] | frozenset[int]) -> bool:
        """Whether `f` is true where exactly the variables of `true` are."""
        at = int(f)
        chosen = set(true)
        while at > 1:
            variable, high, low = self.node(at)
            at = high if variable in chosen else low
        return at == 1

    def support(self, f: Function) -> tuple[int, ...]:
        """The variables on which `f` depends (or which a family mentions), ascending."""
        rows, _ = self.reachable(f)
        return tuple(int(v) for v in np.unique(self._nodes[rows, 0]))

    # -- families of sets --------------------------------------------------------------------

    def minimal_sets(self, f: Function, *, monotone: bool = False) -> Family:
        """The minimal sets of variables which, when true, can make `f` true.

        For a monotone `f` (and, or, at-least of plain variables) these are its minimal cut sets.
        For any other they are the minimal sets S for which some solution of `f` has exactly S
        true: what failed, whatever must also have kept working (the monotone hull).

        Args:
            monotone: pass True only where `f` is known to be so: the quicker algorithm (Rauzy
                1993, "New algorithms for fault trees analysis") is then right, else it is not.

        >>> d = Diagrams(2)
        >>> d.sets(d.minimal_sets(d.xor(d.var(0), d.var(1))))
        [(0,), (1,)]
        """
        op = self._kernel.MINIMAL_MONOTONE if monotone else self._kernel.MINIMAL_ANY
        return Family(self._operate(op, f, 0))

    def union(self, a: Family, b: Family) -> Family:
        """The sets that are in `a` or in `b`."""
        return Family(self._operate(self._kernel.UNION, a, b))

    def nonsupersets(self, a: Family, b: Family) -> Family:
        """The sets of `a` that include no set of `b`."""
        return Family(self._operate(self._kernel.NONSUPERSETS, a, b))

    def sets(self, z: Family, *, limit: int = 10_000) -> list[tuple[int, ...]]:
        """The sets of `z` in lexicographic order, for small families.

        Raises ValueError where there are more than `limit`: use `counts_by_order`, `top_sets`.
        """
        found: list[tuple[int, ...]] = []
        todo: list[tuple[int, tuple[int, ...]]] = [(int(z), ())]
        while todo:
            at, chosen = todo.pop()
            if at == 1:
                found.append(chosen)
                if len(found) > limit:
                    raise ValueError(f"the family has more than {limit} sets")
            elif at:
                variable, high, low = self.node(at)
                todo += [(low, chosen), (high, (*chosen, variable))]
        return sorted(found)

    # -- for the modules beside this one -----------------------------------------------------

    def node(self, root: int) -> tuple[int, int, int]:
        """(variable, high, low) of an inner row."""
        variable, high, low, _ = self._nodes[root].tolist()
        return variable, high, low

    def size(self, root: int) -> int:
        """Inner nodes under `root`."""
        return len(self.reachable(root)[0])

    def reachable(self, root: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Rows under `root`, children first, and each row's position in a sweep (see `sweeps`)."""
        rows, position = self._sweeps.reachable(self._nodes, int(root))
        return rows, position

    @property
    def nodes(self) -> NDArray[np.int32]:
        """The table itself, int32[capacity, 4]; read only, and stale after the next operation."""
        return self._nodes

    # -- the machine -------------------------------------------------------------------------

    def _make(self, variable: int, high: int, low: int) -> int:
        while True:
            row = int(self._kernel.make(self._state, self._nodes, self._heads, variable, high, low))
            if row >= 0:
                return row
            self._grow()

    def _operate(self, op: int, left: int, right: int) -> int:
        kernel, state = self._kernel, self._state
        state[kernel.MODE] = kernel.CALL
        state[kernel.DEPTH] = 0
        state[kernel.OP] = op
        state[kernel.LEFT] = left
        state[kernel.RIGHT] = right

        def run() -> int:
            return int(kernel.run(state, self._nodes, self._heads, self._cache, self._stack))

        self._drive(run, None)
        return int(state[kernel.RESULT])

    def start(self, program: NDArray[np.int32], registers: NDArray[np.int32]) -> Construction:
        """Many operations as one compiled run, to be advanced in bounded pieces.

        Args:
            program: int32[lines, 4], each (operation of `kernel`, register, register, register
                for the result).
            registers: int32[n], the roots to start from; results are written into it.
        """
        return Construction(self, program, registers)

    def _drive(self, run: Callable[[], int], pause_after: int | None) -> bool:
        """Let the machine run to its end (True) or for `pause_after` steps at most (False)."""
        kernel, state = self._kernel, self._state
        end = None if pause_after is None else self.steps + pause_after
        while True:
            fuel = _SLICE
            if self.max_steps is not None:
                fuel = min(fuel, self.max_steps - self.steps)
            if end is not None:
                fuel = min(fuel, end - self.steps)
            state[kernel.FUEL] = fuel
            status = run()
            self.steps += fuel - int(state[kernel.FUEL])
            if status == kernel.DONE:
                return True
            if status == kernel.FULL:
                self._grow()
            elif self.max_steps is not None and self.steps >= self.max_steps:
                raise self._exceeded()
            elif end is not None and self.steps >= end:
                return False
            if self.should_stop is not None and self.should_stop():
                raise Stopped

    def _grow(self) -> None:
        kernel, state = self._kernel, self._state
        count = int(state[kernel.COUNT])
        if count >= self.max_nodes:
            raise self._exceeded()
        capacity = min(4 * count, self.max_nodes)
        nodes = np.empty((capacity, 4), np.int32)
        nodes[:count] = self._nodes[:count]
        buckets = 1 << (capacity - 1).bit_length()
        heads = np.zeros(buckets, np.int32)
        kernel.rehash(nodes, heads, count)
        self._nodes, self._heads = nodes, heads
        state[kernel.CAPACITY] = capacity
        state[kernel.BUCKET_MASK] = buckets - 1
        slots = min(buckets, _LARGEST_CACHE)
        if slots > self._cache.shape[0]:
            cache = np.zeros((slots, 4), np.int32)
            kernel.refile(self._cache, cache)
            self._cache = cache
            state[kernel.CACHE_MASK] = slots - 1

    def _exceeded(self) -> BudgetExceeded:
        return BudgetExceeded(
            nodes=len(self),
            steps=self.steps,
            max_nodes=self.max_nodes,
            max_steps=self.max_steps,
        )
