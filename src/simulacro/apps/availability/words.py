"""Reasons, spans and rules as people say them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simulacro.apps.availability.dates import last_day
from simulacro.apps.availability.queries import Rule, page_language
from simulacro.apps.brands.models import Brand
from simulacro.engines.availability.public_holidays import regions_of
from simulacro.engines.availability.rota import Reason, Why
from simulacro.kit import regional


def reason_words(reason: Reason) -> str:
    """Why somebody is at hand or is not, in a few words."""
    words = _whole_reason(reason)
    if not reason.but_min:
        return words
    return ngettext(
        "%(reason)s, but for one minute of the hour",
        "%(reason)s, but for %(minutes)d minutes of the hour",
        reason.but_min,
    ) % {"reason": words, "minutes": reason.but_min}


def _whole_reason(reason: Reason) -> str:
    name = reason.label
    if reason.why is Why.HOLIDAY and not reason.asked:
        return _("holiday (%(name)s), and nobody said who works on it") % {"name": name}
    named = {
        Why.HOLIDAY: _("holiday: %(name)s"),
        Why.AWAY: _("away: %(name)s"),
        Why.TRAVEL: _("travelling: %(name)s"),
    }
    if name and reason.why in named:
        return named[reason.why] % {"name": name}
    return {
        Why.HERE: _("at hand"),
        Why.PERHAPS: _("only some of the time (%(percent)d in 100)")
        % {"percent": round(100 * reason.chance)},
        Why.OFF_SHIFT: _("off shift"),
        Why.HOLIDAY: _("holiday"),
        Why.AWAY: _("away"),
        Why.TRAVEL: _("travelling"),
        Why.UNKNOWN: _("nobody said their hours"),
    }[reason.why]


def cover_words(name: str) -> str:
    """What somebody does who covers an absence: the hours of that person (empty: nobody known)."""
    if not name:
        return _("covers somebody who is no longer in the inventory")
    return _("covers %(name)s, in their hours only") % {"name": name}


def span_words(start: dt.datetime, end: dt.datetime, brand: Brand) -> str:
    """From when until when, on the brand's clock; whole days without hours."""
    clock, locale = ZoneInfo(brand.timezone), regional.locale_of(page_language(), brand.region)
    first, last = start.astimezone(clock), end.astimezone(clock)
    if first.time() == last.time() == dt.time():
        final = last_day(end, brand.timezone)
        if final == first.date():
            return day_words(final, brand)
        return _("%(first)s to %(last)s") % {
            "first": day_words(first.date(), brand),
            "last": day_words(final, brand),
        }
    begins, ends = (regional.clock(at, locale, brand.timezone) for at in (start, end))
    if first.date() == last.date():
        return _("%(day)s, from %(start)s to %(end)s") % {
            "day": day_words(first.date(), brand),
            "start": begins,
            "end": ends,
        }
    return _("from %(first)s %(start)s to %(last)s %(end)s") % {
        "first": day_words(first.date(), brand),
        "start": begins,
        "last": day_words(last.date(), brand),
        "end": ends,
    }


def day_words(day: dt.date, brand: Brand) -> str:
    """A day with its weekday: "vie 25 dic 2026"."""
    locale = regional.locale_of(page_language(), brand.region)
    return regional.weekday_and_day(day, locale, year=True)


def rule_words(rule: Rule) -> str:
    """Which holidays count, and who works on them."""
    locale = regional.locale_of(page_language(), "")
    country = str(locale.territories.get(rule.country, rule.country))
    if not rule.country:
        return _("no holiday counts")
    if rule.subdivision:
        country = f"{regions_of(rule.country).get(rule.subdivision, rule.subdivision)}, {country}"
    share = rule.on_holidays
    if share is None:
        works = _("nobody said who works on them")
    elif share == 0:
        works = _("nobody works on them")
    elif share >= 1:
        works = _("they are worked as any other day")
    else:
        works = _("about %(percent)d in 100 of the usual is covered") % {
            "percent": round(100 * share)
        }
    return _("%(country)s: %(works)s") % {"country": country, "works": works}
