"""Numbers a person can feel, and the exact figure beside them, in the brand's own format."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import get_day_names
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from simulacro.kit import regional

HOURS_PER_WEEK = 168
DAYS_PER_YEAR = 365


def locale_of(region: str) -> Locale:
    """The language of the page with the brand's region."""
    return regional.locale_of(page_language(), region)


def page_language() -> str:
    return (get_language() or "es")[:2]


def clock_city(zone: str, region: str) -> str:
    """The city on whose clock hours are told: "Ciudad de México"."""
    return regional.zone_city(zone, locale_of(region))


def number(value: float, region: str, digits: int = 0) -> str:
    """``value`` rounded to ``digits`` decimals, as the region writes it."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return decimal(value, pattern, region)


def percent(chance: float, region: str) -> str:
    """A chance in [0, 1] as an exact figure: one decimal, more for the very small.

    Never says 0 % or 100 % of what only comes near.
    """
    pattern = "#,##0 %" if chance in (0.0, 1.0) else "#,##0.0 %"
    if 0.0 < chance < 0.0005:
        pattern = "0.### %"
        if chance < 5e-6:  # no power of ten on a page that a tired person reads
            least = str(format_percent(1e-5, format=pattern, locale=locale_of(region)))
            return f"< {least}".replace(" ", "\u00a0")
    elif 0.9995 <= chance < 1.0:
        pattern = "0.0## %"
        chance = min(chance, 0.99999)
    text = _percent_written(chance, pattern, page_language(), region)
    return text.replace(" ", "\u00a0")


def decimal(value: float, pattern: str, region: str) -> str:
    """``value`` under a CLDR number pattern, as the region writes it."""
    return _decimal_written(value, pattern, page_language(), region)


# A page writes the same few hundred figures each time it is opened, and writing one is slow.
@lru_cache(maxsize=4096)
def _decimal_written(value: float, pattern: str, language: str, region: str) -> str:
    return str(format_decimal(value, pattern, regional.locale_of(language, region)))


@lru_cache(maxsize=4096)
def _percent_written(value: float, pattern: str, language: str, region: str) -> str:
    return str(format_percent(value, pattern, regional.locale_of(language, region)))


def times(chance: float, region: str) -> str:
    """A chance as "1 in 9": a small fraction, or one in so many.

    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     times(0.11, ""), times(0.67, ""), times(0.00013, ""), times(1.0, "")
    ('1 in 9', '2 in 3', '1 in 7,700', 'always')
    """
    if chance <= 0.0:
        return _("never")
    if chance >= 0.995:
        return _("always")
    if chance > 0.9:
        return _("almost always")
    part, whole = fraction(chance)
    if whole > 100_000:
        return _("less than 1 in %(whole)s") % {"whole": number(100_000, region)}
    return _("%(part)s in %(whole)s") % {"part": part, "whole": number(whole, region)}


def fraction(chance: float) -> tuple[int, int]:
    """The fraction with a whole of at most ten nearest to ``chance``; below 1/10, one in so many
    with two digits.

    >>> fraction(0.37), fraction(0.5), fraction(0.043)
    ((3, 8), (1, 2), (1, 23))
    """
    if chance < 0.095:
        whole = 1.0 / chance
        step = 10 ** max(0, len(str(int(whole))) - 2)
        return 1, round(whole / step) * step
    near = [
        (abs(part / whole - chance), whole, part)
        for whole in range(2, 11)
        for part in range(1, whole)
    ]
    _error, whole, part = min(near)
    return part, whole


def hours_a_year(hours: float, region: str) -> str:
    """Hours of harm in a year, as days where they are many, as minutes where they are few.

    Three harms may add up to more hours than a year has: then it is the whole year, for no year
    has 367 days. The exact figure beside it stays as it is.

    >>> from django.utils.translation import override
    >>> with override("en"):
    ...     hours_a_year(100.0, ""), hours_a_year(8800.0, ""), hours_a_year(20_000.0, "")
    ('4 days a year', 'the whole year', 'the whole year')
    """
    if hours >= 72:
        count = round(hours / 24)
        if count >= DAYS_PER_YEAR:
            return _("the whole year")
        return ngettext("%(count)s day a year", "%(count)s days a year", count) % {
            "count": number(count, region)
        }
    if hours >= 1.5:
        count = round(hours)
        return ngettext("%(count)s hour a year", "%(count)s hours a year", count) % {
            "count": number(count, region)
        }
    count = round(hours * 60)
    if count == 0:
        return _("less than a minute a year")
    return ngettext("%(count)s minute a year", "%(count)s minutes a year", count) % {
        "count": number(count, region)
    }


def interval(least: float, most: float, region: str) -> str:
    """Whole hours from the best to the worst case: "between 3 and 168", or one where they agree."""
    low, high = number(least, region), number(most, region)
    if low == high:
        return high
    return _("between %(low)s and %(high)s") % {"low": low, "high": high}


def exact_hours(hours: float, region: str) -> str:
    """The figure beside: "196.4 h/year"."""
    return _("%(hours)s h/year") % {"hours": number(hours, region, 1 if hours >= 0.05 else 3)}


def day_name(day: int, region: str, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """The name of a weekday, 0 for Monday."""
    names = get_day_names(width, locale=locale_of(region))
    return str(names[day])


def hour_of_week(hour: int, region: str) -> str:
    """An hour of the reference week as people say it: "on Saturdays at 22:00"."""
    days = (
        _("on Mondays"),
        _("on Tuesdays"),
        _("on Wednesdays"),
        _("on Thursdays"),
        _("on Fridays"),
        _("on Saturdays"),
        _("on Sundays"),
    )
    return _("%(day)s at %(hour)s") % {"day": days[hour // 24], "hour": f"{hour % 24:02d}:00"}


def stretch_of_week(start: int, hours: int, region: str) -> str:
    """A run of hours: "from Saturday 21:00 to Sunday 09:00"."""
    if hours >= HOURS_PER_WEEK:
        return _("the whole week")
    end = (start + hours) % HOURS_PER_WEEK
    return _("from %(first)s %(start)s to %(last)s %(end)s") % {
        "first": day_name(start // 24, region),
        "start": f"{start % 24:02d}:00",
        "last": day_name(end // 24, region),
        "end": f"{end % 24:02d}:00",
    }
