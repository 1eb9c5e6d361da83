"""The acts that can be taken back, and how."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

# (scope, payload, actor): takes the act back through the app's own services, which
# check the right of `actor` again. Raises CannotUndo where the world has moved on.
Undo = Callable[[uuid.UUID, Mapping[str, Any], Any], None]

ACTS: dict[str, Undo] = {}


class CannotUndo(Exception):
    """Why the act cannot be taken back: a translated sentence for the person."""


def undoes(act: str) -> Callable[[Undo], Undo]:
    """Declare the function below as the way back from `act`."""

    def declare(function: Undo) -> Undo:
        if act in ACTS and ACTS[act].__qualname__ != function.__qualname__:
            raise ValueError(f"{act}: two functions undo it")
        ACTS[act] = function
        return function

    return declare
