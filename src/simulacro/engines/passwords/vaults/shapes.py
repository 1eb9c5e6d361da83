"""Takes parts of a parsed document without trusting their shape, and without quoting them."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from simulacro.engines.passwords.vaults.problems import refuse


def parsed(text: str) -> dict[str, Any]:
    """The JSON object in ``text``. Raises UnreadableVault."""
    found: object = None
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(text)
    # Outside of the handler: the parser's error carries the whole text.
    if not isinstance(found, dict):
        raise refuse("damaged")
    return found


def group(value: object) -> dict[str, Any]:
    """A mapping, or an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """A list, or an empty one."""
    return value if isinstance(value, list) else []


def words(value: object) -> str:
    """A text, or an empty one."""
    return value if isinstance(value, str) else ""
