"""The checks that ship: complete in both languages, sourced, and in the words of the house."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from simulacro.content.checks import Check, check_from
from simulacro.content.packs import Item, read_pack
from simulacro.engines.access.inventory import Asset, Brand, Inventory, Kind, Method, Route
from simulacro.engines.access.predicates import Scene, checks_named

FOLDER = Path(__file__).parents[2] / "src/simulacro/content/packs/base"
FILES = sorted((FOLDER / "checks").glob("*.yaml"))
NETWORKS = ["x", "facebook", "instagram", "threads", "whatsapp", "tiktok", "youtube", "linkedin"]
NETWORKS += ["bluesky", "mastodon", "telegram", "reddit", "pinterest"]
SUBJECTS = ["tools", "mailboxes", "devices", "lines", "vaults", "people", "agencies", "executives"]
SUBJECTS += ["approval", "domains", "site", "backups", "legal"]
# Neither usted nor vosotros nor vos; an order to usted is told by where it stands.
NOT_OUR_SPANISH = re.compile(
    r"\b(usted(es)?|vosotr[oa]s|vuestr[oa]s?|tenéis|podéis|abrid|mirad|vos|abrí|tocá|mirá|tenés|"
    r"podés|elegí)\b|(?-i:(?:^|[.;] )(Haga|Abra|Toque|Pulse|Escriba|Mire|Elija|Busque)\b)",
    re.IGNORECASE,
)


@cache
def items() -> tuple[Item, ...]:
    return read_pack(FOLDER).section("checks")


@cache
def checks() -> tuple[Check, ...]:
    return tuple(check_from(item) for item in items())


def words(check: Check, language: str) -> Iterator[str]:
    text = check.words(language)
    yield from (text.question, text.why, *text.verify, text.fix, *text.menus)


def test_there_are_enough_checks_over_every_network_and_subject() -> None:
    assert len(checks()) >= 120
    by_network = Counter(network for check in checks() for network in check.networks)
    assert {n: by_network[n] for n in NETWORKS if by_network[n] < 5} == {}
    by_subject = Counter(check.id.split(".")[2] for check in checks())
    assert {s: by_subject[s] for s in SUBJECTS if by_subject[s] < 3} == {}
    assert {check.finding for check in checks()} >= {f"F{n}" for n in range(1, 16)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_of_checks_is_read_by_itself(file: Path) -> None:
    assert read_pack(file).section("checks")


def test_a_check_that_was_published_is_still_there() -> None:
    """Answers are kept under ids: none may ever be renamed."""
    published = (Path(__file__).parent / "published_checks.txt").read_text("utf-8").split()
    assert [name for name in published if name not in {check.id for check in checks()}] == []
    assert len(published) == len(set(published)) >= 120


def test_both_languages_say_as_much() -> None:
    for check in checks():
        es, en = check.words("es"), check.words("en")
        assert len(es.verify) == len(en.verify), check.id
        assert all(text.strip() == text != "" for x in ("es", "en") for text in words(check, x))
        assert {text.question[-1] for text in (es, en)} == {"?"}, check.id
        assert es.question != en.question, check.id
        assert ("{name}" in es.question) == ("{name}" in en.question), check.id
        if not check.about:
            assert not any("{name}" in text for text in (*words(check, "es"), *words(check, "en")))


def test_every_question_can_be_answered_with_yes_or_no() -> None:
    asks_which = re.compile(
        r"^¿?(?:(?:a|con|de|desde|en|para|por) )?"
        r"(?:quién|quiénes|qué|cuál|cuáles|cómo|dónde|cuándo|cuánt[oa]s?)\b|"
        # "When" also opens a condition: "When somebody leaves, do you …?"
        r"^(?:(?:at|from|in|on|to|with) )?(?:who|whom|whose|what|which|how|where|why)\b",
        re.IGNORECASE,
    )
    found = [
        (check.id, check.words(language).question)
        for check in checks()
        for language in ("es", "en")
        if asks_which.search(check.words(language).question)
    ]
    assert found == []


def test_the_spanish_says_tu_and_quotes_as_spanish_does() -> None:
    found = [
        (check.id, text)
        for check in checks()
        for text in words(check, "es")
        if NOT_OUR_SPANISH.search(text) or re.search('[“”"]', text) or text.rstrip().endswith(":")
    ]
    assert found == []
    assert [c.id for c in checks() for text in words(c, "en") if re.search('[«»"]', text)] == []


def test_every_address_is_safe_and_every_check_has_a_source() -> None:
    for check in checks():
        addresses = [check.fix_link, *(source.url for source in check.sources)]
        assert all(a.startswith("https://") for a in addresses if a), check.id
        assert check.sources, check.id
        assert not check.verified or any(source.read for source in check.sources), check.id


def test_a_check_of_a_network_leads_to_a_page_and_quotes_its_menus() -> None:
    for check in checks():
        if check.networks:
            assert check.fix_link, check.id
            asked_of_people = "«" not in "".join(check.words("es").verify)
            assert asked_of_people == ("“" not in "".join(check.words("en").verify)), check.id


def test_good_effects_stand_under_the_good_answer_of_their_own_fact() -> None:
    """A bad answer without effect is allowed; a good effect without its bad sister is not."""
    for check in checks():
        if check.effects.get(check.good):
            assert check.effects.get(check.bad), check.id


def test_a_password_is_asked_about_only_where_there_is_one() -> None:
    """A page is entered with a profile, and WhatsApp with a number."""
    assets = (
        *(Asset(n, Kind.ACCOUNT, n, channel=True, network=n) for n in ("whatsapp", "x")),
        Asset("page", Kind.ACCOUNT, "Page", channel=True, network="facebook"),
        Asset("clave", Kind.CREDENTIAL, "Password of X"),
        Asset("profile", Kind.CREDENTIAL, "Profile of Ada"),
        Asset("line", Kind.SIM, "Line"),
        Asset("vault", Kind.VAULT, "Vault"),
    )
    ways = (
        Method("whatsapp", ("line",)),
        Method("x", ("clave",)),
        Method("page", ("profile",), route=Route.DELEGATE),
    )
    scene = Scene(Inventory(Brand("Café"), assets, ways))
    for check in checks():
        asks = re.search(r"\bcontraseña\b", check.words("es").question, re.IGNORECASE)
        if asks and check.about and not check.networks:
            found = [x for x in ("whatsapp", "x", "page") if check.applies(scene.about(x)) != "no"]
            assert found in ([], ["x"]), check.id
    reused = next(check for check in checks() if check.id == "base.check.vaults.reused")
    assert reused.applies(scene.about("x")) == "yes"


def test_what_holds_in_one_country_is_not_told_as_if_the_reader_were_there() -> None:
    """ "En Perú el plazo…" is read in Madrid too; what happened somewhere has its year."""
    here = re.compile(
        r"(?:^|[.] )(?:En|In) (?:Perú|Peru|Chile|México|Mexico|España|Spain|Argentina|Colombia)\b"
        r"(?![^.]*\b20\d\d\b)"
    )
    for check in checks():
        for language in ("es", "en"):
            for text in words(check, language):
                assert not here.search(text), (check.id, text)


def test_what_is_asked_of_accounts_stands_with_the_accounts() -> None:
    for check in checks():
        if check.id.startswith("base.check.account."):
            assert check.area == "network", check.id


def one_of_each() -> Inventory:
    """A brand with a thing of every kind, and an account on every network."""
    kinds = (Asset(f"a-{kind.value}", kind, kind.value) for kind in Kind)
    networks = (Asset(f"on-{n}", Kind.ACCOUNT, n, channel=True, network=n) for n in NETWORKS)
    return Inventory(Brand("Café"), (*kinds, *networks))


def test_no_check_is_ruled_out_by_its_kinds_and_networks() -> None:
    whole = Scene(one_of_each())
    scenes = [whole, *(whole.about(asset.id) for asset in whole.inventory.assets)]
    unconditional = (replace(check, when=None) for check in checks())
    never = [c.id for c in unconditional if all(c.applies(scene) == "no" for scene in scenes)]
    assert never == []


def test_what_has_no_network_is_asked_where_the_brand_is_on_it() -> None:
    whole = Scene(one_of_each())
    elsewhere = tuple(
        asset for asset in whole.inventory.assets if asset.network not in ("linkedin", "youtube")
    )
    without = Scene(replace(whole.inventory, assets=elsewhere))
    by_id = {check.id: check for check in checks()}
    for check_id, subject in (
        ("base.check.linkedin.admins-second-step", "a-person"),
        ("base.check.youtube.session", "a-device"),
    ):
        assert by_id[check_id].applies(whole.about(subject)) == "yes"
        assert by_id[check_id].applies(without.about(subject)) == "no"
    assert by_id["base.check.linkedin.sms"].applies(whole.about("on-linkedin")) == "yes"
    assert by_id["base.check.linkedin.sms"].applies(whole.about("on-x")) == "no"


def test_a_check_waits_only_for_answers_that_it_can_see() -> None:
    """Those about its own subject, or about the brand."""
    about = {check.id: check.about for check in checks()}
    for check in checks():
        for predicate in (check.when, check.decide):
            for other in checks_named(predicate.said) if predicate else ():
                assert check.about <= about[other] or not about[other], check.id
