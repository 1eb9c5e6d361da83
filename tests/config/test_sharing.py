"""A phone on the same network: HTTPS, a QR's link, one confirmation."""

import http.client
import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from tests.running import Installation, RunningServer, free_port, wait_until

from simulacro.config.local_network import EVERYWHERE, local_addresses

PERSON = """
from simulacro.apps.people.models import User
User.objects.create_user("ada@example.org", "correct horse 42", name="Ada")
"""


class Phone:
    """A browser on the local network which trusts the installation's authority."""

    def __init__(self, installation: Installation, server: RunningServer) -> None:
        trusted = Path(installation.folder.name, "tls", "authority.crt")
        self.context = ssl.create_default_context(cafile=str(trusted))
        self.cookies: dict[str, str] = {}

    def open(self, url: str, method: str = "GET", body: str = "") -> http.client.HTTPResponse:
        parts = urlsplit(url)
        line = http.client.HTTPSConnection(parts.netloc, context=self.context, timeout=20)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Referer": url}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, parts.path, body=body, headers=headers)
        answer = line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            assert "secure" in cookie.lower(), cookie
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def confirm(self, url: str) -> http.client.HTTPResponse:
        page = self.open(url).read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found, page
        body = f"csrfmiddlewaretoken={found[1]}"
        answer = self.open(url, "POST", body)
        if answer.status == 307:
            there = urlsplit(url)._replace(path=answer.headers["Location"]).geturl()
            answer = self.open(there, "POST", body)
        return answer


@pytest.fixture
def installation() -> Iterator[Installation]:
    made = Installation()
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def server(installation: Installation) -> Iterator[RunningServer]:
    if not local_addresses():
        pytest.fail("this machine is on no network: connect it to test --share")
    installation.do(PERSON)
    with installation.start("--share", "--share-port", str(free_port())) as server:
        yield server


def link_printed_by(server: RunningServer, path: str = "/pair/") -> str:
    """Read what the terminal says, up to the link to that path."""
    assert server.process.stdout is not None
    for line in server.process.stdout:
        if found := re.search(rf"https?://\S+{path}\S+$", line):
            return found[0]
    raise AssertionError(f"no link to {path} was printed")


def test_phone_comes_in_by_the_link_of_the_qr_once(
    installation: Installation, server: RunningServer
) -> None:
    link = link_printed_by(server)
    phone = Phone(installation, server)
    answer = phone.confirm(link)
    assert answer.status == 302, answer.read()
    assert "sessionid" in phone.cookies
    another = Phone(installation, server)
    assert another.open(link).status == 410
    # The computer itself stays on plain loopback, where passkeys work.
    assert server.get("/sign-in/").status == 200


def test_looking_at_the_link_does_not_spend_it(
    installation: Installation, server: RunningServer
) -> None:
    link = link_printed_by(server)
    phone = Phone(installation, server)
    for _ in range(3):
        page = phone.open(link).read().decode()
    assert "Ada" in page
    fingerprint = wait_until(
        lambda: ssl.get_server_certificate(
            (urlsplit(link).hostname or "", urlsplit(link).port or 0)
        )
    )
    from cryptography import x509

    from simulacro.config.certificates import fingerprint_of

    assert fingerprint_of(x509.load_pem_x509_certificate(fingerprint.encode())) in page


def test_one_ctrl_c_ends_both_listeners(installation: Installation, server: RunningServer) -> None:
    link = link_printed_by(server)
    Phone(installation, server).open(link)
    assert server.stop() == 0


def test_plain_http_beyond_this_machine_says_what_does_not_work(
    installation: Installation,
) -> None:
    installation.do(PERSON)
    with installation.start("--host", local_addresses()[0]) as server:
        server.stop()
        said = server.output()
    assert "passkeys" in said
    assert "/enter/" not in said


def test_the_printed_way_in_leads_there_from_another_machine(installation: Installation) -> None:
    reached = local_addresses()[0]
    for host in (EVERYWHERE, reached):
        with installation.start("--host", host, "--no-worker") as server:
            link = link_printed_by(server, "/welcome/")
            assert urlsplit(link).hostname == reached
            with urlopen(link) as answer:
                assert answer.status == 200
