"""The documented cases that ship: complete, in both languages, from everywhere, and sourced."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from tests.content.entries import changed
from tests.content.test_base_checks import NOT_OUR_SPANISH
from tests.content.test_packs import HEADER

from simulacro.content.documented_cases import BRAND, DocumentedCase, documented_case_from
from simulacro.content.packs import BadPack, read_pack, read_pack_files

FOLDER: Final = Path(__file__).parents[2] / "src/simulacro/content/packs/base"
OURS: Final = "AR BO BR CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV UY VE"
ENTRY: Final = """
documented_cases:
  - id: cafe.documented.2015-cup
    date: '2015-03-02'
    country: PE
    family: service
    combination: {trigger: service, channel: facebook}
    es:
"""
WORDS: Final = """
      title: A cup with a crack
      facts: A customer found a crack in her cup and told it with a photograph.
      done: The café gave her another cup.
      speed: It is not documented.
      outcome: She came back with friends on the following day.
      lesson: A new cup costs less than a long explanation.
      scene: It is noon, and a customer of {brand} holds up a cup with a crack.
      turns:
        - {happens: She posts a photo., asks: What do you answer?}
        - {happens: A rival of {brand} likes it., asks: And now what?}
"""
SOURCES: Final = "    sources: [{title: The cup, read: 2026-11-23}]\n"


@cache
def cases() -> tuple[DocumentedCase, ...]:
    items = read_pack(FOLDER).section("documented_cases")
    return tuple(documented_case_from(item) for item in items)


def entry(*changes: tuple[str, str]) -> str:
    words = WORDS.replace("A rival of {brand} likes it.", "'A rival of {brand} likes it.'")
    return changed(f"{ENTRY.rstrip()}{words}    en:{words}{SOURCES}", changes)


def test_half_of_them_are_from_spain_and_latin_america_and_every_family_is_there() -> None:
    ours = [case for case in cases() if case.country in OURS]
    assert len(ours) * 2 >= len(cases())
    assert all(2009 <= case.year <= 2026 for case in cases())


def test_they_say_the_same_in_both_languages_in_our_spanish() -> None:
    for case in cases():
        es, en = case.words("es"), case.words("en")
        assert len(es.turns) == len(en.turns), case.id
        for words in (es, en):
            told = [words.title, words.facts, words.done, words.speed, words.outcome, words.lesson]
            assert all(told), case.id
            lived = [words.scene, *(t.happens for t in words.turns), *(t.asks for t in words.turns)]
            assert BRAND in words.scene, case.id
            if words is es:
                quoted = re.compile("«[^»]*»")
                mine = [quoted.sub("", text) for text in told + lived]
                wrong = [t for t in mine if NOT_OUR_SPANISH.search(t) or re.search('[“”"]', t)]
                assert not wrong, case.id
            else:
                assert not [t for t in told + lived if re.search('[«»"]', t)], case.id


def test_hours_to_the_first_answer_are_said_only_where_a_source_was_read() -> None:
    timed = [case for case in cases() if case.first_answer_h is not None]
    assert [case.id for case in timed if not case.verified] == []


def test_a_case_is_lived_by_another_brand_and_told_of_whom_it_happened_to() -> None:
    case = next(c for c in cases() if c.id == "base.documented.2009-united-breaks-guitars")
    lived = case.words("en").lived_by("Café Andariego")
    assert "Café Andariego" in lived.scene
    assert not [t for t in lived.turns if BRAND in t.happens + t.asks]
    assert lived.facts == case.words("en").facts


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (("'2015-03-02'", "'2015-02-30'"), "documented_cases[0].date", "not a date"),
        (("'2015-03-02'", "'2005-03-02'"), "documented_cases[0].date", "from 2009 to 2026"),
        (("2015-cup", "2016-cup"), "documented_cases[0].id", "the case's year, 2015"),
        (
            ("trigger: service", "trigger: legal"),
            "documented_cases[0].combination.trigger",
            "legal",
        ),
        (("of {brand} holds", "holds"), "documented_cases[0].es.scene", "{brand}"),
        (("of {brand} holds", "of {brnad} holds {brand}"), "documented_cases[0].es.scene", "brnad"),
        (("gave her", "{brand} gave her"), "documented_cases[0].es.done", "{brand}"),
        (
            ("turns:\n", "turns:\n        - {happens: It rains outside., asks: And what now?}\n"),
            "documented_cases[0].en.turns",
            "number of turns",
        ),
        (("read: 2026-11-23", "read: 2026-13-23"), "documented_cases[0].sources[0].read", "date"),
        (("channel: facebook", "channel: fax"), "documented_cases[0].combination.channel", "fax"),
    ],
)
def test_what_is_wrong_with_a_case_is_said_with_its_place(
    change: tuple[str, str], place: str, words: str
) -> None:
    assert read_pack_files({"pack.yaml": HEADER, "case.yaml": entry()}).section("documented_cases")
    with pytest.raises(BadPack) as refused:
        read_pack_files({"pack.yaml": HEADER, "case.yaml": entry(change)})
    assert place in [m.mistake.place for m in refused.value.mistakes]
    assert words in str(refused.value)
