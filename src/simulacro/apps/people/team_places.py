"""Where a team can be: a time zone and, with it, the country of its dates, figures and holidays."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.translation import get_language

from simulacro.kit import regional

USUAL: Final = "America/Mexico_City"
# Where Spanish is spoken, and the neighbours with whom such teams share clients.
ZONES: Final = (
    *("America/Mexico_City", "America/Tijuana", "America/Cancun", "America/Guatemala"),
    *("America/El_Salvador", "America/Tegucigalpa", "America/Managua", "America/Costa_Rica"),
    *("America/Panama", "America/Havana", "America/Santo_Domingo", "America/Puerto_Rico"),
    *("America/Bogota", "America/Caracas", "America/Guayaquil", "America/Lima", "America/La_Paz"),
    *("America/Asuncion", "America/Montevideo", "America/Argentina/Buenos_Aires"),
    *("America/Santiago", "America/Sao_Paulo", "Europe/Madrid", "Atlantic/Canary"),
    *("Africa/Malabo", "Europe/Lisbon", "Europe/London", "America/New_York"),
    *("America/Chicago", "America/Denver", "America/Los_Angeles"),
)


def region_of(zone: str) -> str:
    """The country of a time zone.

    >>> region_of("America/Lima"), region_of("Atlantic/Canary")
    ('PE', 'ES')
    """
    return str(get_global("zone_territories").get(zone, "MX"))


def place_choices() -> list[tuple[str, str]]:
    """The zones by the name of their country, with the city where a country has several."""
    locale = regional.locale_of((get_language() or "es")[:2], "")
    several = Counter(map(region_of, ZONES))
    named = []
    for zone in ZONES:
        name = regional.country(region_of(zone), locale)
        if several[region_of(zone)] > 1:
            name = f"{name} ({get_timezone_location(zone, locale=locale, return_city=True)})"
        named.append((zone, name))
    return sorted(named, key=lambda choice: choice[1])


def place_name(zone: str) -> str:
    """Any time zone by its city and country."""
    return regional.zone_name(zone, regional.locale_of((get_language() or "es")[:2], ""))


def zone_here() -> str:
    """The time zone of this machine where a team can be there; else the usual one."""
    try:
        _, _, zone = str(Path("/etc/localtime").readlink()).partition("zoneinfo/")
    except OSError:
        return USUAL
    return zone if zone in ZONES else USUAL
