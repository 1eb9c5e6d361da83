"""The calendar of drills: cadences, decay, coverage, and dates by constraint programming.

`plan_drills` is the whole journey; `growth`, `shares` and `standings` tell a page where a brand is
without planning anything.
"""

from simulacro.engines.planning.cadences import (
    DEFAULT_CADENCES,
    Cadence,
    Format,
    Period,
    Unit,
    periods,
)
from simulacro.engines.planning.choosing import Why
from simulacro.engines.planning.coverage import Share, Universe, Week, growth, shares, universe
from simulacro.engines.planning.dating import Day, Habits, Person
from simulacro.engines.planning.decay import (
    Change,
    ChangeKind,
    Done,
    Light,
    Standing,
    standings,
    to_repeat,
)
from simulacro.engines.planning.plan import Plan, Slot, Wishes, plan_drills

__all__ = [
    "DEFAULT_CADENCES",
    "Cadence",
    "Change",
    "ChangeKind",
    "Day",
    "Done",
    "Format",
    "Habits",
    "Light",
    "Period",
    "Person",
    "Plan",
    "Share",
    "Slot",
    "Standing",
    "Unit",
    "Universe",
    "Week",
    "Why",
    "Wishes",
    "growth",
    "periods",
    "plan_drills",
    "shares",
    "standings",
    "to_repeat",
    "universe",
]
