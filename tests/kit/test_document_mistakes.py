import pytest
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
