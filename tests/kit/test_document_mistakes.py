import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from simulacro.engines.documents.mistakes import TEXTS, Mistake
from simulacro.kit.document_mistakes import WORDS, told


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_mistake_of_a_document_is_told_in_spanish(code: str) -> None:
    mistake = Mistake(code, ("assets", 3), (("wrong", "algo"), ("field", "otro")), 4, 2)
    assert code in WORDS
    with override("es"):
        spanish = told(mistake)
    with override("en"):
        english = told(mistake)
    assert spanish.place == "línea 4, columna 2"
    assert spanish.wrong != english.wrong


def test_the_hint_is_told_in_spanish_too() -> None:
    values = (("wrong", "nam"), ("hint", "did you mean “name”?"), ("of", "an asset"))
    with override("es"):
        assert str(told(Mistake("unknown_field", ("nam",), values))) == (
            "nam: «nam» no es un campo de aquí; ¿quisiste decir «name»?"
        )


@pytest.mark.parametrize("word", ["assets", "text", "“text”"])
def test_a_word_of_the_file_is_quoted_as_it_stands_there(word: str) -> None:
    with override("es"):
        assert str(told(Mistake("duplicate_key", (), (("wrong", word),)))) == (
            f"«{word}» está dos veces; deja solo uno"
        )


def test_what_we_say_of_a_value_is_translated() -> None:
    values = (("wrong", "a list"), ("expected", "text"))
    with override("es"):
        assert told(Mistake("wrong_type", (), values)).way_out == "escribe texto"
        assert told(Mistake("too_many", (), (("limit", "9"), ("what", "assets")))).wrong == (
            "hay más de 9 recursos"
        )


@pytest.mark.parametrize(("count", "words"), [(1, "Correct it and"), (2, "Correct them and")])
def test_one_mistake_is_spoken_of_as_one(count: int, words: str) -> None:
    with override("en"):
        mistakes = [told(Mistake("duplicate_key", (), (("wrong", "a"),)))] * count
        assert words in render_to_string("kit/parts/file_mistakes.html", {"mistakes": mistakes})
