"""Holidays of countries that have no Spanish are told in Spanish all the same."""

import json
from importlib.resources import files

import pytest

from simulacro.engines.availability.public_holidays import holidays_of


@pytest.mark.parametrize("country", ["US", "GB", "CA", "IE"])
@pytest.mark.parametrize("year", [2026, 2027])
def test_the_holidays_of_a_whole_country_are_all_in_spanish(country: str, year: int) -> None:
    english = {holiday.name for holiday in holidays_of(country, "", year, "en")}
    told = holidays_of(country, "", year, "es")
    assert told
    for holiday in told:
        assert holiday.name not in english - {"Corpus Christi"}
        assert "«" not in holiday.name
        assert "(observed)" not in holiday.name


def test_a_name_that_nobody_translated_is_quoted_as_its_country_writes_it() -> None:
    names = {holiday.name for holiday in holidays_of("AU", "VIC", 2026, "es")}
    assert "«Melbourne Cup Day»" in names
    assert "Navidad" in names


def test_a_country_with_spanish_keeps_its_own_names() -> None:
    assert "Navidad del Señor" in {h.name for h in holidays_of("PE", "", 2026, "es")}


def test_a_country_with_a_language_of_its_own_is_told_in_english() -> None:
    assert "Christmas Day" in {h.name for h in holidays_of("DE", "", 2026, "en")}


def test_each_name_of_the_table_stands_once_and_in_both_languages() -> None:
    table = files("simulacro.engines.availability").joinpath("holiday_names.json")
    rows = json.loads(table.read_text("utf-8"))
    assert all(row["en"] and row["es"] for row in rows)
    assert len({row["en"] for row in rows}) == len(rows)
