"""No question, real test or fix reads as if a machine had put an alias into it."""

import re
from collections.abc import Iterator
from datetime import date
from importlib import resources

import pytest
from django.utils import translation
from tests.apps.audit.inventories import cafe, renamed, with_asset
from tests.apps.audit.test_wizard_answers import FULL, QUICK, build

from simulacro.apps.audit import grammar
from simulacro.apps.audit.advice import filled
from simulacro.apps.audit.check_words import check_words
from simulacro.apps.audit.queries.checks import shipped_checks
from simulacro.apps.audit.queries.real_tests import Standing, shipped_real_tests
from simulacro.apps.audit.real_test_words import in_words
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Asset, Inventory, Kind

TODAY = date(2026, 11, 30)
# After an article and a noun of the text, the alias's own article: "el buzón el buzón redes@".
DOUBLED = re.compile(
    r"\b(?:el|la|los|las|the) (\w+) (?:el|la|los|las|the) (?:\1\b|correo|teléfono|programador)",
    re.I,
)
TWICE = re.compile(r"\b(el|la|los|las|the|de|del|buzón|gestor|mailbox|manager) \1\b", re.I)
OPENS_SMALL = re.compile(r"(?:^|[.?!] )[¿¡]?(?:el|la|los|las|the) ")


def demo() -> Inventory:
    pack = resources.files("simulacro.content").joinpath("packs", "demo", "brand.yaml")
    return load_document(pack.read_bytes())


def asked_about(inventory: Inventory) -> Iterator[str]:
    """Every question about every subject that it could be asked of, and every real test."""
    for check in shipped_checks().values():
        for asset in inventory.assets:
            if asset.kind in check.about:
                said = check_words(inventory, check, asset.id, brand_name="Café", today=TODAY)
                yield from (said.question, said.why, *said.verify, said.fix)
    for test in shipped_real_tests().values():
        for asset in inventory.assets:
            if asset.kind in test.about:
                words = in_words(inventory, Standing(test, asset, None, None, TODAY))
                yield from (words.title, *words.steps)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("brand", ["demo", "wizard", "full"])
def test_an_alias_opens_a_question_with_a_capital_and_never_doubles_a_noun(
    brand: str, language: str
) -> None:
    answers = {"wizard": QUICK, "full": FULL}
    with translation.override(language):
        inventory = demo() if brand == "demo" else build(answers[brand] | {"language": language})
        texts = list(asked_about(inventory))
    assert len(texts) > 200
    for text in texts:
        assert not OPENS_SMALL.search(text), text
        assert not DOUBLED.search(text), text
        assert not TWICE.search(text), text
        assert "{" not in text


@pytest.mark.parametrize(
    ("alias", "question"),
    [
        ("Buzón redes@", "¿El buzón redes@ pide un segundo paso que no sea un SMS?"),
        ("El correo de Instagram", "¿El correo de Instagram pide un segundo paso"),
        ("Correo de la tienda", "¿El correo de la tienda pide un segundo paso"),
        ("redes@cafe.pe", "¿El buzón redes@cafe.pe pide un segundo paso"),
        ("Gmail de Ada", "¿Gmail de Ada pide un segundo paso"),
        ("El de siempre, con clave nueva", "¿El de siempre, con clave nueva, pide un segundo paso"),
    ],
)
def test_a_question_reads_well_with_and_without_an_article(alias: str, question: str) -> None:
    inventory = with_asset(cafe(), Asset("m", Kind.MAILBOX, alias))
    check = shipped_checks()["base.check.mailboxes.second-factor"]
    with translation.override("es"):
        said = check_words(inventory, check, "m", brand_name="Café", today=TODAY)
    assert said.question.startswith(question)


def test_an_address_known_alone_is_called_a_mailbox_in_english_too() -> None:
    mailbox = Asset("m", Kind.MAILBOX, "redes@cafe.pe")
    assert grammar.called(mailbox, "en") == "the mailbox redes@cafe.pe"
    assert grammar.called(Asset("a", Kind.ACCOUNT, "@cafe"), "es") == "@cafe"


def test_a_question_within_a_sentence_keeps_its_small_letter() -> None:
    inventory = cafe()
    text = "Si {name} se pierde, ¿{name} tiene copia? {name} espera."
    said = filled(text, inventory, {"name": "telefono"}, "es")
    assert said == (
        "Si el teléfono de la jefa se pierde, ¿el teléfono de la jefa tiene copia? "
        "El teléfono de la jefa espera."
    )


def test_an_alias_with_a_comma_is_closed_where_the_sentence_goes_on() -> None:
    inventory = renamed(cafe(), "ben", "Ben, CM")
    names = {"name": "ben", "gap": "nights", "target": "ben+ada"}
    with translation.override("es"):
        assert filled("¿{name} entra?", inventory, names, "es") == "¿Ben, CM, entra?"
        assert filled("Llama a {name}.", inventory, names, "es") == "Llama a Ben, CM."
        assert filled("Cubre a {name} {gap}.", inventory, names, "es") == (
            "Cubre a Ben, CM, de noche."
        )
        assert filled("Llama a {target} hoy.", inventory, names, "es") == (
            "Llama a Ben, CM; y Ada hoy."
        )
