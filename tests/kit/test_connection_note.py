"""What does not work over plain HTTP is said on the page."""

import pytest
from django.test import RequestFactory

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
