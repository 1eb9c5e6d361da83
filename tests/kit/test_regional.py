"""Numbers, dates and words as where the brand lives."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation

from simulacro.apps.brands.models import Brand
from simulacro.kit import regional

LATE = dt.datetime(2026, 3, 3, 4, 40, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("region", "written"),
    [("MX", "1,234,567"), ("AR", "1.234.567"), ("ES", "1.234.567"), ("US", "1,234,567")],
)
def test_a_number_is_written_as_in_the_region(region: str, written: str) -> None:
    assert regional.number(1234567, regional.locale_of("es", region)) == written


def test_what_is_tiny_but_not_nothing_is_not_written_as_nothing() -> None:
    locale = regional.locale_of("es", "MX")
    assert regional.percent(0.0001, locale) == "< 1\N{NO-BREAK SPACE}%"
    assert regional.percent(0, locale) == "0\N{NO-BREAK SPACE}%"


def test_an_unknown_region_falls_back_on_the_language() -> None:
    assert regional.number(1.5, regional.locale_of("es", "ZZ"), places=1) == "1,5"


def test_a_page_writes_in_the_readers_language_and_the_brands_region() -> None:
    brand = Brand(name="x", region="AR", timezone="America/Argentina/Buenos_Aires")
    page = Template(
        "{% load regional %}{{ n|decimal:brand }} · {{ at|day:brand }} · {{ at|clock:brand }} · "
        "{% word 'spokesperson' brand %} · {% word 'mobile phone' brand %}"
    )
    context = {"brand": brand, "n": 1234.5, "at": LATE}
    with translation.override("es"):
        assert page.render(Context(context)) == (
            "1.234,5 · 3 de marzo de 2026 · 01:40 · vocero · celular"
        )
    with translation.override("en"):
        words = page.render(Context(context))
    assert words.startswith("1,234.5 · March 3, 2026 · 01:40")
    assert words.endswith("spokesperson · mobile phone")


def test_spain_has_its_own_words() -> None:
    assert regional.word("mobile phone", "es", "ES") == "móvil"
    assert regional.word("mobile phone", "es", "ar") == "celular"
    with pytest.raises(KeyError):
        regional.word("no such term", "es", "ES")


def test_every_regional_word_has_a_form_for_everywhere_else() -> None:
    for term, languages in regional._words().items():
        for language, forms in languages.items():
            assert forms.get(""), (term, language)


def test_a_short_decimal_of_a_whole_number_has_none() -> None:
    page = Template("{% load regional %}{% for n in all %}{{ n|short_decimal:brand }} {% endfor %}")
    written = {}
    for region in ("PE", "AR"):
        with translation.override("es"):
            place = Brand(region=region)
            context = Context({"all": [2.0, 1.5, 1200.04], "brand": place})
            written[region] = page.render(context).split()
    assert written == {"PE": ["2", "1.5", "1,200"], "AR": ["2", "1,5", "1.200"]}


def test_the_short_date_is_the_one_where_the_brand_lives() -> None:
    brand = Brand(name="x", region="MX", timezone="America/Mexico_City")
    page = Template("{% load regional %}{{ at|short_day:brand }}")
    with translation.override("es"):
        assert page.render(Context({"brand": brand, "at": LATE})) == "2 mar 2026"


def test_zones_are_cities_in_the_readers_language_and_none_is_there_twice() -> None:
    zones = regional.world_zones()
    assert not {"Asia/Calcutta", "Australia/ACT", "Australia/LHI", "Europe/Kiev"} & set(zones)
    assert not [zone for zone in zones if zone.startswith("Etc/")]
    assert {"Asia/Kolkata", "America/Argentina/Buenos_Aires", "Europe/Madrid"} <= set(zones)
    for language in ("es", "en"):
        names = [regional.zone_name(zone, regional.locale_of(language, "")) for zone in zones]
        assert len(set(names)) == len(names) > 400
    spanish = regional.locale_of("es", "")
    for zone, name in (
        ("America/New_York", "Nueva York (Estados Unidos)"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires (Argentina)"),
        ("Asia/Calcutta", "Calcuta (India)"),
        ("Asia/Kolkata", "Calcuta (India)"),
        ("Asia/Istanbul", "Estambul (Turquía)"),
    ):
        assert regional.zone_name(zone, spanish) == name


def test_a_page_names_the_city_of_the_brands_clock() -> None:
    page = Template("{% load regional %}{{ brand|clock_city }}")
    brand = Brand(name="x", region="ES", timezone="Europe/Madrid")
    with translation.override("es"):
        assert page.render(Context({"brand": brand})) == "Madrid"
