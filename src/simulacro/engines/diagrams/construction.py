"""Many operations on a table as one compiled run, advanced in bounded pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from simulacro.engines.diagrams.manager import Diagrams


class Construction:
    """A program under way in a table; nothing else may use the table until it is done."""

    def __init__(
        self, d: Diagrams, program: NDArray[np.int32], registers: NDArray[np.int32]
    ) -> None:
        self.diagrams = d
        self.registers = registers
        self._program = program
        kernel, state = d._kernel, d._state
        state[kernel.LINE] = 0
        state[kernel.MODE] = kernel.IDLE

    @property
    def lines_done(self) -> int:
        """How many lines of the program are finished."""
        return int(self.diagrams._state[self.diagrams._kernel.LINE])

    def advance(self, steps: int | None = None) -> bool:
        """Go on for at most `steps` descents (None: to the end); True once all lines are done."""
        d = self.diagrams
        kernel = d._kernel

        def run() -> int:
            status = kernel.run_program(
                d._state, d._nodes, d._heads, d._cache, d._stack, self._program, self.registers
            )
            return int(status)

        return d._drive(run, steps)
