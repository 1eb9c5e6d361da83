"""What tells the rows of Murphy's list apart: a decision about a row is found again by its key.

A key rests on what has a part in the row and on nothing else, so that it outlives other changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simulacro.engines.access.murphy_rows import Row, Standing, row_key

Keyed = tuple[Row, tuple[str, ...]]
"""A row, and who is away in its hours."""


def unless_bare(standing: Standing) -> tuple[str, ...]:
    """What nothing covers any more is another row than while something did."""
    return () if standing is Standing.BARE else (standing.value,)


def told_apart(rows: Sequence[Keyed]) -> list[Row]:
    """The rows with a key of their own each. Of several of the same subjects with the same behind
    them, that of most hours keeps its key; the others add what they harm, and where that is the
    same too what falls next, who is away in them, and last what covers them."""
    found: list[Row] = []
    told: set[str] = set()
    for row, people in sorted(rows, key=lambda keyed: (-len(keyed[0].hours), _harms(keyed[0]))):
        apart: tuple[str, ...] = ()
        key = row.key
        for more in (_harms(row), (",".join(sorted(row.then)),), people, _covered(row)):
            if key not in told:
                break
            apart += more
            key = row_key(row.mode, (row.key,), (), apart)
        told.add(key)
        found.append(replace(row, key=key))
    return found


def _harms(row: Row) -> tuple[str, ...]:
    """The channels that a row harms, as text."""
    return tuple(",".join(sorted(group)) for group in (row.silences, row.locks_out, row.hijacks))


def _covered(row: Row) -> tuple[str, ...]:
    """What covers a row, as text."""
    ways = sorted("+".join((way.channel, "/", *sorted(way.requires))) for way in row.ways)
    backups = sorted(f"{x}={y}" for x, y in zip(row.subjects, row.backup, strict=False))
    return (*backups, "", *ways, str(row.backup_told))
