"""The what-ifs that ship: enough of every family, in our words, able to happen, none forgotten."""

import re
from collections import Counter
from functools import cache
from typing import Final

import pytest
from tests.content.test_base_checks import FOLDER, NOT_OUR_SPANISH
from tests.content.test_packs import HEADER

from simulacro.content.drill_model import base_model, families
from simulacro.content.packs import BadPack, Item, read_pack, read_pack_files
from simulacro.content.what_ifs import WhatIf, what_ifs_of
from simulacro.engines.documents.languages import LANGUAGES

# What people who do this work said must not be missing, and where it is asked.
MUST_NOT_BE_MISSING: Final = {
    "an account disabled after mass reports": "account-disabled-by-reports",
    "a false copyright notice from the network": "fake-copyright-notice",
    "a WhatsApp code given away": "whatsapp-code-given",
    "a WhatsApp code left on voicemail": "voicemail-code-stolen",
    "a banned WhatsApp number": "whatsapp-number-banned",
    "the former agency keeps the portfolio": "former-agency-keeps-the-portfolio",
    "an ad account drained": "ad-account-drained",
    "an armed robbery with the phone unlocked": "robbed-with-the-phone-unlocked",
    "a prepaid line that expired": "prepaid-line-expired",
    "two brands on one physical network": "two-carriers-one-network",
    "codes on the boss's phone": "codes-on-the-bosss-phone",
    "passwords in a WhatsApp group": "passwords-in-a-group-chat",
    "a disaster with a cheerful scheduled post": "cheerful-post-during-a-disaster",
    "a blackout": "blackout-without-signal",
    "food poisoning": "food-poisoning",
    "a delivery rider's death": "delivery-rider-dies",
    "a guard who discriminates": "guard-discriminates",
    "the app down on payday": "app-down-on-payday",
    "a price error on a sale day": "price-error-on-sale-day",
    "a strike": "strike-at-the-door",
    "layoffs told on TikTok": "layoffs-told-on-tiktok",
    "a public shaming": "funa-in-front-of-the-shop",
    "a #Lord or #Lady video": "traffic-rage-lord-or-lady",
    "Women's Day": "flowers-on-march-eighth",
    "an accusation of harassment": "executive-accused-of-harassment",
    "an indigenous design appropriated": "indigenous-design-copied",
    "electoral silence": "posting-in-electoral-silence",
    "the president names you": "president-names-us",
    "X blocked in the country": "x-blocked-in-the-country",
    "football rivalry": "football-rivalry",
    "a chain of WhatsApp audios": "whatsapp-audio-chain",
    "a clone account that sells": "clone-account-sells",
    "a clone account that hires": "clone-account-hires",
    "a deepfake of the chief executive": "deepfake-of-the-ceo",
    "an influencer's scandal": "our-influencers-scandal",
    "a giveaway said to be rigged": "rigged-giveaway",
    "Profeco": "profeco-quotes-our-post",
    "Indecopi": "complaints-book-indecopi",
    "SERNAC": "sernac-after-cyberday",
    "SIC": "claim-by-direct-message-sic",
    "Consumo": "tracking-code-for-every-complaint",
    "a data leak under the GDPR": "data-leak-seventy-two-hours",
    "a data leak under Peruvian law": "data-leak-forty-eight-hours",
    "a data leak under Colombian law": "data-leak-sic",
    "a data leak under Chilean law": "data-leak-new-chilean-law",
    "who may talk to legal": "nobody-may-call-the-lawyer",
    "numbers and deadlines of complaints": "which-complaint-number",
    "extortion for the account": "account-held-to-ransom",
    "extortion with reviews": "pay-or-bad-reviews",
    "the boss wants to answer": "boss-wants-to-answer",
    "the boss wants to delete": "boss-wants-to-delete",
    "the community manager is threatened": "community-manager-threatened",
    "a bot answers condolences with a promotion": "bot-answers-condolences",
    "a troll or an angry customer": "troll-or-angry-customer",
}


@cache
def items() -> tuple[Item, ...]:
    return read_pack(FOLDER).section("what_ifs")


