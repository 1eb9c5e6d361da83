"""Getting in, the second factor and the members, in a real Chromium at 360 px and on a desk."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.pages import (
    NewPage,
    assert_accessible,
    assert_fits,
    assert_targets_are_large,
    sign_in,
)
from tests.conftest import PASSWORD, person

from simulacro.apps.brands.models import Brand
from simulacro.apps.people import services
from simulacro.apps.people.models import Membership, Role, User

WIDTHS = [360, 1280]


@pytest.fixture
def eve(brand: Brand) -> User:
    """A member without a second factor."""
    user = person("Eve")
    Membership.objects.create(user=user, brand=brand, role=Role.RESPONDER)
    return user


def assert_sound(page: Page) -> None:
    assert_fits(page)
    assert_targets_are_large(page)
    assert_accessible(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "path",
    ["/account/", "/account/second-factor/", "/account/factors/", "/account/erase/", "/brands/",
     "/b/cafe-andariego/people/", "/b/cafe-andariego/log/",
     "/account/factors/recovery-codes/generate/", "/account/password/"],
)  # fmt: skip
def test_pages_about_people_fit_and_are_accessible(
    new_page: NewPage, live_server: LiveServer, brand: Brand, olga: User, ben: User,
    path: str, width: int,
) -> None:  # fmt: skip
    services.invite_member(actor=olga, place=brand, role=Role.LEAD, for_whom="la nueva")
    page = new_page(width=width, dark=width == 360)
    sign_in(page, olga)
    page.goto(live_server.url + path)
    assert_sound(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_before_signing_in_fit_and_are_accessible(
    new_page: NewPage, live_server: LiveServer, brand: Brand, olga: User, width: int
) -> None:
    _, path = services.invite_member(actor=olga, place=brand, role=Role.LEAD, for_whom="x")
    page = new_page(width=width)
    for address in ("/sign-in/", path, services.make_sign_in_link(olga), "/enter/nothing/"):
        page.goto(live_server.url + address)
        assert_sound(page)


def test_a_passkey_is_added_and_opens_the_door(
    new_page: NewPage, live_server: LiveServer, brand: Brand, eve: User
) -> None:
    page = new_page(width=360)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Correo").fill(eve.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.goto(f"{live_server.url}/account/factors/webauthn/add/")
    assert_sound(page)
    expect(page.get_by_label("¿Cómo se llama?")).to_have_value("Mi llave de acceso")
    page.get_by_label("Entrar solo con ella").check()
    page.get_by_role("button", name="Seguir").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert_sound(page)
    assert Authenticator.objects.filter(user=eve, type=Authenticator.Type.WEBAUTHN).exists()

    # Without a name or a password: the passkey alone.
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="llave de acceso").click()
    page.wait_for_url(f"{live_server.url}/b/{brand.slug}/")

    # And as the second step after the password.
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Correo").fill(eve.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    assert_sound(page)
    page.get_by_role("button", name="Usar una llave de acceso").click()
    page.wait_for_url(f"{live_server.url}/b/{brand.slug}/")

    # And where a page asks again after a while: for a reader, then for what was being written.
    Membership.objects.filter(user=eve).update(role=Role.LEAD)
    grow_old(page)
    page.goto(f"{live_server.url}/b/{brand.slug}/people/")
    expect(page.get_by_label("El código de tu aplicación")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Usar una llave de acceso").click()
    # The question stood at the page's own address, so only its content says that it was answered.
    expect(page.get_by_label("¿A quién invitas?")).to_be_visible()
    grow_old(page)
    page.get_by_label("¿A quién invitas?").fill("la nueva")
    page.get_by_role("button", name="Crear el enlace").click()
    page.get_by_role("button", name="Usar una llave de acceso").click()
    expect(page.locator("#new-link")).to_be_visible()


def grow_old(page: Page) -> None:
    """As if the second factor had been set up and given two hours ago."""
    (key,) = [c["value"] for c in page.context.cookies() if "sessionid" in c["name"]]
    session = SessionStore(session_key=key)
    for record in session["account_authentication_methods"]:
        record["at"] -= 7200
    session.save()
    Authenticator.objects.update(created_at=timezone.now() - dt.timedelta(hours=2))


def test_setting_up_an_app_works_without_script(
    new_page: NewPage, live_server: LiveServer, brand: Brand, eve: User
) -> None:
    page = new_page(width=360, scripts=False)
    page.goto(f"{live_server.url}/sign-in/")
    page.locator("input[name=login]").fill(eve.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Entrar", exact=True).click()
    page.goto(f"{live_server.url}/account/factors/totp/activate/")
    secret = page.locator("code.secret").inner_text()
    counter = next(iter(yield_hotp_counters_from_time()))
    page.locator("input[name=code]").fill(format_hotp_value(hotp_value(secret, counter)))
    page.get_by_role("button", name="Listo").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert Authenticator.objects.filter(user=eve, type="totp").exists()


def test_a_lead_invites_somebody_without_script(
    new_page: NewPage, live_server: LiveServer, brand: Brand, ada: User
) -> None:
    page = new_page(width=360, scripts=False)
    sign_in(page, ada)
    page.goto(f"{live_server.url}/b/{brand.slug}/people/")
    page.get_by_label("¿A quién invitas?").fill("la nueva")
    page.get_by_role("button", name="Crear el enlace").click()
    link = page.locator("#new-link").input_value()
    stranger = new_page(width=360, scripts=False)
    stranger.goto(link)
    stranger.get_by_label("Tu nombre").fill("Eva")
    stranger.get_by_label("Tu correo").fill("eva@example.org")
    stranger.get_by_label("Una contraseña").fill("tres gatos verdes")
    stranger.get_by_role("button", name="Unirme").click()
    assert Membership.objects.filter(user__email="eva@example.org", brand=brand).exists()
