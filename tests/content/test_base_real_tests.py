"""The real tests that ship: sound, in both languages, and of every kind that can be tried out."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.content.test_base_checks import NOT_OUR_SPANISH
from tests.content.test_packs import HEADER

from simulacro.content.packs import BadPack, read_pack, read_pack_files
from simulacro.content.real_tests import RealTest, real_test_from
from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Battery,
    Brand,
    Inventory,
    Kind,
    Method,
    Trait,
)
from simulacro.engines.access.predicates import Scene

FOLDER = Path(__file__).parents[2] / "src/simulacro/content/packs/base"
WORDS = "{title: Try a radio, why: It is assumed, steps: [Try], passed: It works, fix: Mend it all}"


@cache
def real_tests() -> tuple[RealTest, ...]:
    return tuple(real_test_from(item) for item in read_pack(FOLDER).section("real_tests"))


def test_there_are_fifteen_and_more_that_prove_what_the_map_assumes() -> None:
    assert len(real_tests()) >= 15
    proved = {kind for test in real_tests() for kind in test.proves}
    assert proved >= {Kind.DEVICE, Kind.SIM, Kind.SESSION, Kind.POWER, Kind.BACKUP_CODES}
    assert proved >= {Kind.PERSON, Kind.VAULT, Kind.MAILBOX, Kind.TOOL, Kind.CONNECTION}
    assert all(test.effects.get("failed") for test in real_tests() if test.effects)


def test_real_tests_say_the_same_in_both_languages_and_tu_in_spanish() -> None:
    for test in real_tests():
        es, en = test.words("es"), test.words("en")
        assert len(es.steps) == len(en.steps), test.id
        texts = [es.title, es.why, *es.steps, es.passed, es.fix]
        assert not [t for t in texts if NOT_OUR_SPANISH.search(t) or re.search('[“”"]', t)], test.id
        assert ("{name}" in es.title) == ("{name}" in en.title) == bool(test.about), test.id


def test_a_test_is_offered_for_what_it_is_about_unless_it_surely_makes_no_sense() -> None:
    stop = next(t for t in real_tests() if t.id == "base.real-test.stop-queue")
    tool = Asset("tool", Kind.TOOL, "Scheduler")
    scene = Scene(Inventory(Brand("Café"), (tool, Asset("ada", Kind.PERSON, "Ada"))))
    assert stop.applies(scene.about("tool"))
    assert not stop.applies(scene.about("ada"))
    assert not stop.applies(scene)


def test_a_notice_is_tried_where_no_platform_can_close_it() -> None:
    notice = next(t for t in real_tests() if t.id == "base.real-test.own-notice")
    own, owned = ((Trait.OWNED, Answer.YES),), ((Trait.OWNED, Answer.NO),)
    assets = (
        Asset("site", Kind.ACCOUNT, "Our site", channel=True, traits=own),
        Asset("others", Kind.ACCOUNT, "Bluesky / Mastodon / Reddit", channel=True),
        Asset("ig", Kind.ACCOUNT, "Instagram", channel=True, network="instagram"),
        Asset("blog", Kind.ACCOUNT, "A blog of theirs", channel=True, traits=owned),
    )
    scene = Scene(Inventory(Brand("Café"), assets))
    assert [a.id for a in assets if notice.applies(scene.about(a.id))] == ["site"]


def test_what_has_no_password_is_not_entered_with_one() -> None:
    assets = (
        Asset("wa", Kind.ACCOUNT, "WhatsApp", channel=True, network="whatsapp"),
        Asset("ig", Kind.ACCOUNT, "Instagram", channel=True, network="instagram"),
        Asset("codes", Kind.BACKUP_CODES, "Codes"),
    )
    ways = (Method("wa", ("codes",)), Method("ig", ("codes",)))
    scene = Scene(Inventory(Brand("Café"), assets, ways))
    offered = {
        x: {t.id.split(".")[-1] for t in real_tests() if t.applies(scene.about(x))}
        for x in ("wa", "ig")
    }
    assert offered["ig"] - offered["wa"] == {
        "backup-codes",
        "private-window",
        "recovery-mailbox",
        "second-admin",
    }
    page = replace(assets[0], network="facebook")
    scene = Scene(Inventory(Brand("Café"), (page, *assets[1:]), ways))
    recovery = next(t for t in real_tests() if t.id == "base.real-test.recovery-mailbox")
    assert not recovery.applies(scene.about("wa"))


def test_only_a_battery_is_tried_alone() -> None:
    power_off = next(t for t in real_tests() if t.id == "base.real-test.power-off")
    assets = (
        Asset("mains", Kind.POWER, "The mains"),
        Asset("spare", Kind.POWER, "A battery", battery=Battery("mains", 9)),
    )
    scene = Scene(Inventory(Brand("Café"), assets))
    assert [a.id for a in assets if power_off.applies(scene.about(a.id))] == ["spare"]


def test_a_title_publishes_only_where_its_steps_do() -> None:
    for test in real_tests():
        for language in ("es", "en"):
            words = test.words(language)
            unpublished = any(
                re.search("sin publicar|without posting", step) for step in words.steps
            )
            assert not (unpublished and re.match("Publica|Publish|Post", words.title)), test.id


def test_a_real_test_with_a_wrong_effect_or_kind_is_refused_with_its_place() -> None:
    entry = f"""
real_tests:
  - id: cafe.real-test.radio
    about: [device]
    proves: [devise]
    severity: 3
    finding: F8
    minutes: 5
    again_after_days: 30
    effects: {{failed: [there], passed: [own_admin]}}
    es: {WORDS}
    en: {WORDS}
"""
    try:
        read_pack_files({"cafe.yaml": HEADER + entry})
    except BadPack as bad:
        said = [str(m) for m in bad.mistakes]
    assert len(said) == 3
    assert any("devise" in m and "line 13" in m for m in said)
    assert any("“there”" in m and "an adverse effect" in m for m in said)
    assert any("own_admin" in m for m in said)
