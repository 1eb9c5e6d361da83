"""Checks of a pack: what is wrong in them is told in one go, each with its place and way out."""

import pytest
from tests.content.entries import changed
from tests.content.test_packs import HEADER, mistakes

from simulacro.content.packs import read_pack_files

CHECK = (
    HEADER
    + """
checks:
  - id: cafe.check.phone
    about: [device]
    networks: [instagram]
    severity: 3
    finding: F1
    good: yes
    when: {count: {of: brand, that: {network: x}, at_least: 1, at_most: 3}}
    decide: {trait: locked}
    effects: {no: [no_screen_lock], yes: [screen_lock]}
    verified: 2026-08-05
    es: {question: "¿{name} se bloquea?", why: Es puerta, verify: [Mira], fix: "Bloquea {name}"}
    en: {question: "Does {name} lock itself?", why: A door it is, verify: [Look], fix: Lock it well}
"""
)


def said(*changes: tuple[str, str]) -> list[str]:
    return mistakes(changed(CHECK, changes))


def test_a_sound_check_is_read() -> None:
    assert read_pack_files({"cafe.yaml": CHECK}).section("checks")


def test_what_the_schema_says_of_a_check_hides_nothing_of_what_it_means() -> None:
    found = said(
        ("severity: 3", "severity: 9"),
        ("why: A door it is, ", ""),
        ("about: [device]", "about: [devices]"),
        ("trait: locked", "traits: locked"),
        ("[no_screen_lock]", "[no_screen_lok]"),
        ("2026-08-05", "2026-13-05"),
        ("Bloquea {name}", "Bloquea {nombre}"),
    )
    for words in ("9 is out", "“why” is missing", "“devices”", "“traits”", "“no_screen_lok”"):
        assert sum(words in m for m in found) == 1, words
    assert any("“2026-13-05” is not a date" in m for m in found)
    assert any("“{nombre}”" in m and "write {name}, or no braces" in m for m in found)
    assert len(found) == 7
    assert all(m.startswith("0.yaml: line ") for m in found)


def test_an_entry_without_an_id_hides_no_mistake_of_the_others() -> None:
    found = said(("  - id: cafe.check.phone\n    about: [device]", "  - about: [devise]"))
    assert any("“id” is missing" in m for m in found)
    assert any("“devise”" in m for m in found)


@pytest.mark.parametrize(
    ("old", "new", "wrong", "way_out"),
    [
        ("[instagram]", "[instagran]", "“instagran”", "did you mean “instagram”?"),
        ("[instagram]", "[twiter]", "no network is called “twiter”", "the networks are: bluesky"),
        ("network: x", "network: [x, tiktoc]", "“tiktoc”", "did you mean “tiktok”?"),
        ("at_least: 1, at_most: 3", "at_least: 3, at_most: 1", "1 is out of range", "from 3"),
        ("good: yes", "good: maybe", "“maybe”", "write one of: yes, no"),
    ],
)
def test_what_no_inventory_could_answer_is_refused(
    old: str, new: str, wrong: str, way_out: str
) -> None:
    (found,) = said((old, new))
    assert wrong in found
    assert way_out in found


def test_a_pack_may_name_a_network_of_its_own() -> None:
    own = """
networks:
  - id: cafe.network.twitch
    name: Twitch
    factors: [app]
    es: {note: Una red de vídeo}
    en: {note: A network of video}
    sources: []
"""
    assert read_pack_files({"a.yaml": CHECK.replace("[instagram]", "[twitch]") + own})


def test_an_effect_is_not_held_against_a_kind_that_nobody_could_read() -> None:
    (found,) = said(("about: [device]", "about: [devices]"))
    assert "“devices” is not one of the answers" in found
    both = said(("about: [device]", "about: [devices, person]"))
    assert sum("says nothing about a person" in m for m in both) == 2
