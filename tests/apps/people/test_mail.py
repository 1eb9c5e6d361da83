"""Mail over a real connection, where somebody configured it; else not a byte."""

import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.conftest import PASSWORD
from tests.smtp_sink import Sink, smtp_sink

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Invitation, User
from simulacro.config.environment import BadSetting
from simulacro.config.mail_server import mail_settings

WAIT_S = 10


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with smtp_sink() as opened:
        told = mail_settings(f"smtp://127.0.0.1:{opened.port}?tls=no", "simulacro@example.org")
        for name, value in {**told, "SENDS_MAIL": True}.items():
            setattr(settings, name, value)
        yield opened


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/\S+)", text)
    assert found, text
    return found[1]


def test_lost_password_is_replaced_by_a_link_that_came_by_mail(
    client: Client, sink: Sink, dot: User
) -> None:
    dot.authenticator_set.all().delete()
    page = client.post("/sign-in/lost/", {"email": "Dot@example.org"})
    assert "viene en camino" in page.content.decode()
    letter = sink.arrived.get(timeout=WAIT_S)
    assert (letter["To"], letter["From"]) == ("dot@example.org", "simulacro@example.org")
    assert letter["Subject"] == "Una contraseña nueva para Simulacro"
    link = link_in(letter.get_content())
    to = client.post(link)
    assert to["Location"] == "/account/password/new/"
    assert client.post(to["Location"], {"password": "123"}).status_code == 422
    assert client.post(to["Location"], {"password": "cuatro palabras sin orden"})["Location"] == "/"
    dot.refresh_from_db()
    assert dot.check_password("cuatro palabras sin orden")
    signed_in = client.get("/account/")
    assert signed_in["Location"] == "/account/second-factor/"
    assert client.post(link).status_code == 410


def test_unknown_address_reads_the_same_and_gets_nothing(
    client: Client, sink: Sink, dot: User
) -> None:
    page = client.post("/sign-in/lost/", {"email": "nobody@example.org"})
    assert "viene en camino" in page.content.decode()
    assert sink.arrived.empty()


def test_new_password_without_the_old_one_only_by_a_fresh_link(client: Client, dot: User) -> None:
    client.force_login(dot)
    answer = client.post("/account/password/new/", {"password": "cuatro palabras sin orden"})
    assert answer["Location"] == "/account/password/"
    dot.refresh_from_db()
    assert dot.check_password(PASSWORD)


def test_invitation_goes_by_mail_and_stays_on_the_page(
    client: Client,
    sink: Sink,
    brand: Brand,
    ada: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(ada)
    new = {"for_whom": "Eva", "role": "observer", "email": "eva@example.org"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/b/{brand.slug}/people/", new)
    letter = sink.arrived.get(timeout=WAIT_S)
    assert letter["Subject"] == "Ada te invita a Café Andariego"
    page = client.get(f"/b/{brand.slug}/people/").content.decode()
    assert link_in(letter.get_content()) in page
    assert Invitation.objects.get().for_whom == "Eva"


def test_without_mail_nothing_is_sent_and_the_page_says_who_can_help(
    client: Client, dot: User, brand: Brand, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_anything: object, **_more: object) -> None:
        raise AssertionError("something wanted to leave the machine")

    monkeypatch.setattr(socket, "create_connection", no_network)
    for answer in (
        client.get("/sign-in/lost/"),
        client.post("/sign-in/lost/", {"email": dot.email}),
    ):
        assert "simulacro user link" in answer.content.decode()
        assert 'name="email"' not in answer.content.decode()
    client.force_login(ada)
    assert 'name="email"' not in client.get(f"/b/{brand.slug}/people/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_mail_that_did_not_go_out_says_so_and_leaves_the_link(
    client: Client,
    brand: Brand,
    ada: User,
    settings: Any,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"smtp://127.0.0.1:{taken.getsockname()[1]}?tls=no"
        for name, value in {**mail_settings(url, "s@example.org"), "SENDS_MAIL": True}.items():
            setattr(settings, name, value)
        client.force_login(ada)
        new = {"for_whom": "Eva", "role": "observer", "email": "eva@example.org"}
        client.post(f"/b/{brand.slug}/people/", new)
    page = client.get(f"/b/{brand.slug}/people/").content.decode()
    assert "El correo no salió" in page
    assert "/join/" in page


@pytest.mark.parametrize(
    ("url", "sender"),
    [("imap://mail", "a@b.c"), ("smtp://", "a@b.c"), ("smtp://mail", ""), ("smtp://m:x", "a@b.c")],
)
def test_mail_setting_that_cannot_be_used_stops_the_start(url: str, sender: str) -> None:
    with pytest.raises(BadSetting):
        mail_settings(url, sender)
