"""Every fix of the engine and every class of weak points has words, in both languages."""

import datetime as dt

import pytest
from django.utils import translation
from tests.apps.audit.inventories import cafe

from simulacro.apps.audit.advice import base_items, finding_words, fix_words
from simulacro.apps.audit.reading import FindingSeen, FixEffect
from simulacro.engines.access.fix_kinds import KINDS

CLASSES = [f"F{number}" for number in range(1, 16)]


def fix(kind: str, **params: str) -> FixEffect:
    return FixEffect(kind, tuple(params.items()), 10.0, 5.0, ())


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fix_has_words(kind: str, language: str) -> None:
    with translation.override(language):
        words = fix_words(cafe(), fix(kind, target="ig", person="ben", through="telefono+ada"))
    assert words.title
    assert words.why
    assert words.how
    assert "{" not in words.do
    assert any(name in words.do for name in ("Instagram", "Ben"))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("code", CLASSES)
def test_every_class_of_weak_points_has_words(code: str, language: str) -> None:
    with translation.override(language):
        words = finding_words(cafe(), FindingSeen(code, ("ig", "telefono")))
    assert words.title
    assert words.why
    assert words.how
    assert 1 <= words.severity <= 4
    assert "Instagram" in words.about


def test_no_words_are_kept_for_a_fix_that_the_engine_does_not_know() -> None:
    kept = {i.rpartition(".")[2].replace("-", "_") for i in base_items() if ".fix." in i}
    assert kept == set(KINDS)


def test_spanish_contracts_de_el_and_a_el() -> None:
    with translation.override("es"):
        words = fix_words(cafe(), fix("use_app_not_sms", target="telefono"))
        assert "los códigos del teléfono de la jefa" in words.do
        taken = fix_words(cafe(), fix("revoke_leaver", target="telefono"))
        assert "sus accesos al teléfono de la jefa" in taken.do


def test_a_fix_of_a_channel_has_the_networks_own_page_and_says_who_checked_it() -> None:
    with translation.override("es"):
        page = fix_words(cafe(), fix("add_second_factor", target="ig")).page
    assert page is not None
    assert page.network == "Instagram"
    assert page.url.startswith("https://help.instagram.com/")
    assert page.seen == dt.date(2026, 11, 30)
    roles = fix_words(cafe(), fix("add_second_eyes", target="ig")).page
    assert roles is not None
    assert roles.url.startswith("https://business.facebook.com/settings/")


def test_every_link_of_a_network_was_held_against_another_source() -> None:
    networks = [item for key, item in base_items().items() if key.startswith("base.network.")]
    assert networks
    for item in networks:
        assert set(item.fields.get("links", {})) == set(item.fields.get("seen", {})), item.id


def test_a_fix_of_a_thing_without_a_network_has_no_page() -> None:
    assert fix_words(cafe(), fix("lock_device", target="telefono")).page is None
