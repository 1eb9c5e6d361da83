"""The cast, the shared data, and a database that is what it says it is."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import user_logged_in
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from tests.prepared import prepared_database, prepared_folder
from whitenoise.middleware import WhiteNoiseMiddleware

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, Role, User
from simulacro.kit.audit_log.guards import install_guards, remove_guards
from simulacro.kit.sealing import keys

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse 42"
ROOT = Path(__file__).resolve().parent.parent

# How slowly examples come says how busy the machine is, and nothing of what is tested.
settings.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data to develop against; it lies beside the checkout and may be absent."""
    folder = Path(os.environ.get("SIMULACRO_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}; set SIMULACRO_SHARED_DATA")
    return folder


@pytest.fixture
def brand(db: None) -> Brand:
    return Brand.objects.create(name="Café Andariego", slug="cafe-andariego")


@cache
def hashed(password: str) -> str:
    """Argon2 is slow on purpose; once a run is enough."""
    return make_password(password)


def person(name: str) -> User:
    email = f"{name.lower()}@example.org"
    return User.objects.create(email=email, name=name, password=hashed(PASSWORD))


def member(brand: Brand, name: str, role: Role) -> User:
    user = person(name)
    Membership.objects.create(user=user, brand=brand, role=role)
    with_second_factor(user)
    return user


def with_second_factor(user: User) -> Authenticator:
    """As a real member has one; `client.force_login` then opens every page they may see."""
    return TOTP.activate(user, TOTP_SECRET).instance


def code_now() -> str:
    """The six digits that the authenticator app of every member of the tests shows now."""
    return str(format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30)))


@pytest.fixture
def olga(brand: Brand) -> User:
    """Owns the brand."""
    return member(brand, "Olga", Role.OWNER)


@pytest.fixture
def ada(brand: Brand) -> User:
    """Leads."""
    return member(brand, "Ada", Role.LEAD)


@pytest.fixture
def ben(brand: Brand) -> User:
    """Responds."""
    return member(brand, "Ben", Role.RESPONDER)


@pytest.fixture
def cy(brand: Brand) -> User:
    """Observes."""
    return member(brand, "Cy", Role.OBSERVER)


@pytest.fixture
def dot(db: None) -> User:
    """Is an outsider."""
    user = person("Dot")
    with_second_factor(user)
    return user


@pytest.fixture(scope="session", autouse=True)
def clearable_log() -> Iterator[None]:
    """Tests with real transactions empty all tables afterwards, the append-only log too.

    With them go the data keys, so those opened are forgotten.
    """
    clear = TransactionTestCase._fixture_teardown

    def without_guards(case: TransactionTestCase) -> None:
        remove_guards(connection)
        try:
            clear(case)
        finally:
            install_guards(connection)
            keys.OPEN.clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_guards)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Fill the new database with the tables of a prepared one, instead of migrating again."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = prepared_database()
        yield
        return
    create = connection.creation._create_test_db
    with (
        closing(sqlite3.connect(prepared_folder() / "simulacro.sqlite3")) as prepared,
        pytest.MonkeyPatch.context() as patch,
    ):

        def create_filled(*args: object, **options: object) -> str:
            name: str = create(*args, **options)
            with closing(sqlite3.connect(name)) as made:
                prepared.backup(made)
            return name

        patch.setattr(connection.creation, "_create_test_db", create_filled)
        yield


@pytest.fixture(scope="session", autouse=True)
def signed_in_just_now() -> Iterator[None]:
    """`force_login` stands for a sign-in with both factors, a moment ago."""

    def remember(request: HttpRequest, user: User, **_more: object) -> None:
        if not request.path:
            record = {"method": "mfa", "at": time.time(), "type": "totp"}
            request.session.setdefault("account_authentication_methods", []).append(record)

    user_logged_in.connect(remember)
    yield
    user_logged_in.disconnect(remember)


@pytest.fixture(scope="session", autouse=True)
def static_files_found_once() -> Iterator[None]:
    """Each new client would look through every static folder again: a third of its request."""
    search = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, object] = {}

    def remember(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            search(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", remember)
        yield


@pytest.fixture(scope="module")
def rows_of_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows made once, by fixtures of a module that ask for this, and seen by each of its tests.

    What a test changes is undone after it, as ever. Not for tests with real transactions.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
