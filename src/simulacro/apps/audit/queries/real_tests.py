"""Where each real test of a brand stands: never tried, planned, passed a while ago, failed."""

from __future__ import annotations

import datetime as dt
from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Final

from django.db.models import Q
from django.utils.crypto import salted_hmac

from simulacro.apps.audit.models import RealTestTry
from simulacro.apps.audit.queries.inventory import current_inventory
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.audit.reading import FindingSeen
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.packs.queries import SHIPPED, installed_packs, shipped_pack
from simulacro.content.real_tests import RealTest, real_test_from
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.effect_marks import MARK
from simulacro.engines.access.inventory import Asset, Inventory, Kind
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


PRESSES: Final = {stand: place for place, stand in enumerate(Stand)}


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
    def done_on(self) -> dt.date | None:
        """The brand's day on which it last passed or failed."""
        if self.last is None or self.last.done_at is None:
            return None
        return day_of(self.last.brand, self.last.done_at)

    @property
    def age_days(self) -> int | None:
        """Days since it last passed or failed."""
        return max(0, (self.day - self.done_on).days) if self.done_on else None

    @property
    def again_on(self) -> dt.date | None:
        """The day from which a passed one no longer counts."""
        done = self.done_on
        return done + dt.timedelta(days=self.test.again_after_days) if done else None

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
        return Stand.STALE if self.has_aged else Stand.PASSED

    @property
    def has_failed(self) -> bool:
        """The last word on it is that it failed, whatever is planned."""
        return self.last is not None and self.last.outcome == Outcome.FAILED

    @property
    def has_aged(self) -> bool:
        """The last word on it is that it passed, too long ago to count on it."""
        again = self.again_on
        return not self.has_failed and again is not None and again <= self.day

    @property
    def rank(self) -> tuple[int, int, int, int, str, str]:
        """What to try first: failed and late, then grave, then the main channels, then quick."""
        order = PRESSES[self.stand]
        primary = bool(self.subject and self.subject.primary)
        return (order, -self.test.severity, -int(primary), self.test.minutes, *self.pair)


@cache
def shipped_real_tests() -> Mapping[str, RealTest]:
    items = [item for name in SHIPPED for item in shipped_pack(name).section("real_tests")]
    return {item.id: real_test_from(item) for item in items}


def all_real_tests() -> Mapping[str, RealTest]:
    """Every real test by its id: those which ship, then those of packs that were added."""
    added = [item for pack in installed_packs() for item in pack.section("real_tests")]
    if not added:
        return shipped_real_tests()
    return {**shipped_real_tests(), **{item.id: real_test_from(item) for item in added}}


def real_test_pair(brand: Brand, test: str, subject: str) -> str:
    """What tries of one test of one subject share; tells nothing without the secret."""
    salt = f"simulacro.real_tests.{brand.id}"
    return salted_hmac(salt, f"{test}\0{subject}", algorithm="sha256").hexdigest()


def is_triable(inventory: Inventory, test: RealTest, subject: str) -> bool:
    """Whether a test can be tried on an asset, or (empty) on the brand as a whole."""
    if subject and (subject not in inventory or subject.startswith((SHARED, f"{MARK}."))):
        return False
    return test.applies(Scene(inventory, subject or None))


def triable(inventory: Inventory) -> Sequence[tuple[RealTest, Asset | None]]:
    """What :func:`_triable` finds; kept for the inventories last looked at, which never change."""
    tests = all_real_tests()
    if tests is not shipped_real_tests():
        return tuple(_triable(inventory, tests))
    # The inventory is kept beside, so that its id means no other.
    _inventory, found = _TRIABLE.get(
        id(inventory), lambda: (inventory, tuple(_triable(inventory, tests)))
    )
    return found


_TRIABLE = Opened[tuple[Inventory, Sequence[tuple[RealTest, Asset | None]]]](most=4)


def _triable(
    inventory: Inventory, tests: Mapping[str, RealTest]
) -> Iterator[tuple[RealTest, Asset | None]]:
    """Every test with what it can be tried on. What an agency shares, and what an answer added
    to the map, is not tried by a brand."""
    whole = Scene(inventory)
    by_kind: dict[Kind, list[RealTest]] = {}
    for test in tests.values():
        if test.applies(whole):
            yield test, None
        for kind in test.about:
            by_kind.setdefault(kind, []).append(test)
    for asset in inventory.assets:
        about = by_kind.get(asset.kind)
        if about and not asset.id.startswith((SHARED, f"{MARK}.")):
            scene = whole.about(asset.id)
            for test in about:
                if test.applies(scene):
                    yield test, asset


def real_test_standings(
    brand: Brand, day: dt.date, inventory: Inventory | None = None
) -> list[Standing]:
    """Where every test of the brand stands, what presses first; none before an inventory."""
    inventory = inventory or current_inventory(brand)
    if inventory is None:
        return []
    plans, last = _plans_and_last(brand)
    found = list(_untried(inventory, day))
    moved = plans.keys() | last.keys()
    if moved:
        told = [s for s in found if s.pair in moved]
        found = [s for s in found if s.pair not in moved]
        for s in told:
            insort(
                found,
                replace(s, plan=plans.get(s.pair), last=last.get(s.pair)),
                key=lambda x: x.rank,
            )
    return found


