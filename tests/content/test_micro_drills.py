"""The micro drills that ship: enough, three minutes long, and not to be guessed by their looks."""

import re
from collections import Counter
from functools import cache

import pytest
from tests.content.entries import changed
from tests.content.test_base_checks import FOLDER, NOT_OUR_SPANISH
from tests.content.test_packs import HEADER

from simulacro.content.drill_model import base_model, families
from simulacro.content.micro_drills import BEST, MicroDrill, MicroStep, micro_drills_of
from simulacro.content.packs import BadPack, Item, read_pack, read_pack_files

FEWEST = 24
FIRST = "base.micro.phone-lost"
MOST_WORDS = 420
"""What is read at an easy pace in three minutes, with time left to choose."""
SAID_IN_SPANISH = re.compile("«[^»]*»")


@cache
def items() -> tuple[Item, ...]:
    return read_pack(FOLDER).section("micro_drills")


@cache
def drills(language: str) -> tuple[MicroDrill, ...]:
    return micro_drills_of(items(), language)


def by_length(step: MicroStep) -> list[str]:
    """The ratings of a step, that of the shortest choice first."""
    return [choice.rating for choice in sorted(step.choices, key=lambda c: len(c.text))]


def texts(drill: MicroDrill) -> list[str]:
    choices = [choice for step in drill.steps for choice in step.choices]
    return [
        drill.title,
        drill.scene,
        drill.learned,
        *(step.ask for step in drill.steps),
        *(text for choice in choices for text in (choice.text, choice.then)),
    ]


def test_there_are_enough_in_every_family_and_the_lost_phone_comes_first() -> None:
    assert len(items()) >= FEWEST
    per_family = Counter(drill.family for drill in drills("es"))
    assert set(per_family) == set(families())
    assert sum(times >= 2 for times in per_family.values()) > len(families()) / 2
    assert items()[0].id == FIRST


def test_each_can_happen() -> None:
    for item in items():
        combination = item.fields["combination"]
        assert combination["trigger"] == item.fields["family"], item.id
        assert base_model().broken_rules(combination) == (), item.id


def test_every_step_has_three_choices_and_a_single_best_one() -> None:
    for drill in drills("es"):
        assert 3 <= len(drill.steps) <= 4, drill.id
        for step in drill.steps:
            ratings = [choice.rating for choice in step.choices]
            assert (len(ratings), ratings.count(BEST)) == (3, 1), (drill.id, step.id)


def test_the_best_choice_is_not_given_away_by_its_place() -> None:
    places = Counter()
    for drill in drills("es"):
        best = [step.choices.index(step.best) for step in drill.steps]
        assert len(set(best)) > 1, drill.id
        places.update(best)
    assert min(places[place] for place in range(3)) >= sum(places.values()) / 4, places


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_best_choice_is_not_given_away_by_its_length(language: str) -> None:
    longest = []
    for drill in drills(language):
        for step in drill.steps:
            lengths = [len(choice.text) for choice in step.choices]
            assert max(lengths) <= 2 * min(lengths), (drill.id, step.id)
        ranks = [by_length(step).index(BEST) for step in drill.steps]
        assert len(set(ranks)) > 1, drill.id
        longest += [rank == 2 for rank in ranks]
    assert sum(longest) <= len(longest) * 0.4


def test_the_slowest_way_through_is_read_in_three_minutes() -> None:
    for drill in drills("es"):
        read = [drill.scene, drill.learned]
        for step in drill.steps:
            read += [step.ask, *(choice.text for choice in step.choices)]
            read.append(max((choice.then for choice in step.choices), key=len))
        assert sum(len(text.split()) for text in read) <= MOST_WORDS, drill.id


def test_they_are_in_our_words_in_both_languages_and_name_no_brand() -> None:
    for drill in drills("es"):
        said = texts(drill)
        assert not [text for text in said if "{" in text or re.search('[“”"]', text)], drill.id
        mine = [SAID_IN_SPANISH.sub("", text) for text in said]
        assert not [text for text in mine if NOT_OUR_SPANISH.search(text)], drill.id
    for drill in drills("en"):
        assert not [text for text in texts(drill) if re.search('[{«»"]', text)], drill.id


ENTRY = """
micro_drills:
  - id: cafe.micro.cup
    family: service
    combination: {trigger: service}
    steps:
      - {id: first, task: answer.first, choices: {a: M, b: P}}
      - {id: gain, task: learn.gain, choices: {a: P, b: S}}
"""
WORDS = """
      title: A cup with a crack
      scene: It is noon, and a customer holds up a cup with a crack for all to see.
      steps:
        first:
          ask: What do you answer?
          choices:
            a: {text: That it cannot be., then: She shows the crack.}
            b: {text: That a new cup is on its way., then: She waits for it.}
        gain:
          ask: What do you tell afterwards?
          choices:
            a: {text: How cups are packed now., then: Somebody orders two.}
            b: {text: That it is sorted out., then: Nobody asks any more.}
      learned: Whoever gets a better cup within the hour tells it.
"""


def entry(*changes: tuple[str, str]) -> str:
    return changed(f"{ENTRY.rstrip()}\n    es:{WORDS.rstrip()}\n    en:{WORDS}", changes)


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (("answer.first", "answer.frist"), "micro_drills[0].steps[0].task", "answer.frist"),
        (("{a: M, b: P}", "{a: M, b: S}"), "micro_drills[0].steps[0].choices", "…: P"),
        (("b: P}", "b: P, c: U}"), "micro_drills[0].es.steps.first.choices", "c"),
        (("{a: P, b: S}", "{a: P}"), "micro_drills[0].steps[1].choices", "at least 2"),
        (("b: {text: That it", "c: {text: That it"), "micro_drills[0].es.steps.gain.choices", "b"),
        (("        gain:", "        gained:"), "micro_drills[0].es.steps", "gain"),
        (("{id: gain", "{id: first"), "micro_drills[0].steps[1].id", "first"),
        (("trigger: service", "trigger: legal"), "micro_drills[0].combination.trigger", "legal"),
    ],
)
def test_what_is_wrong_with_a_micro_drill_is_said_with_its_place(
    change: tuple[str, str], place: str, words: str
) -> None:
    assert read_pack_files({"pack.yaml": HEADER, "micro.yaml": entry()}).section("micro_drills")
    with pytest.raises(BadPack) as refused:
        read_pack_files({"pack.yaml": HEADER, "micro.yaml": entry(change)})
    assert place in [m.mistake.place for m in refused.value.mistakes]
    assert words in str(refused.value)
