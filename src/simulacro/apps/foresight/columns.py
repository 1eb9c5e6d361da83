"""What an empty cell asks for: each room says it for the column it fills.

    columns.fill_from(Column.DRILLED, next_drill)    # in AppConfig.ready

`next_drill(possibility)` gives a `NextThing`. A column that no room fills yet
says honestly what can be done without one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from simulacro.apps.foresight.models import Column, Possibility

Words = str | Promise


@dataclass(frozen=True, slots=True)
class NextThing:
    """What would fill a cell; without `url` it is done outside Simulacro."""

    words: Words
    url: str = ""


QUESTIONS: dict[Column, Words] = {
    Column.FOUND: _("Did the audit find it?"),
    Column.DRILLED: _("Have we rehearsed it, and how did it go?"),
    Column.WRITTEN: _("Is it written down what to do?"),
    Column.LIVED: _("Has it happened to us?"),
    Column.LEARNED: _("What did we learn?"),
}

WITHOUT_ROOM: dict[Column, Words] = {
    Column.FOUND: _("Ask yourselves which account, phone or person it depends on."),
    Column.DRILLED: _("Talk it through for five minutes: who does what first?"),
    Column.WRITTEN: _("Write three lines on paper: who, what, with which words."),
    Column.LIVED: _("Not so far. May it stay so."),
    Column.LEARNED: _("Nothing to learn from yet."),
}

NextTeller = Callable[[Possibility], NextThing]

_tellers: dict[Column, NextTeller] = {}


def fill_from(column: Column, teller: NextTeller) -> None:
    """Let `teller(possibility)` say what would fill an empty cell of `column`."""
    _tellers[column] = teller


def is_filled_here(column: Column) -> bool:
    """Return whether a room of Simulacro fills this column already."""
    return column in _tellers


def next_thing(column: Column, possibility: Possibility) -> NextThing:
    """Return what would fill this cell."""
    teller = _tellers.get(column)
    return teller(possibility) if teller else NextThing(WITHOUT_ROOM[column])
