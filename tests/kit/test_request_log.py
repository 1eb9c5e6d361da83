"""What the log says of requests: method, status and pattern, and no alias."""

import io
import logging

import pytest
from django.test import Client

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.kit.request_log import PatternsInLog

ALIAS = "-".join(["person", "el", "chico", "de", "la", "agencia"])


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the installation's own handler writes."""
    handlers = [h for h in logging.getLogger().handlers if isinstance(h, logging.StreamHandler)]
    ours = next(h for h in handlers if any(isinstance(f, PatternsInLog) for f in h.filters))
    written = io.StringIO()
    monkeypatch.setattr(ours, "stream", written)
    return written


def test_refusals_name_no_address_and_bring_no_traceback(
    client: Client, brand: Brand, cy: User, log: io.StringIO
) -> None:
    client.force_login(cy)
    assert client.get(f"/b/{brand.slug}/audit/inventory/thing/{ALIAS}/").status_code == 403
    assert client.get(f"/b/{brand.slug}/{ALIAS}/").status_code == 404
    written = log.getvalue()
    assert "GET 403: /b/<slug:brand>/audit/inventory/thing/<str:asset>/" in written
    assert "GET 404: an address that is no page" in written
    assert ALIAS not in written
    assert "Traceback" not in written


def test_pages_travel_compressed(client: Client, db: None) -> None:
    answer = client.get("/", HTTP_ACCEPT_ENCODING="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < len(client.get("/").content) / 2
