"""Every address, with every role, an outsider and nobody; each with a GET and a POST.

What is expected is drawn from the policy which the view's own decorator names.
An address that says nothing, and is not in the short table below, fails.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import product
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.conftest import member, person, with_second_factor

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Role, User
from simulacro.apps.people.pages import Access
from simulacro.apps.people.services import start_agency

# Views of third parties, and of the kit, which knows no members.
TABLE: dict[str, Access] = {
    "account_login": Access("everybody"),
    "account_logout": Access("everybody"),
    "account_inactive": Access("everybody"),
    "account_reauthenticate": Access("signed in"),
    "account_change_password": Access("signed in"),
    "account_set_password": Access("signed in"),
    "mfa_index": Access("signed in"),
    # Between the password and the second factor; sends whoever is not there to sign in.
    "mfa_authenticate": Access("everybody"),
    "mfa_reauthenticate": Access("signed in"),
    "mfa_activate_totp": Access("signed in"),
    "mfa_deactivate_totp": Access("signed in"),
    "mfa_view_recovery_codes": Access("signed in"),
    "mfa_generate_recovery_codes": Access("signed in"),
    "mfa_download_recovery_codes": Access("signed in"),
    "mfa_list_webauthn": Access("signed in"),
    "mfa_add_webauthn": Access("signed in"),
    "mfa_reauthenticate_webauthn": Access("signed in"),
    "mfa_remove_webauthn": Access("signed in"),
    "mfa_edit_webauthn": Access("signed in"),
    "mfa_login_webauthn": Access("everybody"),
    "undo": Access("signed in"),
    # Asks for a role in every brand of the agency.
    "agency_audit:shared": Access("agency"),
    # Answers 404 but in development.
    "style_guide": Access("everybody"),
}
# They end the session or the person, so the walk would go on as nobody.
ENDS_THE_SESSION = {"account_logout", "people:erase_me"}


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    view: Callable[..., Any]
    converters: dict[str, Any]

    @property
    def access(self) -> Access | None:
        return getattr(self.view, "access", None) or TABLE.get(self.name)

    def path(self, brand: Brand, agency: uuid.UUID) -> str:
        path = "/" + self.route
        for name, converter in self.converters.items():
            kind = type(converter).__name__
            value: object = {"brand": brand.slug, "agency": agency}.get(name)
            if value is None:
                value = {"UUIDConverter": uuid.UUID(int=7), "IntConverter": 1}.get(kind, "x")
            path = re.sub(rf"<(\w+:)?{name}>", str(value), path)
        assert "<" not in path, path
        return path


def addresses(
    patterns: Any = None, route: str = "", space: str = "", converters: Any = ()
) -> Iterator[Address]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = {**dict(converters), **pattern.pattern.converters}
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.app_name}:" if pattern.app_name else space
            yield from addresses(pattern.url_patterns, route + str(pattern.pattern), inner, here)
        elif isinstance(pattern, URLPattern):
            yield Address(
                f"{space}{pattern.name}", route + str(pattern.pattern), pattern.callback, here
            )


ALL = list(addresses())


@dataclass(frozen=True)
class Cast:
    """Who comes, each signed in once; what an address did is undone before the next."""

    people: dict[str, User | None]
    brand: Brand
    agency: uuid.UUID
    sessions: dict[str, SimpleCookie]

    def client(self, role: str) -> Client:
        """A new browser, still signed in."""
        client = Client()
        client.cookies = SimpleCookie(self.sessions[role].output(header="", sep=";"))
        return client


@pytest.fixture(scope="module")
def cast(rows_of_the_module: None) -> Cast:
    # The very first person, who may put the second factor off for half an hour.
    head = User.objects.create_user("head@example.org", None, name="Head")
    agency = start_agency(owner=head, name="Agencia").pk
    brand = Brand.objects.create(name="Café Andariego", slug="cafe-andariego")
    people: dict[str, User | None] = {
        "owner": member(brand, "Olga", Role.OWNER),
        "lead": member(brand, "Ada", Role.LEAD),
        "responder": member(brand, "Ben", Role.RESPONDER),
        "observer": member(brand, "Cy", Role.OBSERVER),
        "outsider": person("Dot"),
    }
    with_second_factor(User.objects.get(name="Dot"))
    sessions = {"nobody": SimpleCookie()}
    for role, who in people.items():
        client = Client()
        client.force_login(who)
        sessions[role] = client.cookies
    return Cast({**people, "nobody": None}, brand, agency, sessions)


@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
def test_every_address_says_who_may_open_it(address: Address) -> None:
    assert address.access is not None, (
        f"/{address.route} says nothing: declare its view with brand_page, agency_page, "
        "signed_in_page or open_to_everybody"
    )


def outcome(answer: Any) -> str:
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
        return "sign in"
    return {404: "hidden", 403: "denied", 405: "no such method"}.get(answer.status_code, "open")


@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
@pytest.mark.django_db
def test_every_address_opens_for_whom_it_says(address: Address, cast: Cast) -> None:
    cache.clear()
    access = address.access
    assert access is not None
    path = address.path(cast.brand, cast.agency)
    for (role, who), method in product(cast.people.items(), ("get", "post")):
        answer = getattr(cast.client(role), method)(path)
        assert answer.status_code < 500
        assert_headers(answer)
        got = outcome(answer)
        if got == "no such method":
            continue
        if access.to == "everybody":
            assert got != "denied", f"{role}: {got}"
        elif who is None:
            assert got == "sign in", f"{role}: {got}"
        elif access.to == "agency" or (access.to == "brand" and role == "outsider"):
            assert got == "hidden", f"{role}: {got}"
        elif access.policy is not None:
            target = cast.brand if access.to == "brand" else None
            allowed = access.policy.allows(who, access.action, target)
            # A write may ask for more than seeing the page does; an owner may all.
            inner = {"denied"} if method == "post" and role != "owner" else set()
            expected = {"open", "hidden", *inner} if allowed else {"denied"}
            assert got in expected, f"{role}: {got}, expected {expected}"
        elif address.name not in ENDS_THE_SESSION:
            # allauth sends to sign-in where it wants the password again.
            assert got in {"open", "hidden", "sign in"} - (
                set() if address.name in TABLE else {"sign in"}
            ), f"{role}: {got}"


@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
@pytest.mark.django_db
def test_no_page_opens_before_the_second_factor(address: Address, cast: Cast) -> None:
    access = address.access
    assert access is not None
    owner = User.objects.get(name="Olga")
    Authenticator.objects.filter(user=owner).delete()
    client = Client()
    client.force_login(owner)
    answer = client.get(address.path(cast.brand, cast.agency), REMOTE_ADDR="192.168.1.20")
    if access.to in {"brand", "agency"} and not getattr(
        address.view, "opens_without_second_factor", False
    ):
        assert answer["Location"] == "/account/second-factor/"


def assert_headers(answer: Any) -> None:
    policy = answer.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        text = answer.content.decode()
        assert "style=" not in text, "an inline style is refused by the policy"
        assert "onclick" not in text
        assert "<script>" not in text


@pytest.mark.django_db
def test_pages_of_signed_in_people_are_not_kept_on_disk(cast: Cast) -> None:
    page = cast.client("lead").get(f"/b/{cast.brand.slug}/people/")
    assert "no-store" in page["Cache-Control"]
