"""Public holidays of a country and its regions, by the ``holidays`` library.

The library is data of others: it follows each country's law as its contributors read it. It is
loaded only where it is asked, being slow to load.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from simulacro.engines.availability.holiday_names import in_spanish
from simulacro.engines.availability.rota import Holiday


class UnknownRegion(ValueError):
    """No such country, or no such region in it; ``regions`` are those that there are."""

    def __init__(self, country: str, subdivision: str, regions: tuple[str, ...] = ()) -> None:
        super().__init__(f"{country} {subdivision}".strip())
        self.country = country
        self.subdivision = subdivision
        self.regions = regions


@lru_cache(maxsize=1)
def countries() -> dict[str, tuple[str, ...]]:
    """The countries that are known, by ISO 3166 code, with the codes of their regions."""
    import holidays

    return {
        code: tuple(region for region in regions if len(region) <= 3)
        for code, regions in sorted(holidays.list_supported_countries().items())
        if len(code) == 2
    }


@lru_cache(maxsize=64)
def regions_of(country: str) -> dict[str, str]:
    """The regions of a country: code to name, in the order of the names.

    A region without a name is called by its code. Empty where the whole country is alike.

    >>> regions_of("ES")["MD"]
    'Madrid'
    """
    import holidays

    known = countries().get(country, ())
    aliases = getattr(getattr(holidays, country, None), "subdivisions_aliases", {}) or {}
    names = {code: name for name, code in reversed(aliases.items())}
    return dict(sorted(((c, names.get(c, c)) for c in known), key=lambda item: item[1].casefold()))


@lru_cache(maxsize=256)
def holidays_of(country: str, subdivision: str, year: int, language: str) -> tuple[Holiday, ...]:
    """The public holidays of a year, in their order, named in ``language`` ("es" or "en").

    A country that nobody knows, such as an empty one, has none. Raises :class:`UnknownRegion` for
    a region that its country does not have.

    >>> [(h.day.isoformat(), h.name) for h in holidays_of("PE", "", 2026, "es")][-1]
    ('2026-12-25', 'Navidad del Señor')
    >>> [(h.day.isoformat(), h.name) for h in holidays_of("GB", "ENG", 2026, "es")][-1]
    ('2026-12-28', 'Día siguiente a Navidad (trasladado)')
    """
    regions = _codes_of(country)
    if regions is None:
        return ()
    if subdivision and subdivision not in regions:
        raise UnknownRegion(country, subdivision, regions)
    import holidays

    theirs = _language(country, language)
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=year, language=theirs or _language(country, "en")
    )
    return tuple(
        Holiday(day, in_spanish(name) if language == "es" and theirs is None else name)
        for day, name in sorted(found.items())
    )


@lru_cache(maxsize=64)
def _codes_of(country: str) -> tuple[str, ...] | None:
    """The codes of a country's regions; None for one that nobody knows.

    Of this one country: to list them all takes a fifth of a second.
    """
    from holidays.registry import EntityLoader

    if len(country) != 2 or country not in EntityLoader.get_country_codes():
        return None
    import holidays

    entity = getattr(holidays, country)
    return tuple(region for region in entity.subdivisions if len(region) <= 3)


def between(
    country: str, subdivision: str, first: date, last: date, language: str
) -> tuple[Holiday, ...]:
    """The holidays from ``first`` to ``last``, both included."""
    return tuple(
        holiday
        for year in range(first.year, last.year + 1)
        for holiday in holidays_of(country, subdivision, year, language)
        if first <= holiday.day <= last
    )


def _language(country: str, wanted: str) -> str | None:
    """The library's own code for a language in which it names this country's holidays.

    None where it does not: what names it has are then English.
    """
    import holidays

    entity = getattr(holidays, country)
    known: tuple[str, ...] = getattr(entity, "supported_languages", ()) or ()
    return next((code for code in known if code.split("_")[0] == wanted), None)
