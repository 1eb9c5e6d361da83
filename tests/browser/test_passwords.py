"""Passwords are judged in the browser, and nothing of them leaves it."""

import logging
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as here
from django.db import connection
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer
from tests.apps.audit.inventories import cafe, with_asset
from tests.browser.pages import (
    NewPage,
    sign_in,
)
from tests.browser.test_inventory import look

from simulacro.apps.audit import queries
from simulacro.apps.audit.own_words import estimator_of, words_of_brand
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Asset, Kind, Trait
from simulacro.engines.passwords.leak_filter import write_filter
from simulacro.engines.passwords.leaks import digest_of

MARKER = "Marcador.andariego.9c1e"
OTHER = "jirafa bajo tormenta lenta violeta"
COMMON = ("contraseñasegura1", "teamomuchoamor", "MiPerroSeLlamaLuna", "MyDogIsCalledLuna")


@pytest.fixture
def credentials(brand: Brand) -> None:
    inventory = with_asset(cafe(), Asset("clave-fb", Kind.CREDENTIAL, "Clave de Facebook"))
    inventory = with_asset(inventory, Asset("clave-x", Kind.CREDENTIAL, "Clave de X"))
    save_inventory(brand=brand, inventory=inventory, actor=None, base_revision=None)


@pytest.fixture
def leaks(tmp_path: Path, settings: LazySettings) -> None:
    path = tmp_path / "leaks"
    with path.open("wb") as out:
        write_filter([int(digest_of(MARKER), 16)], 1, out)
    settings.LEAK_FILTER = str(path)


@pytest.mark.parametrize("language", ["es", "en"])
def test_only_verdicts_leave_the_page(
    new_page: NewPage,
    live_server: LiveServer,
    brand: Brand,
    ada: User,
    credentials: None,
    leaks: None,
    caplog: pytest.LogCaptureFixture,
    language: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    User.objects.update(language=language)
    page = new_page(width=360, height=740, dark=language == "en")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/passwords/")
    look(page, f"passwords-{language}")
    # By keyboard alone: two the same, and one of another kind.
    page.locator("#password-1").focus()
    for words in (MARKER, MARKER, OTHER):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict-1")).to_have_attribute("data-state", "bad")
    expect(page.locator("#verdict-1")).to_contain_text("Clave de Facebook")
    expect(page.locator("#verdict-3")).to_have_attribute("data-state", "good")
    look(page, f"passwords-judged-{language}")
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == "[{},{}]"
    page.locator("#verdicts button").click()
    page.wait_for_url("**/inventory/")
    found = queries.current_inventory(brand)
    assert found is not None
    for same in ("clave-ig", "clave-fb"):
        assert found[same].says(Trait.BREACHED)
        assert found[same].says(Trait.REUSED)
        assert len(found.methods_of(same)) == 1
    assert not found["clave-x"].says(Trait.WEAK)
    page.go_back()
    assert [box.input_value() for box in page.locator("#passwords input[id^=password]").all()] == (
        ["", "", ""]
    )
    asked = [r for r in sent if "/range/" in r.url]
    assert len(asked) == 3
    assert digest_of(MARKER)[:5] in str(asked[0].post_data)
    nothing_of_the_secrets_is_in(
        {
            **{r.url: f"{r.url} {r.post_data} {r.headers}" for r in sent},
            "log": caplog.text,
            "page": page.content(),
        }
    )


def nothing_of_the_secrets_is_in(texts: dict[str, str]) -> None:
    places = {name: text.encode() for name, text in texts.items()}
    folders = [Path(here.DATA_DIR)]
    if connection.vendor == "sqlite":
        folders.append(Path(str(connection.settings_dict["NAME"])).parent)
    for folder in folders:
        places |= {str(x): x.read_bytes() for x in folder.rglob("*") if x.is_file()}
    for secret in (MARKER, OTHER):
        digest = digest_of(secret)
        for form in (secret, secret.lower(), digest[5:], digest[5:].lower()):
            assert [name for name, text in places.items() if form.encode() in text] == []


def test_the_page_and_the_engine_count_the_same_guesses(
    page: Page, live_server: LiveServer, brand: Brand, ada: User, credentials: None
) -> None:
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/passwords/")
    page.locator("#password-1").fill("a")
    page.locator("#judge").click()
    expect(page.locator("#verdict-1")).to_have_attribute("data-state", "bad")
    own = words_of_brand(brand, queries.current_inventory(brand))
    secrets = [
        "contraseña2024",
        "C4feAndariego!",
        "qwertyuiop",
        OTHER,
        "tequieromucho99",
        *COMMON,
        "M1P3rr0_Se-Ll4m4 Luna",
        "¡Ñandú! 1987 y yo",
        "vq9mzt2xkw4hjbp",
    ]
    counted = page.evaluate(
        """async ([secrets, own]) => {
          const data = document.getElementById("passwords").dataset;
          const rules = await import(document.querySelector("script[src*='passwords.js']").src
            .replace("passwords.js", "password-rules.js"));
          const read = async (address) => (await fetch(address)).text();
          const lists = rules.listsOf(JSON.parse(await read(data.lists)));
          const spanish = (await read(data.spanish)).split("\\n");
          const english = (await read(data.english)).split("\\n");
          const dictionary = rules.dictionaryOf(own, ...lists, spanish);
          const ranks = rules.ranksOf(dictionary, rules.dictionaryOf([], english));
          return secrets.map((one) => rules.guessesLog10(one, { dictionary, ranks }));
        }""",
        [secrets, list(own)],
    )
    estimator = estimator_of(own)
    assert counted == pytest.approx([estimator.guesses_log10(x) for x in secrets], abs=1e-6)


def test_almost_the_same_is_to_be_changed_and_saved_so(
    page: Page, live_server: LiveServer, brand: Brand, ada: User, credentials: None
) -> None:
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/passwords/")
    page.locator("#password-1").fill(f"{OTHER} 24")
    page.locator("#password-2").fill(f"{OTHER} 25")
    page.locator("#judge").click()
    for number in (1, 2):
        expect(page.locator(f"#verdict-{number}")).to_have_attribute("data-state", "bad")
    page.locator("#verdicts button").click()
    page.wait_for_url("**/inventory/")
    found = queries.current_inventory(brand)
    assert found is not None
    assert [found[x].says(Trait.WEAK) for x in ("clave-ig", "clave-fb")] == [True, True]


def test_without_script_the_page_says_what_to_do(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User, credentials: None
) -> None:
    page = new_page(width=360, scripts=False)
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/audit/passwords/")
    expect(page.locator(".message-warning")).to_contain_text("simulacro passwords")
    expect(page.locator("input[type=password]").first).to_be_hidden()
