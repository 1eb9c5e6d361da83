"""The authority and the certificate made for the local network."""

import datetime as dt
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509

from simulacro.config.certificates import certificate_for

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
NAMES = ["mesa.local", "localhost"]
ADDRESSES = ["192.168.1.20", "127.0.0.1"]


def make(folder: Path, addresses: list[str] = ADDRESSES, now: dt.datetime = NOW) -> str:
    return certificate_for(folder, names=NAMES, addresses=addresses, now=now).fingerprint


def authority(folder: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / "authority.crt").read_bytes())


def test_same_network_keeps_its_certificate(tmp_path: Path) -> None:
    assert make(tmp_path) == make(tmp_path, now=NOW + dt.timedelta(days=300))


def test_certificate_is_renewed_before_it_ends_by_the_same_authority(tmp_path: Path) -> None:
    first, by = make(tmp_path), authority(tmp_path)
    assert make(tmp_path, now=NOW + dt.timedelta(days=380)) != first
    assert authority(tmp_path) == by


def test_new_address_gets_a_new_certificate_by_the_same_authority(tmp_path: Path) -> None:
    first, by = make(tmp_path), authority(tmp_path)
    assert make(tmp_path, ["10.0.0.7", "127.0.0.1"]) != first
    assert authority(tmp_path) == by


def test_authority_can_vouch_for_no_public_site(tmp_path: Path) -> None:
    make(tmp_path)
    limits = authority(tmp_path).extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    networks = [
        name.value
        for name in limits.value.permitted_subtrees or []
        if isinstance(name, x509.IPAddress)
    ]
    assert networks
    assert not any(network.is_global for network in networks)


def test_unusual_network_gets_its_own_address_and_no_more(tmp_path: Path) -> None:
    make(tmp_path)
    before = authority(tmp_path)
    make(tmp_path, ["198.18.0.5", "127.0.0.1"])
    assert authority(tmp_path) != before
    assert "198.18.0.5/32" in str(
        authority(tmp_path).extensions.get_extension_for_class(x509.NameConstraints).value
    )


def test_keys_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    make(tmp_path)
    for name in ("authority.key", "server.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("damaged", ["server.pem", "authority.crt", "server.key", "authority.key"])
def test_lost_file_is_made_again(tmp_path: Path, damaged: str) -> None:
    make(tmp_path)
    (tmp_path / damaged).unlink()
    made = certificate_for(tmp_path, names=NAMES, addresses=ADDRESSES, now=NOW)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.chain, made.key)
