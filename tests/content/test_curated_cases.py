"""The case studies that ship written by hand: enough, whole, in our words, and able to happen."""

import re
from collections import Counter
from functools import cache

import pytest
from tests.content.entries import changed
from tests.content.test_base_checks import FOLDER, NOT_OUR_SPANISH
from tests.content.test_packs import HEADER

from simulacro.content.cases import Case, curated_case
from simulacro.content.drill_model import base_model, families
from simulacro.content.packs import BadPack, Item, read_pack, read_pack_files

FEWEST = 40
BRAND = "Café Andariego"


@cache
def items() -> tuple[Item, ...]:
    return read_pack(FOLDER).section("cases")


def texts(case: Case) -> list[str]:
    return [
        case.title,
        case.situation,
        *case.known,
        *case.unknown,
        *(beat.text for beat in case.timeline),
        *(text for seen in case.exhibits for text in (seen.author, seen.text)),
        *(text for q in case.questions for text in (q.ask, q.answer, *q.notices)),
        case.gained,
    ]


def test_there_are_enough_of_every_family() -> None:
    assert len(items()) >= FEWEST
    assert {item.fields["family"] for item in items()} <= set(families())


def test_each_can_happen_and_says_how_it_differs_from_the_others() -> None:
    model = base_model()
    ids = {factor.id for factor in model.factors}
    for item in items():
        assert set(item.fields["combination"]) == ids, item.id
        assert model.broken_rules(item.fields["combination"]) == (), item.id
    same = Counter(tuple(sorted(item.fields["combination"].items())) for item in items())
    assert [combination for combination, times in same.items() if times > 1] == []


def test_each_is_played_in_the_time_it_says_and_asks_what_can_be_gained() -> None:
    for item in items():
        minutes = sum(question["minutes"] for question in item.fields["questions"])
        assert minutes <= item.fields["minutes"] <= minutes + 15, item.id
        tasks = [question["task"] for question in item.fields["questions"]]
        assert 4 <= len(tasks) <= 7, item.id
        assert any(task.startswith("answer.") for task in tasks), item.id
        assert "learn.gain" in tasks, item.id


def test_they_are_in_our_words_in_both_languages() -> None:
    said_in_spanish = re.compile("«[^»]*»")
    for item in items():
        for language in ("es", "en"):
            case = curated_case(item, language, BRAND)
            said = texts(case)
            assert not [text for text in said if "{" in text], item.id
            if language == "en":
                assert not [text for text in said if re.search("[«»]", text)], item.id
                continue
            ours = [
                *(t for t in (case.title, case.situation, case.gained, *case.known, *case.unknown)),
                *(beat.text for beat in case.timeline),
                *(text for q in case.questions for text in (q.ask, q.answer, *q.notices)),
            ]
            mine = [said_in_spanish.sub("", text) for text in ours]
            wrong = [t for t in mine if NOT_OUR_SPANISH.search(t) or re.search('[“”"]', t)]
            assert not wrong, item.id


ENTRY = """
cases:
  - id: cafe.case.cup
    family: service
    minutes: 10
    combination: {trigger: service}
    timeline: [{id: start, at_min: 0}]
    exhibits: [{id: photo, kind: photo, network: x, at_min: 0}]
    questions: [{id: first, task: answer.first, minutes: 5}]
"""
WORDS = """
      title: A cup with a crack
      situation: >-
        It is noon at {brand}, and a customer holds up a cup with a crack for all to see.
      known: [The cup has a crack.]
      unknown: [Who packed it.]
      timeline: {start: She posts the film.}
      exhibits: {photo: {from: A customer, text: Look at this cup.}}
      questions:
        first:
          ask: What do you answer first?
          answer: That it is our fault and a new cup is on its way.
          notices: [She is not after money.]
      gained: Whoever gets a better cup within the hour tells it, and boxes get packed better.
"""


def entry(*changes: tuple[str, str]) -> str:
    return changed(f"{ENTRY.rstrip()}\n    es:{WORDS.rstrip()}\n    en:{WORDS}", changes)


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (("answer.first", "answer.frist"), "cases[0].questions[0].task", "answer.frist"),
        (("{start: She", "{begin: She"), "cases[0].es.timeline", "start"),
        (("[The cup has a crack.]", "[A crack., Another one.]"), "cases[0].en.known", "Spanish"),
        (("at {brand}", "at {brnad}"), "cases[0].es.situation", "{brand}"),
        (("trigger: service", "trigger: legal"), "cases[0].combination.trigger", "legal"),
        (("{id: start, at_min: 0}", "{id: start}"), "cases[0].timeline[0]", "at_min"),
        (
            ("[{id: start, at_min: 0}]", "[{id: start, at_min: 0}, {id: start, at_min: 1}]"),
            "cases[0].timeline[1].id",
            "start",
        ),
    ],
)
def test_what_is_wrong_with_a_case_is_said_with_its_place(
    change: tuple[str, str], place: str, words: str
) -> None:
    assert read_pack_files({"pack.yaml": HEADER, "case.yaml": entry()}).section("cases")
    with pytest.raises(BadPack) as refused:
        read_pack_files({"pack.yaml": HEADER, "case.yaml": entry(change)})
    assert place in [m.mistake.place for m in refused.value.mistakes]
    assert words in str(refused.value)
