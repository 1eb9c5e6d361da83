from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import translation
from tests.apps.audit.inventories import cafe, renamed, with_asset
from tests.apps.audit.readings import answer, reading, solved

from simulacro.apps.audit import figures, grammar
from simulacro.apps.audit.page_sentences import (
    headline,
    headline_often,
    map_sentence,
    week_sentence,
)
from simulacro.apps.audit.reading import Question
from simulacro.apps.audit.sentences import about, counts_by_order, how_often, longest_stretch, plain
from simulacro.engines.access.inventory import Asset, Inventory, Kind


@pytest.fixture
def spanish() -> Iterator[None]:
    with translation.override("es"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def people(*names: str) -> Inventory:
    inventory = cafe()
    assets = [Asset(f"p{i}", Kind.PERSON, name) for i, name in enumerate(names)]
    return Inventory(inventory.brand, (*inventory.assets, *assets), inventory.methods)


def test_one_thing_is_said_with_its_article_and_as_it_was_typed(spanish: None) -> None:
    said = about(cafe(), answer(("telefono",)))
    assert said == (
        "Te quedas sin voz en Instagram si falla <em>una</em> cosa: el teléfono de la jefa."
    )


def test_the_same_in_english_leaves_a_spanish_alias_alone(english: None) -> None:
    said = about(cafe(), answer(("telefono",)))
    assert said == (
        "You lose your voice on Instagram if <em>one</em> thing fails: Teléfono de la jefa."
    )


def test_a_person_is_missing_and_does_not_fail(spanish: None) -> None:
    assert "si falta <em>una</em> persona: Ada." in about(cafe(), answer(("ada",)))


def test_two_alternatives_are_joined_by_o_and_by_u(spanish: None) -> None:
    inventory = people("Ben", "Olga")
    assert "estas cosas: Ben u Olga." in about(inventory, answer(("p0",), ("p1",)))
    assert "estas cosas: Olga o Ben." in about(inventory, answer(("p1",), ("p0",)))


def test_things_needed_together_are_joined_by_y_and_by_e(spanish: None) -> None:
    inventory = people("Ben", "Inés")
    assert "dos cosas a la vez: Ben e Inés." in about(inventory, answer(("p0", "p1")))


def test_names_with_a_comma_are_parted_by_semicolons(spanish: None) -> None:
    inventory = people("Ada, jefa de redes", "Ben, CM")
    assert "Ada, jefa de redes; y Ben, CM." in about(inventory, answer(("p0", "p1")))


def test_many_alternatives_are_counted_and_the_likeliest_are_named(spanish: None) -> None:
    inventory = people("Ana", "Eva", "Sol", "Luz", "Paz")
    said = about(inventory, answer(*((f"p{i}",) for i in range(5))))
    assert "<em>una</em> de 5 cosas. Lo más probable: Ana, Eva o Sol." in said


def test_the_network_itself_going_down_is_not_counted_as_a_thing_to_mend(spanish: None) -> None:
    found = replace(answer(("ig",), ("telefono",)), itself=True)
    assert found.count(1) == 1
    assert "si falla <em>una</em> cosa: el teléfono de la jefa." in about(cafe(), found)


def test_an_open_door_is_said_first(spanish: None) -> None:
    open_door = answer((), question=Question.HIJACK, chance=1.0)
    said = headline(cafe(), reading(answer(("telefono",)), open_door))
    assert said.startswith("<em>Cualquiera</em> puede entrar en Instagram")


def test_what_silences_every_channel_says_every(spanish: None) -> None:
    inventory = with_asset(cafe(), Asset("x", Kind.ACCOUNT, "X", channel=True))
    both = reading(answer(("telefono",)), answer(("telefono",), channel="x"))
    assert headline(inventory, both) == (
        "Si falla <em>una</em> cosa, todos tus canales se quedan sin voz: el teléfono de la jefa."
    )
    three = with_asset(inventory, Asset("fb", Kind.ACCOUNT, "Página", channel=True))
    assert headline(three, both) == (
        "Te quedas sin voz en Instagram y X si falla <em>una</em> cosa: el teléfono de la jefa."
    )


def test_an_alias_cannot_bring_html_into_a_sentence(spanish: None) -> None:
    inventory = renamed(cafe(), "telefono", "<script>alert(1)</script>")
    said = about(inventory, answer(("telefono",)))
    assert "<script>" not in said
    assert "<script>alert(1)</script>" in plain(said)


def test_a_chance_is_said_as_so_many_times_and_exactly(spanish: None) -> None:
    week = tuple(1 / 9 if hour == 5 * 24 + 22 else 0.01 for hour in range(168))
    said = how_often(answer(("telefono",), chance=0.0106, week=week), "MX")
    assert said == (
        "En tu peor hora, los sábados a las 22:00: <strong>1 de cada 9</strong> (11.1\u00a0%)."
    )


def test_figures_follow_the_region_of_the_brand(spanish: None) -> None:
    assert figures.percent(0.111, "ES") == "11,1\u00a0%"
    assert figures.percent(0.111, "MX") == "11.1\u00a0%"


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.0, "nunca"), (1.0, "siempre"), (0.93, "casi siempre"), (0.667, "2 de cada 3")],
)
def test_chances_at_the_ends_have_words(spanish: None, chance: float, said: str) -> None:
    assert figures.times(chance, "MX") == said