# With thousands of phones the order takes longest, and only what was tried moves in it.
_UNTRIED = Opened[tuple[Inventory, Sequence[Standing]]](most=4)


def _untried(inventory: Inventory, day: dt.date) -> Sequence[Standing]:
    """Every test of an inventory as if nothing had been tried or planned, what presses first."""

    def make() -> tuple[Inventory, Sequence[Standing]]:
        every = (Standing(test, subject, None, None, day) for test, subject in triable(inventory))
        return inventory, sorted(every, key=lambda standing: standing.rank)

    if all_real_tests() is not shipped_real_tests():
        return make()[1]
    # The inventory is kept beside, so that its id means no other.
    return _UNTRIED.get((id(inventory), day), make)[1]


def real_test_standing(
    brand: Brand, day: dt.date, inventory: Inventory, test: str, subject: str
) -> Standing | None:
    """Where one test of one subject stands; None where it cannot be tried."""
    asked = all_real_tests().get(test)
    if asked is None or not is_triable(inventory, asked, subject):
        return None
    plans, last = _plans_and_last(brand)
    pair = test, subject
    asset = inventory[subject] if subject else None
    return Standing(asked, asset, plans.get(pair), last.get(pair), day)


def _plans_and_last(brand: Brand) -> tuple[dict[Pair, RealTestTry], dict[Pair, RealTestTry]]:
    """Of each test and subject the try that waits, and the newest that passed or failed."""
    plans: dict[Pair, RealTestTry] = {}
    last: dict[Pair, RealTestTry] = {}
    rows = RealTestTry.objects.filter(brand=brand).exclude(outcome=Outcome.POSTPONED)
    told = rows.select_related("who", "done_by").defer("note", "photos")
    for row in told.order_by("-done_at", "-created_at"):
        row.brand = brand
        pair = row.about["test"], row.about["subject"]
        (plans if row.outcome == Outcome.PLANNED else last).setdefault(pair, row)
    return plans, last


def is_last_word(row: RealTestTry) -> bool:
    """Whether a try that passed or failed is the newest that did, by when it was tried."""
    told = RealTestTry.objects.filter(brand_id=row.brand_id, pair=row.pair)
    told = told.filter(outcome__in=(Outcome.PASSED, Outcome.FAILED))
    # The form has minutes: of two in one minute it is the one that was made later.
    same_minute = Q(done_at=row.done_at, created_at__gt=row.created_at)
    return not told.filter(Q(done_at__gt=row.done_at) | same_minute).exists()


def passed_too_long_ago(test: RealTest, row: RealTestTry, day: dt.date) -> bool:
    """Whether a try says that it passed, too long before `day` to count on it."""
    passed = row.outcome == Outcome.PASSED
    return passed and Standing(test, None, None, row, day).has_aged


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


def findings_of_real_tests(brand: Brand, inventory: Inventory) -> tuple[FindingSeen, ...]:
    """A weak point for every test whose last word is that it failed."""
    tests = all_real_tests()
    _, last = _plans_and_last(brand)
    return tuple(
        finding_of_test(tests[test], subject)
        for (test, subject), row in sorted(last.items())
        if row.outcome == Outcome.FAILED
        and test in tests
        and is_triable(inventory, tests[test], subject)
    )


def finding_of_test(test: RealTest, subject: str) -> FindingSeen:
    """The weak point that a failed test is: about what was tried, if anything, and the test."""
    return FindingSeen(test.finding, tuple(x for x in (subject, test.id) if x))


def planned_real_tests(
    brand: Brand, day: dt.date, inventory: Inventory | None = None
) -> list[Standing]:
    """What has a day, the nearest first: for calendars."""
    inventory = inventory or current_inventory(brand)
    if inventory is None:
        return []
    plans, last = _plans_and_last(brand)
    tests = all_real_tests()
    nearest = sorted(plans.items(), key=lambda plan: (plan[1].planned_for or day, plan[0]))
    return [
        Standing(
            tests[test],
            inventory[subject] if subject else None,
            row,
            last.get((test, subject)),
            day,
        )
        for (test, subject), row in nearest
        if test in tests and is_triable(inventory, tests[test], subject)
    ]


@dataclass(frozen=True, slots=True)
class Needs:
    """What the tries of a brand ask for: how many press, and how many tests were ever tried."""

    pressing: int
    tried: int


def what_real_tests_need(brand: Brand, day: dt.date) -> Needs:
    """Failed, late and stale ones counted from the tries alone: quick enough for every page."""
    tests = all_real_tests()
    plans, last = _plans_and_last(brand)
    pressing = sum(bool(row.planned_for and row.planned_for < day) for row in plans.values())
    for pair, row in last.items():
        test = tests.get(pair[0])
        if pair in plans or test is None or row.done_at is None:
            continue
        again = day_of(brand, row.done_at) + dt.timedelta(days=test.again_after_days)
        pressing += row.outcome == Outcome.FAILED or again <= day
    return Needs(pressing, len(last))
