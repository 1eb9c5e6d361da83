"""Getting in: with a password, a link, a second factor, or not at all."""

import datetime as dt
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.conftest import TOTP_SECRET, code_now, with_second_factor

from simulacro.apps.brands.models import Brand
from simulacro.apps.people import services
from simulacro.apps.people.models import Membership, Role, SignInLink, User
from simulacro.kit.audit_log import INSTALLATION
from simulacro.kit.sealing.services import rotate_data_key

PASSWORD = "correct horse 42"


@pytest.fixture(autouse=True)
def fresh_rate_limits(db: None) -> None:
    cache.clear()


@pytest.fixture
def eve(brand: Brand) -> User:
    """A member who has no second factor yet."""
    user = User.objects.create_user("eve@example.org", PASSWORD, name="Eve")
    Membership.objects.create(user=user, brand=brand, role=Role.RESPONDER)
    return user


def sign_in(client: Client, email: str, password: str = PASSWORD) -> object:
    return client.post("/sign-in/", {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_passwords_are_kept_with_argon2(eve: User) -> None:
    assert eve.password.startswith("argon2$argon2id$")


def test_a_password_alone_is_not_enough_where_there_is_a_second_factor(
    client: Client, ada: User
) -> None:
    answer = sign_in(client, "ada@example.org")
    assert answer["Location"] == "/account/factors/authenticate/"
    assert not is_signed_in(client)
    client.post("/account/factors/authenticate/", {"code": "000000"})
    assert not is_signed_in(client)
    client.post("/account/factors/authenticate/", {"code": code_now()})
    assert is_signed_in(client)


def test_a_code_works_only_once(client: Client, ada: User) -> None:
    code = code_now()
    for opens in (True, False):
        fresh = Client()
        sign_in(fresh, "ada@example.org")
        fresh.post("/account/factors/authenticate/", {"code": code})
        assert is_signed_in(fresh) is opens


def test_the_seed_of_the_second_factor_is_sealed_and_survives_a_rotation(
    client: Client, ada: User
) -> None:
    row = Authenticator.objects.get(user=ada)
    assert TOTP_SECRET not in str(row.data)
    rotate_data_key(INSTALLATION)
    assert Authenticator.objects.get(user=ada).data != row.data
    sign_in(client, "ada@example.org")
    client.post("/account/factors/authenticate/", {"code": code_now()})
    assert is_signed_in(client)


def test_guessing_passwords_is_slowed_down(client: Client, eve: User) -> None:
    for _ in range(6):
        sign_in(client, "eve@example.org", "wrong wrong wrong")
    sign_in(client, "eve@example.org")
    assert not is_signed_in(client)


def test_an_unknown_address_and_a_wrong_password_read_the_same(client: Client, eve: User) -> None:
    def words(email: str) -> str:
        page = sign_in(client, email, "wrong wrong wrong").content.decode()
        return re.sub(r'value="[^"]*"|data-[^ ]*', "", page)

    assert words("eve@example.org") == words("nobody@example.org")


def test_who_has_no_second_factor_is_led_to_one(client: Client, eve: User, brand: Brand) -> None:
    sign_in(client, "eve@example.org")
    assert is_signed_in(client)
    answer = client.get(f"/b/{brand.slug}/", REMOTE_ADDR="192.168.1.20")
    assert answer["Location"] == "/account/second-factor/"
    page = client.get("/account/second-factor/")
    assert "/account/factors/totp/activate/" in page.content.decode()


def test_setting_up_an_app_opens_the_brand_and_gives_recovery_codes(
    client: Client, eve: User, brand: Brand
) -> None:
    sign_in(client, "eve@example.org")
    page = client.get("/account/factors/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post("/account/factors/totp/activate/", {"code": code}, follow=True)
    codes = answer.context["unused_codes"]
    assert len(codes) == 10
    assert client.get(f"/b/{brand.slug}/").status_code == 200
    phone_lost = Client()
    sign_in(phone_lost, "eve@example.org")
    phone_lost.post("/account/factors/authenticate/", {"code": codes[0]})
    assert is_signed_in(phone_lost)


@pytest.mark.django_db(transaction=True)
def test_adding_a_second_factor_ends_sessions_opened_without_it(eve: User, brand: Brand) -> None:
    here, elsewhere = Client(), Client()
    for each in (here, elsewhere):
        sign_in(each, "eve@example.org")
    secret = here.get("/account/factors/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    here.post("/account/factors/totp/activate/", {"code": code})
    assert here.get(f"/b/{brand.slug}/").status_code == 200
    assert elsewhere.get(f"/b/{brand.slug}/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    ("host", "secure", "works"),
    [
        ("localhost:8000", False, True),
        ("crisis.example.org", True, True),
        ("crisis.example.org", False, False),
        ("192.168.1.20:8443", True, False),
        ("127.0.0.1", False, False),
    ],
)
def test_passkeys_are_offered_only_where_they_work(
    client: Client, eve: User, settings: Settings, host: str, secure: bool, works: bool
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(eve)
    page = client.get("/account/second-factor/", HTTP_HOST=host, secure=secure).content.decode()
    assert ("/account/factors/webauthn/add/" in page) is works
    assert "/account/factors/totp/activate/" in page


def test_tries_are_counted_for_all_processes_together(client: Client, eve: User) -> None:

    for _ in range(6):
        sign_in(client, "eve@example.org", "wrong wrong wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM simulacro_cache")
        assert cursor.fetchone()[0] > 0


def test_demo_people_need_no_second_factor(client: Client, db: None) -> None:
    demo = Brand.objects.create(name="Demo", slug="demo", is_demo=True)
    user = User.objects.create_user("demo@example.org", PASSWORD)
    Membership.objects.create(user=user, brand=demo, role=Role.OWNER)
    client.force_login(user)
    assert client.get("/b/demo/", REMOTE_ADDR="192.168.1.20").status_code == 200
    real = Brand.objects.create(name="Real", slug="real")
    Membership.objects.create(user=user, brand=real, role=Role.OWNER)
    assert client.get("/b/demo/", REMOTE_ADDR="192.168.1.20").status_code == 302


@pytest.mark.parametrize(
    ("remote", "host", "headers", "opens"),
    [
        ("127.0.0.1", "localhost:8000", {}, True),
        ("::1", "127.0.0.1", {}, True),
        ("192.168.1.20", "localhost", {}, False),
        ("127.0.0.1", "testserver", {}, False),
        ("127.0.0.1", "localhost", {"HTTP_X_FORWARDED_FOR": "8.8.8.8"}, False),
    ],
)
def test_only_who_is_alone_on_loopback_may_do_without(
    client: Client, eve: User, brand: Brand, remote: str, host: str,
    headers: dict[str, str], opens: bool,
) -> None:  # fmt: skip
    client.force_login(eve)
    options = {"REMOTE_ADDR": remote, "HTTP_HOST": host, **headers}
    assert client.get(f"/b/{brand.slug}/", **options).status_code == (200 if opens else 302)
    User.objects.create_user("second@example.org", PASSWORD)
    assert client.get(f"/b/{brand.slug}/", **options).status_code == 302


def test_after_the_second_factor_one_comes_to_the_page_asked_for(
    client: Client, eve: User, brand: Brand
) -> None:
    client.force_login(eve)
    asked = f"/b/{brand.slug}/audit/?week=1"
    client.get(asked, REMOTE_ADDR="10.0.0.2")
    client.get(
        f"/b/{brand.slug}/audit/map.svg", REMOTE_ADDR="10.0.0.2", HTTP_SEC_FETCH_DEST="image"
    )
    client.post(f"/b/{brand.slug}/about/", REMOTE_ADDR="10.0.0.2")
    with_second_factor(eve)
    assert client.get("/account/second-factor/done/")["Location"] == asked
    assert client.get("/account/second-factor/done/")["Location"] == "/", "it is told once"


def test_an_htmx_request_is_led_to_the_second_factor_too(client: Client, eve: User) -> None:
    client.force_login(eve)
    answer = client.get("/brands/", REMOTE_ADDR="10.0.0.2", HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"] == "/account/second-factor/"


def test_a_link_signs_in_once(client: Client, eve: User) -> None:
    path = services.make_sign_in_link(eve)
    token = path.split("/")[2]
    assert token.encode() not in bytes(SignInLink.objects.get().digest)
    assert client.get(path).status_code == 200
    assert not is_signed_in(client), "a preview of the link must not spend it"
    client.post(path)
    assert is_signed_in(client)
    assert Client().post(path).status_code == 410


def test_a_link_expires_after_fifteen_minutes(client: Client, eve: User) -> None:
    path = services.make_sign_in_link(eve, at=timezone.now() - dt.timedelta(minutes=16))
    assert client.post(path).status_code == 410


def test_a_new_link_replaces_the_one_before(client: Client, eve: User) -> None:
    first, _ = services.make_sign_in_link(eve), services.make_sign_in_link(eve)
    assert client.post(first).status_code == 410


def test_a_link_does_not_step_over_the_second_factor(client: Client, ada: User) -> None:
    answer = client.post(services.make_sign_in_link(ada))
    assert answer["Location"] == "/account/factors/authenticate/"
    assert not is_signed_in(client)


def test_a_link_signs_in_somebody_else_than_before(client: Client, eve: User, dot: User) -> None:
    client.force_login(dot)
    client.post(services.make_sign_in_link(eve))
    assert client.session["_auth_user_id"] == str(eve.pk)


def test_signing_out_everywhere_else_ends_the_other_session(brand: Brand, ada: User) -> None:
    here, elsewhere = Client(), Client()
    here.force_login(ada)
    elsewhere.force_login(ada)
    here.post("/account/sessions/end/")
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_nobody_can_sign_up_by_themselves(client: Client, db: None) -> None:
    for path in ("/sign-up/", "/signup/", "/accounts/signup/", "/account/factors/webauthn/signup/"):
        assert client.get(path).status_code == 404


def test_recovery_codes_need_no_phone_but_are_spent(eve: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with_second_factor(eve)
    code = RecoveryCodes.activate(eve).get_unused_codes()[0]
    for opens in (True, False):
        client = Client()
        sign_in(client, "eve@example.org")
        client.post("/account/factors/authenticate/", {"code": code})
        assert is_signed_in(client) is opens
