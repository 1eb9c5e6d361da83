"""What makes old practice stale: each room tells the changes that it knows of.

changes.tell(inventory_changes)      # AppConfig.ready: (brand) -> changes
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulacro.apps.brands.models import Brand


@dataclass(frozen=True, slots=True)
class PracticeChange:
    """On `day` the team, its `kind` (staff, inventory, manual), was no longer what it was.

    `capabilities` are those that it touches; none means all.
    """

    day: dt.date
    kind: str
    capabilities: tuple[str, ...] = ()


Teller = Callable[[Brand], Sequence[PracticeChange]]
_tellers: list[Teller] = []


def tell(teller: Teller) -> None:
    """Let a room tell of changes."""
    if teller not in _tellers:
        _tellers.append(teller)


def changes_of(brand: Brand) -> list[PracticeChange]:
    """Every change that a room tells, by day."""
    return sorted(
        (change for teller in _tellers for change in teller(brand)), key=lambda c: (c.day, c.kind)
    )
