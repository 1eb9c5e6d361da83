"""Weak points laid out for a list, on the screen and on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from simulacro.apps.audit.advice import FindingWords, finding_words
from simulacro.apps.audit.figures import page_language
from simulacro.apps.audit.finding_states import State
from simulacro.apps.audit.models import Finding
from simulacro.apps.audit.queries.audits import who_accepted
from simulacro.apps.audit.queries.checks import all_checks, shipped_checks
from simulacro.apps.audit.queries.inventory import inventory_of
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.audit.reading import FindingSeen
from simulacro.engines.access.inventory import Inventory


def rows_of(inventory: Inventory, rows: list[Finding], today: dt.date) -> list[dict[str, Any]]:
    """Each with its words and its state on that day: grave ones first, then by their class."""
    told, accepted_by = _told(inventory, rows), who_accepted(rows)
    listed = []
    for row in rows:
        seen, words = told[row.pk]
        state = row.state_on(today)
        listed.append(
            {
                "row": row,
                "seen": seen,
                "words": words,
                "state": state.value,
                "state_label": Finding.States(state.value).label,
                "accepted_by": accepted_by.get(row.pk, ""),
                "late": bool(row.due and row.due < today and state is State.OPEN),
            }
        )
    return sorted(
        listed,
        key=lambda x: (-x["words"].severity, int(x["seen"].code[1:]), x["words"].about),
    )


Told = dict[UUID, tuple[FindingSeen, FindingWords]]


def _told(inventory: Inventory, rows: list[Finding]) -> Told:
    """What each was seen to be, and its words: unsealed and told once, until one changes."""

    def make() -> tuple[Inventory, Told]:
        seen = {row.pk: row.seen for row in rows}
        # The inventory is kept beside, so that its id means no other.
        then = _inventories_of_what_is_gone(inventory, rows, seen)
        return inventory, {
            pk: (one, finding_words(then.get(pk, inventory), one)) for pk, one in seen.items()
        }

    # One is told at once; and the words of an added pack's check may change.
    if len(rows) == 1 or all_checks() is not shipped_checks():
        return make()[1]
    each = tuple((row.pk, row.changed_at) for row in rows)
    return _TOLD.get((id(inventory), page_language(), each), make)[1]


def _inventories_of_what_is_gone(
    inventory: Inventory, rows: list[Finding], seen: Mapping[UUID, FindingSeen]
) -> dict[UUID, Inventory]:
    """For what is about things that are there no more, the inventory of its last audit: it still
    has their names."""
    gone = [
        row
        for row in rows
        if any(x and "." not in x and x not in inventory for x in seen[row.pk].subjects)
    ]
    revisions = {row.last_audit.revision_id: row.last_audit for row in gone}
    then = {pk: inventory_of(audit.revision) for pk, audit in revisions.items()}
    return {row.pk: then[row.last_audit.revision_id] for row in gone}


_TOLD = Opened[tuple[Inventory, Told]](most=8)
