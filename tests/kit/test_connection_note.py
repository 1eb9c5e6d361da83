"""What does not work over plain HTTP is said on the page."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

import simulacro
from simulacro.kit.templatetags.connection import is_plain


@pytest.mark.parametrize(
    ("host", "secure", "plain"),
    [
        ("localhost:8000", False, False),
        ("127.0.0.1:8000", False, False),
        ("[::1]:8000", False, False),
        ("192.168.1.20:8000", False, True),
        ("mesa.local", False, True),
        ("[fe80::1]:8000", False, True),
        ("192.168.1.20:8443", True, False),
        ("simulacro.example.org", True, False),
    ],
)
def test_line_is_plain_only_over_http_from_elsewhere(host: str, secure: bool, plain: bool) -> None:
    request = RequestFactory(HTTP_HOST=host).get("/", secure=secure)
    assert is_plain(request) is plain


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("http://localhost:8796/join/x/", True),
        ("http://127.0.0.1:8000/join/x/", True),
        ("http://[::1]:8000/join/x/", True),
        ("https://192.168.1.20:8443/join/x/", False),
        ("https://crisis.example.org/join/x/", False),
    ],
)
def test_a_link_to_send_says_where_it_opens_on_this_machine_alone(link: str, said: bool) -> None:
    shown = render_to_string("kit/parts/link_to_send.html", {"id": "new-link", "link": link})
    assert ("SIMULACRO_PUBLIC_URL" in shown) is said


@pytest.mark.parametrize(
    "page",
    [
        "availability/availability/feed.html",
        "drills/drills/_lobby.html",
        "drills/drills/_question.html",
        "drills/drills/micro.html",
        "whatifs/whatifs/_invite.html",
    ],
)
def test_every_other_page_with_a_link_to_send_says_it_too(page: str) -> None:
    room, _slash, name = page.partition("/")
    file = Path(simulacro.__file__).parent / "apps" / room / "templates" / name
    assert "{% only_here_note " in file.read_text("utf-8")
