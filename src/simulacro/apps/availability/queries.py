"""Who is at hand when, and what the brand's calendar holds: the one availability model."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from simulacro.apps.availability.dates import Absence, Event, read_absence, read_event
from simulacro.apps.availability.models import BrandEvent, FeedAddress, HolidayRule, RotaChange
from simulacro.apps.availability.people_told import PersonTold, Told, told_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.availability.pattern import Availability
from simulacro.engines.availability.public_holidays import between
from simulacro.engines.availability.rota import (
    Change,
    DatedChange,
    Holiday,
    Reason,
    Rota,
    reason_at,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Which holidays count for somebody, and what holds on them (None: nobody said)."""

    country: str
    subdivision: str = ""
    on_holidays: float | None = None


@dataclass(frozen=True, slots=True)
class AtHand:
    """A person at one instant: the chance to be at hand, and why."""

    person: PersonTold
    reason: Reason


def rota_changes(brand: Brand) -> list[tuple[RotaChange, Absence]]:
    """Every absence, journey and extra shift, by its start."""
    rows = [(row, read_absence(row.content)) for row in RotaChange.objects.filter(brand=brand)]
    return sorted(rows, key=lambda x: (x[1].start, str(x[0].pk)))


def taken_over(changes: list[tuple[RotaChange, Absence]]) -> dict[str, str]:
    """For each extra shift that covers an absence or a journey, by its row's id: whose."""
    away = {str(row.pk): one.person for row, one in changes if one.kind is not Change.EXTRA}
    return {
        str(row.pk): away[one.pair]
        for row, one in changes
        if one.kind is Change.EXTRA and one.pair in away
    }


def events(brand: Brand) -> list[tuple[BrandEvent, Event]]:
    """Every date of the brand's calendar, by its start."""
    rows = [(row, read_event(row.content)) for row in BrandEvent.objects.filter(brand=brand)]
    return sorted(rows, key=lambda x: (x[1].start, str(x[0].pk)))


def holiday_rows(brand: Brand) -> dict[str, HolidayRule]:
    """The rules that were written, by person; the brand's own under the empty name."""
    return {row.content["person"]: row for row in HolidayRule.objects.filter(brand=brand)}


def default_rule(brand: Brand) -> Rule:
    """Before anybody says anything: the holidays of the brand's country, and nobody said who works
    on them."""
    return Rule(brand.region[:2].upper())


def rule_of(row: HolidayRule | None, brand: Brand) -> Rule:
    if row is None:
        return default_rule(brand)
    given = row.content
    return Rule(given["country"], given["subdivision"], given["on_holidays"])


def holidays(
    brand: Brand, first: dt.date, last: dt.date, rules: dict[str, HolidayRule] | None = None
) -> tuple[Holiday, ...]:
    """The brand's own holidays from ``first`` to ``last``, named in the page's language."""
    rows = holiday_rows(brand) if rules is None else rules
    rule = rule_of(rows.get(""), brand)
    return between(rule.country, rule.subdivision, first, last, page_language())


def rotas(brand: Brand, first: dt.date, last: dt.date, told: Told | None = None) -> dict[str, Rota]:
    """What decides when each person is at hand from ``first`` to ``last``, by the person's id.

    Whoever covers an absence is at hand in the hours of the absent person, and no others more.
    """
    people = {person.id: person for person in (told or told_of(brand)).people}
    rules = holiday_rows(brand)
    ours = rule_of(rules.get(""), brand)
    written = rota_changes(brand)
    covers = taken_over(written)
    changes: dict[str, list[tuple[Absence, str | None]]] = {}
    for row, absence in written:
        changes.setdefault(absence.person, []).append((absence, covers.get(str(row.pk))))

    def own(person: PersonTold, rule: Rule, dated: tuple[DatedChange, ...]) -> Rota:
        # Shifts may begin the day before.
        days = between(
            rule.country,
            rule.subdivision,
            first - dt.timedelta(days=2),
            last + dt.timedelta(days=1),
            page_language(),
        )
        return Rota(person.pattern, brand.timezone, dated, days, rule.on_holidays)

    def left_behind(whose: str) -> Rota:
        """The hours that somebody would work were they not away, extra shifts of theirs too."""
        rule = rule_of(rules[whose], brand) if whose in rules else ours
        extra = tuple(
            one.as_change()
            for one, covered in changes.get(whose, ())
            if one.kind is Change.EXTRA and covered is None
        )
        return own(people[whose], rule, extra)

    found = {}
    # People with the same week, the same holidays and nothing dated share one rota.
    alike: dict[tuple[Availability | None, Rule], Rota] = {}
    for person in people.values():
        rule = rule_of(rules[person.id], brand) if person.id in rules else ours
        dated = tuple(
            absence.as_change(left_behind(covered) if covered else None)
            for absence, covered in changes.get(person.id, ())
            # Of somebody whom the inventory no longer names there are no hours to take over.
            if covered is None or covered in people
        )
        if not dated and (person.pattern, rule) in alike:
            found[person.id] = alike[person.pattern, rule]
            continue
        rota = own(person, rule, dated)
        found[person.id] = rota
        if not dated:
            alike[person.pattern, rule] = rota
    return found


def who_is_at_hand(brand: Brand, at: dt.datetime) -> list[AtHand]:
    """Everybody at one instant, the likeliest to be at hand first.

    This is what a calendar of drills or a call tree asks.
    """
    day = at.astimezone(ZoneInfo(brand.timezone)).date()
    told = told_of(brand)
    every = rotas(brand, day, day, told)
    found = [AtHand(person, reason_at(every[person.id], at)) for person in told.people]
    return sorted(found, key=lambda x: (-x.reason.chance, x.person.name.casefold()))


def feed_of(brand: Brand, user: User) -> FeedAddress | None:
    return FeedAddress.objects.filter(brand=brand, user=user).first()


def page_language() -> str:
    return (get_language() or "es")[:2]
