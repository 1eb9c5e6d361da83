"""Numbers, dates and everyday words as they are written where a brand lives.

The language is the reader's, the region the brand's: in Spanish, 1234.5 is
"1,234.5" in Mexico and "1.234,5" in Argentina. The rules are CLDR's, by Babel.
"""

import datetime as dt
import json
import re
import unicodedata
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent

# CLDR's territories that are no country: the world, and the unknown one.
NOWHERE = ("001", "ZZ")
# The year of a date's pattern, with what sets it apart.
YEAR = re.compile(r"^y+\W*|(?:\s*'[^']*')?\W*y+$")
Number = int | float | Decimal
WORDS_FILE = Path(__file__).resolve().parent / "regional_words.json"


@cache
def locale_of(language: str, region: str) -> Locale:
    """Return CLDR's locale, that of the language alone where the pair is unknown.

    >>> locale_of("es", "AR"), locale_of("en", "MX")
    (Locale('es', territory='AR'), Locale('en'))
    """
    try:
        return Locale.parse(f"{language}_{region.upper()}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


def number(value: Number, locale: Locale, *, places: int = 0) -> str:
    """Return the number with exactly `places` decimals, thousands set apart.

    >>> number(1234.5, locale_of("es", "MX"), places=1)
    '1,234.5'
    >>> number(1234567, locale_of("es", "AR"))
    '1.234.567'
    """
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(value, format=pattern, locale=locale))


def percent(value: Number, locale: Locale, *, places: int = 0) -> str:
    """Return a share (0 to 1) as a percentage; what is tiny but not nothing stays so.

    >>> percent(0.1234, locale_of("en", "US"), places=1)
    '12.3%'
    >>> percent(0.0002, locale_of("en", "US"))
    '< 1%'
    """
    smallest = Decimal(1).scaleb(-places - 2)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    space = "\N{NO-BREAK SPACE}" if locale.language == "es" else ""
    if 0 < value < smallest:
        return f"< {format_percent(smallest, format=f'{pattern}{space}%', locale=locale)}"
    return str(format_percent(value, format=f"{pattern}{space}%", locale=locale))


def day(value: dt.date, locale: Locale, *, width: str = "long") -> str:
    """Return a date in words; `width` is CLDR's short, medium, long or full.

    >>> day(dt.date(2026, 3, 2), locale_of("es", "MX"))
    '2 de marzo de 2026'
    """
    return str(format_date(value, format=width, locale=locale))


def weekday_and_day(value: dt.date, locale: Locale, *, year: bool = False) -> str:
    """Return a date of `day`'s medium width after its weekday, without the year unless asked.

    >>> tuesday = dt.date(2026, 12, 8)
    >>> [weekday_and_day(tuesday, locale_of(*pair)) for pair in (("es", "MX"), ("en", "US"))]
    ['mar 8 dic', 'Tue Dec 8']
    >>> weekday_and_day(tuesday, locale_of("en", "GB"), year=True)
    'Tue 8 Dec 2026'
    """
    pattern = locale.date_formats["medium"].pattern
    if not year:
        pattern = YEAR.sub("", pattern)
    return str(format_date(value, f"EEE {pattern}", locale=locale))


def rough_day(value: str, locale: Locale) -> str:
    """Return a date as exact as it is known: a day, a month or a year in ISO's form.

    >>> es = locale_of("es", "MX")
    >>> rough_day("2017-06-02", es), rough_day("2017-06", es), rough_day("2017", es)
    ('2 de junio de 2017', 'junio de 2017', '2017')
    """
    known = len(value.split("-"))
    if known == 1:
        return value
    if known == 3:
        return day(dt.date.fromisoformat(value), locale)
    return str(format_skeleton("yMMMM", dt.date.fromisoformat(f"{value}-01"), locale=locale))


def country(code: str, locale: Locale) -> str:
    """Return what a country is called; its code where CLDR names none.

    >>> country("PE", locale_of("es", "MX")), country("ZZZ", locale_of("en", "MX"))
    ('Perú', 'ZZZ')
    """
    return str(locale.territories.get(code, code))


def moment(value: dt.datetime, locale: Locale, zone: str, *, width: str = "medium") -> str:
    """Return an aware instant on the wall clock of `zone` (an IANA name).

    >>> at = dt.datetime(2026, 3, 3, 4, 40, tzinfo=dt.UTC)
    >>> moment(at, locale_of("es", "MX"), "America/Mexico_City")
    '2 mar 2026, 22:40'
    """
    local = value.astimezone(ZoneInfo(zone))
    return f"{format_date(local, format=width, locale=locale)}, {clock(value, locale, zone)}"


def clock(value: dt.datetime, locale: Locale, zone: str) -> str:
    """Return hours and minutes on the wall clock of `zone`.

    Always of 24 hours: in a crisis nobody should wonder which 10:40 it was.
    """
    return str(format_time(value, format="HH:mm", tzinfo=ZoneInfo(zone), locale=locale))


@cache
def world_zones() -> tuple[str, ...]:
    """Every time zone of a place by its IANA name; none under a name that it no longer has."""
    old, places = _old_names(), get_global("zone_territories")
    deprecated = {name for names in old.values() for name in names}
    known = available_timezones() - deprecated
    return tuple(sorted(z for z in known if places.get(z, "ZZ") not in NOWHERE))


def zone_city(zone: str, locale: Locale) -> str:
    """Return the city that stands for a time zone, also one under an old name.

    >>> es = locale_of("es", "")
    >>> zone_city("America/New_York", es), zone_city("Asia/Calcutta", locale_of("en", ""))
    ('Nueva York', 'Kolkata')
    """
    zone = str(get_global("zone_aliases").get(zone, zone))
    for name in (zone, *_old_names().get(zone, ())):
        city = locale.time_zones.get(name, {}).get("city")
        if city:
            return str(city)
    return zone.rpartition("/")[2].replace("_", " ")


def zone_name(zone: str, locale: Locale) -> str:
    """Return a time zone's city with its country, where that is not the same word.

    >>> es = locale_of("es", "")
    >>> zone_name("America/Havana", es), zone_name("America/Panama", es), zone_name("UTC", es)
    ('La Habana (Cuba)', 'Panamá', 'UTC')
    """
    city = zone_city(zone, locale)
    zone = str(get_global("zone_aliases").get(zone, zone))
    code = str(get_global("zone_territories").get(zone, "ZZ"))
    place = "" if code in NOWHERE else country(code, locale)
    return f"{city} ({place})" if place not in ("", city) else city


def alphabetical(text: str) -> str:
    """What to sort names by, so that "Ámsterdam" stands under A.

    >>> sorted(["Zúrich", "Ámsterdam", "Lima"], key=alphabetical)
    ['Ámsterdam', 'Lima', 'Zúrich']
    """
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


@cache
def _old_names() -> dict[str, list[str]]:
    """The names that each time zone had before; CLDR may know its city under one of them."""
    found: dict[str, list[str]] = defaultdict(list)
    for old, zone in get_global("zone_aliases").items():
        found[str(zone)].append(str(old))
    return found


def word(term: str, language: str, region: str) -> str:
    """Return the everyday word for a term of `regional_words.json` in that region.

    Raises KeyError for a term the file does not have.

    >>> word("spokesperson", "es", "MX"), word("spokesperson", "es", "ES")
    ('vocero', 'portavoz')
    """
    known = _words()[term]
    if language not in known:
        return term
    forms = known[language]
    return forms.get(region.upper(), forms[""])


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    words: dict[str, dict[str, dict[str, str]]] = json.loads(WORDS_FILE.read_text(encoding="utf-8"))
    return words
