"""The cycle: four steps and the antennas, and what each knows of a brand.

No room imports another, yet the rail and the home page speak of all of them.
So each app says, in its `AppConfig.ready`, what it knows:

    cycle.tell_status(Step.AUDIT, audit_status)      # (brand, viewer) -> Status
    cycle.suggest(next_for_audit)                    # (brand, viewer) -> Suggestion | None

A step about which no app speaks is not built yet, and the pages say so.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from simulacro.kit.page_memory import once

Words = str | Promise


class Step(Enum):
    """The places of the cycle, in its order; the value names icon and address."""

    AUDIT = "audit"
    DRILLS = "drills"
    PLAN = "plan"
    REVIEW = "review"
    ANTENNAS = "antennas"

    @property
    def label(self) -> Words:
        return LABELS[self]

    @property
    def purpose(self) -> Words:
        """One sentence: what the step is for."""
        return PURPOSES[self]


LABELS: dict[Step, Words] = {
    Step.AUDIT: _("Audit"),
    Step.DRILLS: _("Drills"),
    Step.PLAN: _("Plan"),
    Step.REVIEW: _("Take advantage"),
    Step.ANTENNAS: _("Antennas"),
}

PURPOSES: dict[Step, Words] = {
    Step.AUDIT: _("Find out what could leave you without a voice, before it happens."),
    Step.DRILLS: _("Rehearse the bad day on a good day."),
    Step.PLAN: _("Write down what to do in case of…, so nobody has to think at 2 a.m."),
    Step.REVIEW: _("Turn what happened into what you know, and use the attention well."),
    Step.ANTENNAS: _("Listen all the time, and tell a storm from a drizzle."),
}


@dataclass(frozen=True, slots=True)
class Status:
    """What a step knows of a brand today.

    `knows` is a sentence; `needs` a few words for the rail on what it wants
    from this person today, empty when nothing; `url` opens the step's room, and
    is empty where this person may not. `at_a_glance` is said instead of `knows`
    to somebody whose second factor was given long ago, where that gives away
    something; empty where it does not.
    """

    knows: Words
    url: str
    needs: Words = ""
    at_a_glance: Words = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The next best thing to do, as one app sees it.

    `urgency` runs from 0 (some day) to 100 (now); the highest is shown, and
    between equals the one told first.
    """

    title: Words
    why: Words
    label: Words
    url: str
    urgency: int


@dataclass(frozen=True, slots=True)
class Place:
    """A step as the pages show it: `status` is None where it is not built."""

    step: Step
    number: int | None
    status: Status | None
    built: bool


StatusTeller = Callable[[Any, Any], Status]
Suggester = Callable[[Any, Any], Suggestion | None]

_tellers: dict[Step, StatusTeller] = {}
_suggesters: list[Suggester] = []


def tell_status(step: Step, teller: StatusTeller) -> None:
    """Let `teller(brand, viewer)` say what `step` knows; the last one told wins."""
    _tellers[step] = teller


def suggest(suggester: Suggester) -> None:
    """Let `suggester(brand, viewer)` propose the next thing to do."""
    if suggester not in _suggesters:
        _suggesters.append(suggester)


def outline() -> list[Place]:
    """Return the five places without a brand: what there is, for a newcomer."""
    return [
        Place(step=step, number=_number(step), status=None, built=step in _tellers) for step in Step
    ]


def places(brand: Any, viewer: Any) -> list[Place]:
    """Return the five places in the order of the cycle."""
    # The rail asks for them on every page, the home page once more.
    return once(brand, ("places", viewer), partial(_places, brand, viewer))


def _places(brand: Any, viewer: Any) -> list[Place]:
    return [
        Place(
            step=step,
            number=_number(step),
            status=_tellers[step](brand, viewer) if step in _tellers else None,
            built=step in _tellers,
        )
        for step in Step
    ]


def at_a_glance(told: list[Place]) -> list[Place]:
    """The places as a screen may show them that somebody else could be looking at."""
    return [
        replace(place, status=replace(place.status, knows=place.status.at_a_glance))
        if place.status is not None and place.status.at_a_glance
        else place
        for place in told
    ]


def _number(step: Step) -> int | None:
    # The antennas are always up: they are no step.
    return None if step is Step.ANTENNAS else list(Step).index(step) + 1


def next_best(brand: Any, viewer: Any) -> Suggestion | None:
    """Return the most urgent suggestion; None when nobody has one."""
    found = [one for one in (tell(brand, viewer) for tell in _suggesters) if one is not None]
    return max(found, key=lambda suggestion: suggestion.urgency, default=None)
