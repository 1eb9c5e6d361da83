"""The days ahead of a brand, solved and kept warm for a while: switches answer at once."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

from simulacro.apps.audit import queries
from simulacro.apps.audit.people_for_rotas import people_of, usual_week
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.availability import queries as availability
from simulacro.apps.availability.dates import Event, EventKind
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.content.rates import default_rates
from simulacro.engines.access.inventory import Inventory, Kind
from simulacro.engines.availability.pattern import Availability
from simulacro.engines.availability.rota import Holiday, Rota

if TYPE_CHECKING:
    from simulacro.apps.audit.day_rows import DayRow
    from simulacro.apps.audit.models import Audit
    from simulacro.engines.access.chances import FloatArray
    from simulacro.engines.access.lights import Light
    from simulacro.engines.access.outlook import Cut, Lit, Outlook
    from simulacro.engines.access.rules import Bound
    from simulacro.engines.availability.clocks import LocalHours

DAYS = 90
KEPT = 16
KEPT_S = 3600.0
# An interactive page waits for no larger one: about two seconds of work.
STEPS = 20_000_000


class TooLarge(Exception):
    """The inventory is too large to be solved hour by hour while a page waits."""


@dataclass
class Study:
    """One brand's hours solved, with what marks its days. Only one thread at a time."""

    inventory: Inventory
    outlook: Outlook
    events: tuple[Event, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    lock: threading.Lock = field(default_factory=threading.Lock)
    alone: dict[str, list[tuple[Light, float]]] = field(default_factory=dict)
    # The days in words, by the lights that are on, what is looked at and the language.
    told: Opened[list[DayRow]] = field(default_factory=lambda: Opened(most=8))
    # The same hours with what nobody knows at its best; solved when first asked for.
    _best: list[Outlook | None] = field(default_factory=list)

    @property
    def hours(self) -> LocalHours:
        return self.outlook.hours

    @property
    def lights(self) -> Sequence[Light]:
        return self.outlook.lights

    def lit(self, keys: Iterable[str]) -> tuple[Lit, list[Light]]:
        """The brand under the lights of these short names, and which those are."""
        wanted = set(keys)
        chosen = [light for light in self.lights if name_of(light) in wanted]
        return self.outlook.under(chosen), chosen

    @property
    def uncertain(self) -> bool:
        """Whether any hour rests on something that nobody said."""
        from simulacro.engines.access.audit import has_unknowns

        return has_unknowns(self.outlook.dark.inventory) or any(
            rota.free_days and rota.on_holidays is None for rota in self.outlook.dark.rotas.values()
        )

    def at_best(self, chosen: Iterable[Light], subject: str) -> FloatArray | None:
        """The chance of silence at each moment under some lights, with all that nobody knows at
        its best; None where nothing is unknown, or it is too large to be told."""
        if not self.uncertain:
            return None
        if not self._best:
            self._best.append(self._solved_at_best())
        best = self._best[0]
        return None if best is None else best.chance(best.under(chosen), subject)

    def depends(self, chosen: Iterable[Light], subject: str) -> bool:
        """Whether what nobody knows moves some moment by more than its figure is rounded."""
        lights = list(chosen)
        best = self.at_best(lights, subject)
        if best is None:
            return self.uncertain
        worst = self.outlook.chance(self.outlook.under(lights), subject)
        return bool((worst - best > 5e-4).any())

    def _solved_at_best(self) -> Outlook | None:
        from simulacro.engines.access.rules import Bound

        first, days = self.hours.first, self.hours.days
        rotas = self.outlook.dark.rotas
        try:
            return solve_hours(self.inventory, first, days, rotas, self.events, Bound.BEST)
        except TooLarge:
            return None

    def falls(self, subject: str) -> list[tuple[Light, float]]:
        """By how much each light alone lowers the mean chance, the most first."""
        if subject not in self.alone:
            dark = float(self.outlook.chance(self.outlook.dark, subject).mean())
            found = []
            for light in self.lights:
                lit = self.outlook.under([light])
                found.append((light, dark - float(self.outlook.chance(lit, subject).mean())))
            self.alone[subject] = sorted(found, key=lambda x: (-x[1], x[0].key))
        return self.alone[subject]


def name_of(light: Light) -> str:
    """A short name for addresses: it tells nothing of the inventory to whoever keeps the log."""
    return _short_name(light.key)


@lru_cache(maxsize=4096)
def _short_name(key: str) -> str:
    return salted_hmac("simulacro.audit.light", key, algorithm="sha256").hexdigest()[:10]


_kept: OrderedDict[tuple[Any, ...], tuple[float, Study]] = OrderedDict()
_keeping = threading.Lock()
_DIGESTS = Opened[tuple[Inventory, str]](most=8)


def days_ahead(brand: Brand, now: dt.datetime) -> Study | None:
    """The next 90 days of the brand, by the inventory of its latest audit, as its other pages; by
    the current one before the first audit, None before there is any.

    What is dated (absences, journeys, holidays) is today's. Raises TooLarge.
    """
    audit = queries.latest_audit(brand)
    inventory = queries.inventory_of(audit.revision) if audit else queries.current_inventory(brand)
    if inventory is None or not inventory.channels:
        return None
    first = now.astimezone(ZoneInfo(inventory.brand.zone)).date()
    last = first + dt.timedelta(days=DAYS - 1)
    rotas = availability.rotas(brand, first, last, people_of(brand, inventory))
    events = tuple(event for _row, event in availability.events(brand))
    holidays = availability.holidays(brand, first, last)
    return _study(brand, inventory, first, DAYS, rotas, events, holidays)


def usual_days(brand: Brand, inventory: Inventory, monday: dt.date) -> Study:
    """The reference week of an inventory, with nothing dated. Raises TooLarge."""
    alike: dict[Availability | None, Rota] = {}
    rotas = {}
    for person in inventory.of_kind(Kind.PERSON):
        pattern = usual_week(inventory, person.id)
        rotas[person.id] = alike.setdefault(pattern, Rota(pattern, inventory.brand.zone))
    return _study(brand, inventory, monday, 7, rotas, (), ())


def week_of_audit(brand: Brand, audit: Audit, inventory: Inventory) -> Study | None:
    """The reference week that an audit solved; None where it is too large to be looked at."""
    from simulacro.engines.access.chances import monday_of

    monday = monday_of(inventory.facts or day_of(brand, audit.created_at))
    try:
        return usual_days(brand, inventory, monday)
    except TooLarge:
        return None


def best_of_the_week(brand: Brand, audit: Audit, inventory: Inventory) -> list[float] | None:
    """The week's chances with all that nobody knows at its best; None where that is not known."""
    study = week_of_audit(brand, audit, inventory) if inventory.channels else None
    if study is None:
        return None
    with study.lock:
        best = study.at_best((), "")
    return None if best is None else best.tolist()


def cuts_of(events: Iterable[Event]) -> tuple[Cut, ...]:
    """The works among the dates: what they cut off is known to be down."""
    from simulacro.engines.access.outlook import Cut

    return tuple(
        Cut(event.asset, event.start, event.end)
        for event in events
        if event.kind is EventKind.WORKS and event.asset
    )


def solve_hours(
    inventory: Inventory,
    first: dt.date,
    days: int,
    rotas: Mapping[str, Rota],
    events: Iterable[Event] = (),
    bound: Bound | None = None,
) -> Outlook:
    """Solve the hours with every light that could be switched on, what nobody knows at its worst
    or by another bound. Raises TooLarge."""
    # The engine and its arrays are slow to load, and needed only here.
    from simulacro.engines.access.budget import Budget
    from simulacro.engines.access.lights import lights_for
    from simulacro.engines.access.needed import what_channels_need
    from simulacro.engines.access.outlook import Outlook
    from simulacro.engines.access.rules import Bound as Bounds
    from simulacro.engines.availability.clocks import local_hours
    from simulacro.engines.diagrams import BudgetExceeded

    needed = what_channels_need(inventory)
    try:
        return Outlook(
            needed,
            default_rates(),
            rotas,
            local_hours(inventory.brand.zone, first, days),
            lights=lights_for(needed, rotas),
            cuts=cuts_of(events),
            bound=bound or Bounds.WORST,
            budget=Budget(steps=STEPS),
        )
    except BudgetExceeded as beyond:
        raise TooLarge from beyond


def _study(
    brand: Brand,
    inventory: Inventory,
    first: dt.date,
    days: int,
    rotas: Mapping[str, Rota],
    events: tuple[Event, ...],
    holidays: tuple[Holiday, ...],
) -> Study:
    from simulacro.engines.access.audit import inventory_digest

    # The inventory is kept beside, so that its id means no other.
    _inventory, digest = _DIGESTS.get(
        id(inventory), lambda: (inventory, inventory_digest(inventory))
    )
    # Most people share a rota, and to hash one takes a while.
    different = {id(rota): rota for rota in rotas.values()}
    places = {one: place for place, one in enumerate(different)}
    who = tuple((person, places[id(rota)]) for person, rota in rotas.items())
    key = (brand.pk, digest, first, days, who, tuple(different.values()), events)
    now = time.monotonic()
    with _keeping:
        for old in [k for k, (at, _study) in _kept.items() if now - at > KEPT_S]:
            del _kept[old]
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key][1]
    study = Study(inventory, solve_hours(inventory, first, days, rotas, events), events, holidays)
    with _keeping:
        _kept[key] = (now, study)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return study
