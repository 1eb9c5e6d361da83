"""Filters that write numbers and dates as in the brand's region.

{% load regional %}
{{ total|number:brand }}  {{ share|percent:brand }}  {{ at|moment:brand }}
{% word "spokesperson" brand %}
"""

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

from babel import Locale
from django import template
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simulacro.kit import regional

register = template.Library()


class Somewhere(Protocol):
    """A brand: what has a region and a time zone."""

    region: str
    timezone: str


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def _locale(place: Somewhere) -> Locale:
    return regional.locale_of(_language(), place.region)


@register.filter
def number(value: regional.Number, place: Somewhere) -> str:
    """Write a whole number."""
    return regional.number(value, _locale(place))


@register.filter
def decimal(value: regional.Number, place: Somewhere) -> str:
    """Write a number with one decimal."""
    return regional.number(value, _locale(place), places=1)


@register.filter
def short_decimal(value: regional.Number, place: Somewhere) -> str:
    """Write a number with one decimal, and a whole one without."""
    return decimal(value, place) if round(float(value), 1) % 1 else number(value, place)


@register.filter
def percent(value: regional.Number, place: Somewhere) -> str:
    """Write a share between 0 and 1 as a whole percentage."""
    return regional.percent(value, _locale(place))


@register.filter
def day(value: dt.date, place: Somewhere) -> str:
    """Write a date; of an instant, the date where the brand lives."""
    if isinstance(value, dt.datetime):
        value = value.astimezone(ZoneInfo(place.timezone)).date()
    return regional.day(value, _locale(place))


@register.filter
def weekday_and_day(value: dt.date, place: Somewhere) -> str:
    """Write a date with the day of the week."""
    return regional.day(value, _locale(place), width="full")


@register.filter
def rough_day(value: str, place: Somewhere) -> str:
    """Write a date in ISO's form, as exact as it is known."""
    return regional.rough_day(value, _locale(place))


@register.filter
def country(code: str, place: Somewhere) -> str:
    """Write the name of a country; INT is where it happened in many at once."""
    if code == "INT":
        return _("several countries")
    return regional.country(code, _locale(place))


@register.filter
def short_day(value: dt.datetime, place: Somewhere) -> str:
    """Write the date of an instant where the brand lives, for a narrow cell."""
    local = value.astimezone(ZoneInfo(place.timezone)).date()
    return regional.day(local, _locale(place), width="medium")


@register.filter
def moment(value: dt.datetime, place: Somewhere) -> str:
    """Write an instant on the brand's wall clock."""
    return regional.moment(value, _locale(place), place.timezone)


@register.filter
def clock(value: dt.datetime, place: Somewhere) -> str:
    """Write hours and minutes on the brand's wall clock."""
    return regional.clock(value, _locale(place), place.timezone)


@register.filter
def clock_city(place: Somewhere) -> str:
    """Write the city on whose clock a brand lives."""
    return regional.zone_city(place.timezone, _locale(place))


@register.simple_tag
def word(term: str, place: Somewhere) -> str:
    """Write the everyday word of the brand's region for a term."""
    return regional.word(term, _language(), place.region)
