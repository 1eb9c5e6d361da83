"""Compile or load every kernel before somebody waits for an answer."""

from __future__ import annotations

from collections.abc import Callable


def warm(progress: Callable[[int, int], None] | None = None) -> None:
    """Make every compiled function ready: some 15 s the first time, half a second after.

    Safe from any thread, and to call again. `progress(done, total)` is told after each step.
    """
    steps = _steps()
    for done, step in enumerate(steps, start=1):
        step()
        if progress is not None:
            progress(done, len(steps))


def _steps() -> list[Callable[[], object]]:
    from simulacro.engines.diagrams.counting import counts_by_order
    from simulacro.engines.diagrams.manager import Diagrams
    from simulacro.engines.diagrams.probability import probability_grid
    from simulacro.engines.diagrams.topk import top_sets

    held: list[Diagrams] = []

    def table() -> Diagrams:
        if not held:
            held.append(Diagrams(16))
        return held[0]

    def growth() -> None:
        # just past the first table's room, so that it is filed anew
        d = Diagrams(16)
        f, i = d.var(0), 0
        while len(d) <= 1 << 12:
            i += 1
            f = d.xor(d.or_(d.not_(f), d.var(i * 5 % 16)), d.and_(d.var(i % 16), d.var(i * 7 % 16)))
            f = d.xor(f, d.at_least(4, [d.var((i * j) % 16) for j in range(1, 9)]))

    def family() -> None:
        d = table()
        z = d.minimal_sets(d.or_(d.var(0), d.and_(d.var(1), d.var(2))))
        counts_by_order(d, z)

    def ranking() -> None:
        d = table()
        top_sets(d, d.minimal_sets(d.or_(d.var(0), d.var(1))), [0.5] * 16, 2)

    def grid() -> None:
        d = table()
        probability_grid(d, d.or_(d.var(0), d.var(1)), [[0.5]] * 16)

    return [table, growth, family, ranking, grid]
