"""Mistakes in a file, told in the reader's language."""

import re
from pathlib import Path

from django.utils import translation

import simulacro
from simulacro.apps.audit.mistakes_in_words import WORDS
from simulacro.kit import document_mistakes

HINTS = [
    "did you mean “clave”?",
    "the fields are: id, name",
    "add the asset, or correct the name",
]


def test_every_mistake_and_its_way_out_is_told_in_spanish() -> None:
    for pair in (*WORDS.values(), *document_mistakes.WORDS.values()):
        for words in pair:
            with translation.override("en"):
                english = str(words)
            with translation.override("es"):
                assert str(words) != english or english == "{hint}"


def test_the_hints_of_the_engine_are_told_in_spanish_with_their_words() -> None:
    with translation.override("es"):
        assert [document_mistakes.phrase(hint) for hint in HINTS] == [
            "¿quisiste decir «clave»?",
            "los campos son: id, name",
            "agrega el recurso o corrige el nombre",
        ]


def test_no_lazy_translation_hides_under_a_name_that_is_not_collected() -> None:
    source = Path(simulacro.__file__).parent
    hidden = [
        str(file)
        for file in source.glob("**/*.py")
        if re.search(r"\bn?gettext_(?:lazy|noop) as (?!_\b)\w+", file.read_text("utf-8"))
    ]
    assert hidden == []
