"""Weak points laid out for a list, on the screen and on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from simulacro.apps.audit.advice import finding_words
from simulacro.apps.audit.finding_states import State
from simulacro.apps.audit.models import Finding
from simulacro.engines.access.inventory import Inventory


def rows_of(inventory: Inventory, rows: list[Finding], today: dt.date) -> list[dict[str, Any]]:
    """Each with its words and its state on that day: grave ones first, then by their class."""
    listed = []
    for row in rows:
        words = finding_words(inventory, row.seen)
        state = row.state_on(today)
        listed.append(
            {
                "row": row,
                "words": words,
                "state": state.value,
                "state_label": Finding.States(state.value).label,
                "late": bool(row.due and row.due < today and state is State.OPEN),
            }
        )
    return sorted(
        listed,
        key=lambda x: (-x["words"].severity, int(x["row"].seen.code[1:]), x["words"].about),
    )