@cache
def what_ifs() -> tuple[WhatIf, ...]:
    return what_ifs_of(items())


def texts(what_if: WhatIf, language: str) -> tuple[str, str, str]:
    asked = what_if.words(language)
    return asked.question, asked.why, asked.first


def test_there_are_enough_of_every_family() -> None:
    assert len(what_ifs()) >= 150
    by_family = Counter(what_if.family for what_if in what_ifs())
    assert {family: by_family[family] for family in families() if by_family[family] < 10} == {}


def test_what_must_not_be_missing_is_asked() -> None:
    ids = {what_if.id for what_if in what_ifs()}
    missing = {
        what for what, name in MUST_NOT_BE_MISSING.items() if f"base.what-if.{name}" not in ids
    }
    assert missing == set()


def test_nothing_is_asked_twice() -> None:
    for language in LANGUAGES:
        asked = Counter(what_if.words(language).question.casefold() for what_if in what_ifs())
        assert [question for question, times in asked.items() if times > 1] == []


def test_each_can_happen_by_the_rules_of_the_drill_model() -> None:
    model = base_model()
    for what_if in what_ifs():
        assert what_if.combination["trigger"] == what_if.family, what_if.id
        assert model.broken_rules(what_if.combination) == (), what_if.id


def test_they_are_in_our_words_in_both_languages() -> None:
    said_by_others = re.compile("«[^»]*»")
    for what_if in what_ifs():
        for language in LANGUAGES:
            assert all(text == text.strip() for text in texts(what_if, language)), what_if.id
        ours = [said_by_others.sub("", text) for text in texts(what_if, "es")]
        wrong = [t for t in ours if NOT_OUR_SPANISH.search(t) or re.search('[“”"«»]', t)]
        assert not wrong, what_if.id
        assert not [t for t in texts(what_if, "en") if re.search('[«»"¿]', t)], what_if.id


def test_what_is_of_one_country_says_who_says_so() -> None:
    for item in items():
        if item.fields.get("regions"):
            assert item.verified, item.id


ENTRY: Final = """
what_ifs:
  - id: cafe.what-if.cup
    family: service
    combination: {trigger: service, channel: facebook}
    es:
      question: ¿Y si una clienta encuentra una grieta en su taza?
      why: Las tazas se golpean al lavarlas y nadie las mira después.
      first: Pídele perdón y tráele otra taza antes de contestar nada.
    en:
      question: What if a customer finds a crack in her cup?
      why: Cups get knocked in the wash and nobody looks at them afterwards.
      first: Apologise and bring her another cup before answering anything.
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("¿Y si una", "¿Una", "what_ifs[0].es.question", "¿Y si"),
        ("What if a", "Does a", "what_ifs[0].en.question", "What if"),
        ("her cup?", "her cup.", "what_ifs[0].en.question", "“?”"),
        ("family: service", "family: crockery", "what_ifs[0].family", "crockery"),
        ("trigger: service", "trigger: legal", "what_ifs[0].combination.trigger", "legal"),
        ("channel: facebook", "channel: fax", "what_ifs[0].combination.channel", "fax"),
        ("      first: Apol", "      then: Apol", "what_ifs[0].en", "first"),
        ("family: service", "family: service\n    mood: calm", "what_ifs[0].mood", "mood"),
    ],
)
def test_what_is_wrong_with_a_what_if_is_said_with_its_place(
    old: str, new: str, place: str, words: str
) -> None:
    assert old in ENTRY
    assert read_pack_files({"pack.yaml": HEADER, "asked.yaml": ENTRY}).section("what_ifs")
    with pytest.raises(BadPack) as refused:
        read_pack_files({"pack.yaml": HEADER, "asked.yaml": ENTRY.replace(old, new, 1)})
    assert place in [m.mistake.place for m in refused.value.mistakes]
    assert words in str(refused.value)


def test_a_brand_is_asked_what_can_happen_in_its_country() -> None:
    veda = next(w for w in what_ifs() if w.id == "base.what-if.posting-in-electoral-silence")
    assert veda.concerns("MX")
    assert not veda.concerns("UY")
    assert veda.concerns("")