def test_an_exact_figure_never_rounds_to_certain_or_to_impossible(spanish: None) -> None:
    assert figures.percent(0.99999, "MX") != figures.percent(1.0, "MX")
    assert figures.percent(1e-7, "MX") != figures.percent(0.0, "MX")


def test_the_longest_stretch_runs_round_the_end_of_the_week() -> None:
    week = [0.0] * 168
    for hour in (166, 167, 0, 1, 50, 51):
        week[hour] = 1.0
    assert longest_stretch(week) == (166, 4)


def test_the_week_names_its_stretch_in_words(spanish: None) -> None:
    week = [1.0 if hour >= 6 * 24 + 17 or hour < 8 else 0.1 for hour in range(168)]
    assert "<em>15 horas</em>" in week_sentence(week, "PE")
    assert "del domingo a las 17:00 al lunes a las 08:00" in week_sentence(week, "PE")


def test_counts_by_size_are_exact_however_large(spanish: None) -> None:
    many = replace(answer(("ada", "ben")), by_order=((2, 150_000_000_000),))
    assert counts_by_order(many, "ES") == "150.000.000.000 de dos cosas"


def test_every_answer_of_a_real_audit_has_words_in_both_languages() -> None:
    inventory = cafe()
    for found in solved(inventory).answers:
        for language in ("es", "en"):
            with translation.override(language):
                said = plain(about(inventory, found))
                assert said.endswith(".")
                assert "%(" not in said
                assert "…" not in said


def test_common_nouns_take_the_article_of_their_gender() -> None:
    assert grammar.named("Línea de la marca", "es") == "la línea de la marca"
    assert grammar.named("Códigos de respaldo", "es") == "los códigos de respaldo"
    assert grammar.named("USB del jefe", "es") == "el USB del jefe"


def test_headline_s_figure_is_of_the_answer_that_it_is_about_and_says_what_it_counts(
    spanish: None,
) -> None:
    week = (0.25, *[0.1] * 167)
    silence = replace(answer(("telefono",), chance=0.1, week=week), hours_per_year=1.0)
    theft = replace(answer(("clave-ig",), chance=0.4, question=Question.HIJACK), hours_per_year=9.0)
    both = reading(silence, theft)
    assert "sin voz" in headline(cafe(), both)
    said = plain(headline_often(cafe(), both))
    assert "contando todo lo que puede fallar: 1 de cada 4 (25" in said
    nights = replace(silence, week=(*[1.0] * 8, *[0.1] * 160))
    assert "cada semana hay 8 horas" in plain(headline_often(cafe(), reading(nights)))
    robbed = reading(answer(("a", "b")), theft)
    assert "robarte" in headline(cafe(), robbed)
    assert plain(headline_often(cafe(), robbed)).startswith("En un año: 2 de cada 5 (40")
    assert headline_often(cafe(), reading()) == ""


def test_the_map_names_no_single_worst_where_several_are_as_bad() -> None:
    with translation.override("es"):
        tied = map_sentence(cafe(), reading(answer(("telefono",), ("ada",))), Question.SILENCE)
        one = map_sentence(
            cafe(),
            reading(answer(("telefono",), ("ada",)), answer(("ada",), channel="fb")),
            Question.SILENCE,
        )
    assert "Entre las que más callan: el teléfono de la jefa (1 canal)" in tied
    assert "La que calla más: Ada (2 canales)" in one
