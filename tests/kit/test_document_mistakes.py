import json
from importlib.resources import files

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from tests.kit.hints_of_readers import hints_of_readers

from simulacro.content.packs import TYPES
from simulacro.engines.access.document import load_document
from simulacro.engines.documents.mistakes import TEXTS, DocumentError, Mistake
from simulacro.kit.document_mistakes import WORDS, phrase, told, why_unreadable


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


def quoted_in(code: str, name: str) -> bool:
    """Whether the sentence quotes the value, which then stays as the file writes it."""
    with override("en"):
        return any(f"“{{{name}}}”" in str(words) for words in WORDS[code])


@pytest.mark.parametrize(
    ("code", "name", "text"),
    sorted(
        (code, name, text)
        for code, name, text in hints_of_readers()
        if not quoted_in(code, name) and not text.startswith("simulacro.")
    ),
)
def test_every_hint_of_every_reader_has_spanish_words(code: str, name: str, text: str) -> None:
    with override("es"):
        assert phrase(text) != text


def test_what_a_schema_of_packs_expects_has_spanish_words() -> None:
    schema = json.loads(files("simulacro.content").joinpath("pack.schema.json").read_text("utf-8"))
    titles = [
        part["title"] for part in schema["$defs"].values() if isinstance(part.get("title"), str)
    ]
    with override("es"):
        for text in (*titles, *TYPES.values()):
            assert phrase(text) != text
        assert phrase("text or a list") == "texto o una lista"


def test_what_the_file_says_is_never_translated() -> None:
    values = (("wrong", "text"), ("hint", "the fields are: id, name"))
    with override("es"):
        assert told(Mistake("unknown_field", ("text",), values)).wrong == (
            "«text» no es un campo de aquí"
        )


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 2\nb: {3: 4\nc: 5\n",
        "a: b: 1\nd: 1\ne: 2\n",
        "a: 1\n\tb: 2\nc: 3\n",
        "a: 1\n  b: 2\nc: 3\n",
        'a: "\\q"\nb: 1\nc: 2\n',
        "- a\nb: 1\nc: 2\n",
        "a: 1\n---\nb: 2\n",
        '{"a": 1 "b": 2}',
        '{"a": }',
        '{"a": 1} x',
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_words(text: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load_document(text)
    mistake = next(m for m in caught.value.mistakes if m.code == "syntax")
    problem = dict(mistake.values)["problem"]
    with override("es"):
        said = why_unreadable(problem)
        assert said in told(mistake).wrong
    kind, _, detail = said.partition(" (detalle técnico: ")
    assert kind
    assert "detalle técnico" not in kind
    assert detail in {"", f"{problem})"}


def test_an_unknown_complaint_of_a_parser_is_a_technical_detail() -> None:
    with override("es"):
        assert why_unreadable("zzz") == "detalle técnico: zzz"
