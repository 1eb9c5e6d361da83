"""Every combination that can happen becomes a case that reads as one person wrote it."""

import re

import numpy as np
import pytest
import yaml
from tests.content.test_base_checks import FOLDER, NOT_OUR_SPANISH

from simulacro.content.assembling import IncompleteCombination, assembled_case
from simulacro.content.capabilities import capabilities
from simulacro.content.cases import Case, Shelf, UnknownCase, made_key
from simulacro.content.drill_model import FactorWords, base_model, trained_by
from simulacro.engines.possibilities import cover

TASKS = {task for capability in capabilities() for task in capability.tasks}
SENTENCE = re.compile(r"[^.!?»”]+[.!?»”]+")


def rows() -> list[dict[str, str]]:
    """A whole pairwise covering array of the drill model."""
    model = base_model()
    array = cover(model, effort=0)
    return [
        {f.id: f.values[v].id for f, v in zip(model.factors, row, strict=True)}
        for row in np.array(array.rows)
    ]


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


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_row_of_a_covering_array_becomes_a_whole_case(language: str) -> None:
    for row in rows():
        case = assembled_case(row, language, "Café Andariego")
        assert not [text for text in texts(case) if "{" in text or not text.strip()]
        assert 4 <= len(case.questions) <= 6
        assert {q.task for q in case.questions} <= TASKS
        assert {q.task.partition(".")[0] for q in case.questions} >= {"answer"}
        told = SENTENCE.findall(case.situation)
        assert len(told) == len(set(told))
        assert case == assembled_case(row, language, "Café Andariego")


def test_both_languages_have_the_same_structure() -> None:
    for row in rows():
        spanish, english = (assembled_case(row, language, "X") for language in ("es", "en"))
        assert [q.task for q in spanish.questions] == [q.task for q in english.questions]
        assert [(e.kind, e.at_min) for e in spanish.exhibits] == [
            (e.kind, e.at_min) for e in english.exhibits
        ]
        assert len(spanish.unknown) == len(english.unknown)
        assert spanish.key == english.key == made_key(row)


def test_each_value_leaves_its_mark_in_the_text() -> None:
    """Two cases that differ in one factor differ in what they say."""
    base = rows()[0]
    model = base_model()
    for factor in model.factors:
        told = {
            "\n".join(texts(assembled_case({**base, factor.id: value.id}, "es", "X")))
            for value in factor.values
        }
        assert len(told) == len(factor.values), factor.id


def shape(part: object) -> object:
    """What holds parts: the names of a mapping and the length of a list, however deep."""
    if isinstance(part, dict):
        return {name: shape(inner) for name, inner in part.items()}
    return [shape(inner) for inner in part] if isinstance(part, list) else None


def test_the_parts_have_as_many_variants_in_either_language() -> None:
    words = yaml.safe_load((FOLDER.parent.parent / "case_parts.yaml").read_text("utf-8"))
    assert shape(words["es"]) == shape(words["en"])
    assert words["es"]["hours"] == words["en"]["hours"]
    for trigger, stories in words["es"]["stories"].items():
        assert len({tuple(story["post"]) for story in stories}) == 1, trigger


def test_they_are_in_our_words_and_say_what_can_be_gained_last() -> None:
    for row in rows():
        case = assembled_case(row, "es", "Café Andariego")
        ours = [text for text in texts(case) if text not in {e.text for e in case.exhibits}]
        mine = [re.sub("«[^»]*»", "", text) for text in ours]
        assert not [t for t in mine if NOT_OUR_SPANISH.search(t) or re.search('[“”"]', t)]
        assert case.questions[-1].task == "learn.gain"
        english = texts(assembled_case(row, "en", "Café Andariego"))
        assert not [text for text in english if re.search("[«»]", text)]


def test_what_is_drilled_is_what_the_calendar_counts() -> None:
    for row in rows():
        asked = {q.task.partition(".")[0] for q in assembled_case(row, "es", "X").questions}
        assert len(asked & trained_by(row)) >= min(4, len(trained_by(row)))


def test_a_key_that_says_too_little_is_no_case() -> None:
    with pytest.raises(IncompleteCombination):
        assembled_case({"trigger": "trolls"}, "es", "X")
    with pytest.raises(UnknownCase):
        Shelf().case("made:trigger=trolls", "es", "X")


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_brands_own_factors_are_told_by_their_names(language: str) -> None:
    own = FactorWords(
        language,
        {
            "trigger": ("Qué pasa", {"allergy": "Una alergia en la mesa"}),
            "moment": ("Cuándo", {"payday": "Quincena"}),
            "channel": ("Dónde", {"delivery": "Rappi"}),
            "dish": ("Plato", {"soup": "Sopa"}),
        },
    )
    combination = {
        "trigger": "allergy",
        "moment": "payday",
        "channel": "delivery",
        "dish": "soup",
    }
    case = assembled_case(combination, language, "Café Andariego", own)
    assert case.title == "Una alergia en la mesa, quincena"
    assert "una alergia en la mesa" in case.situation
    assert "Rappi" in case.timeline[0].text
    assert "Plato: Sopa." in case.known
    assert not [text for text in texts(case) if "{" in text or not text.strip()]
    with pytest.raises(IncompleteCombination) as refused:
        assembled_case({**combination, "channel": "fax"}, language, "Café Andariego", own)
    assert refused.value.missing == ("channel",)
