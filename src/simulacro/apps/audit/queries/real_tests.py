"""Where each real test of a brand stands: never tried, planned, passed a while ago, failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from django.utils.crypto import salted_hmac

from simulacro.apps.audit.models import RealTestTry
from simulacro.apps.audit.queries.inventory import current_inventory
from simulacro.apps.audit.reading import FindingSeen
from simulacro.apps.brands.models import Brand
from simulacro.apps.packs.queries import SHIPPED, installed_packs, shipped_pack
from simulacro.content.real_tests import RealTest, real_test_from
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.effect_marks import MARK
from simulacro.engines.access.inventory import Asset, Inventory
from simulacro.engines.access.predicates import Scene

Outcome = RealTestTry.Outcome
WHOLE_BRAND: Final = ""
Pair = tuple[str, str]


class Stand(StrEnum):
    """How a test of a subject stands, the most pressing first."""

    FAILED = "failed"
    LATE = "late"
    STALE = "stale"
    PLANNED = "planned"
    NEVER = "never"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Standing:
    """A test of a subject (None: the brand as a whole) on a day.

    `plan` is the try that waits for its day; `last` the newest that passed or failed.
    """

    test: RealTest
    subject: Asset | None
    plan: RealTestTry | None
    last: RealTestTry | None
    day: dt.date

    @property
    def pair(self) -> Pair:
        return self.test.id, self.subject.id if self.subject else WHOLE_BRAND

    @property
    def age_days(self) -> int | None:
        """Days since it last passed or failed."""
        done = self.last.done_at if self.last else None
        return max(0, (self.day - done.date()).days) if done else None

    @property
    def again_on(self) -> dt.date | None:
        """The day from which a passed one no longer counts."""
        done = self.last.done_at if self.last else None
        return done.date() + dt.timedelta(days=self.test.again_after_days) if done else None

    @property
    def stand(self) -> Stand:
        planned_for = self.plan.planned_for if self.plan else None
        if planned_for is not None and planned_for < self.day:
            return Stand.LATE
        if self.last is not None and self.last.outcome == Outcome.FAILED:
            return Stand.PLANNED if planned_for else Stand.FAILED
        if planned_for is not None:
            return Stand.PLANNED
        if self.last is None:
            return Stand.NEVER
        again = self.again_on
        return Stand.STALE if again is not None and again <= self.day else Stand.PASSED

    @property
    def has_failed(self) -> bool:
        """The last word on it is that it failed, whatever is planned."""
        return self.last is not None and self.last.outcome == Outcome.FAILED

    @property
    def rank(self) -> tuple[int, int, int, int, str, str]:
        """What to try first: failed and late, then grave, then the main channels, then quick."""
        order = list(Stand).index(self.stand)
        primary = bool(self.subject and self.subject.primary)
        return (order, -self.test.severity, -int(primary), self.test.minutes, *self.pair)


@cache
def shipped_real_tests() -> Mapping[str, RealTest]:
    items = [item for name in SHIPPED for item in shipped_pack(name).section("real_tests")]
    return {item.id: real_test_from(item) for item in items}


def all_real_tests() -> Mapping[str, RealTest]:
    """Every real test by its id: those which ship, then those of packs that were added."""
    added = [item for pack in installed_packs() for item in pack.section("real_tests")]
    return {**shipped_real_tests(), **{item.id: real_test_from(item) for item in added}}


def real_test_pair(brand: Brand, test: str, subject: str) -> str:
    """What tries of one test of one subject share; tells nothing without the secret."""
    salt = f"simulacro.real_tests.{brand.id}"
    return salted_hmac(salt, f"{test}\0{subject}", algorithm="sha256").hexdigest()


def triable(inventory: Inventory) -> Iterator[tuple[RealTest, Asset | None]]:
    """Every test with what it can be tried on. What an agency shares, and what an answer added
    to the map, is not tried by a brand."""
    tests = list(all_real_tests().values())
    whole = Scene(inventory)
    for test in tests:
        if test.applies(whole):
            yield test, None
    for asset in inventory.assets:
        if not asset.id.startswith((SHARED, f"{MARK}.")):
            scene = whole.about(asset.id)
            for test in tests:
                if test.applies(scene):
                    yield test, asset


def real_test_standings(
    brand: Brand, day: dt.date, inventory: Inventory | None = None
) -> list[Standing]:
    """Where every test of the brand stands, what presses first; none before an inventory."""
    inventory = inventory or current_inventory(brand)
    if inventory is None:
        return []
    plans: dict[str, RealTestTry] = {}
    last: dict[str, RealTestTry] = {}
    rows = RealTestTry.objects.filter(brand=brand).select_related("who", "done_by")
    told = rows.exclude(outcome=Outcome.POSTPONED).defer("note", "photos")
    for row in told.order_by("-done_at", "-created_at"):
        (plans if row.outcome == Outcome.PLANNED else last).setdefault(row.pair, row)
    found = []
    for test, subject in triable(inventory):
        pair = real_test_pair(brand, test.id, subject.id if subject else WHOLE_BRAND)
        found.append(Standing(test, subject, plans.get(pair), last.get(pair), day))
    return sorted(found, key=lambda standing: standing.rank)


def tries_of(brand: Brand, test: str, subject: str) -> list[RealTestTry]:
    """Every try of one test of one subject, the newest first."""
    rows = RealTestTry.objects.filter(brand=brand, pair=real_test_pair(brand, test, subject))
    return list(rows.select_related("who", "done_by", "revision"))


def to_try_next(standings: list[Standing], most: int) -> list[Standing]:
    """The few to propose: each test once, so that one phone does not fill the page."""
    chosen: dict[str, Standing] = {}
    for standing in standings:
        if standing.stand in (Stand.FAILED, Stand.LATE, Stand.STALE, Stand.NEVER):
            chosen.setdefault(standing.test.id, standing)
    return list(chosen.values())[:most]


def findings_of_real_tests(
    brand: Brand, day: dt.date, inventory: Inventory
) -> tuple[FindingSeen, ...]:
    """A weak point for every test whose last word is that it failed."""
    standings = real_test_standings(brand, day, inventory)
    return tuple(finding_of_test(x.test, x.pair[1]) for x in standings if x.has_failed)


def finding_of_test(test: RealTest, subject: str) -> FindingSeen:
    """The weak point that a failed test is: about what was tried, if anything, and the test."""
    return FindingSeen(test.finding, tuple(x for x in (subject, test.id) if x))


def planned_real_tests(brand: Brand, day: dt.date) -> list[Standing]:
    """What has a day, the nearest first: for calendars."""
    planned = [x for x in real_test_standings(brand, day) if x.plan is not None]
    return sorted(planned, key=lambda x: (x.plan.planned_for or day if x.plan else day, x.pair))


@dataclass(frozen=True, slots=True)
class Needs:
    """What the tries of a brand ask for: how many press, and how many tests were ever tried."""

    pressing: int
    tried: int


def what_real_tests_need(brand: Brand, day: dt.date) -> Needs:
    """Failed, late and stale ones counted from the tries alone: quick enough for every page."""
    tests = all_real_tests()
    last: dict[str, RealTestTry] = {}
    planned: dict[str, dt.date] = {}
    rows = RealTestTry.objects.filter(brand=brand).exclude(outcome=Outcome.POSTPONED)
    for row in rows.defer("note", "photos").order_by("-done_at", "-created_at"):
        if row.outcome == Outcome.PLANNED and row.planned_for is not None:
            planned[row.pair] = row.planned_for
        elif row.outcome != Outcome.PLANNED:
            last.setdefault(row.pair, row)
    pressing = sum(on < day for on in planned.values())
    for pair, row in last.items():
        test = tests.get(row.about["test"])
        if pair in planned or test is None or row.done_at is None:
            continue
        again = row.done_at.date() + dt.timedelta(days=test.again_after_days)
        pressing += row.outcome == Outcome.FAILED or again <= day
    return Needs(pressing, len(last))
