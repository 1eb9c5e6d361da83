"""An authority and a certificate made here, so that the local network is encrypted.

The authority may only vouch for addresses of private networks and names under
`.local`: a phone that trusts it can be deceived about no public site with it.
"""

import datetime as dt
import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LASTS = dt.timedelta(days=3650)
# Phones refuse certificates that last much longer.
LASTS = dt.timedelta(days=397)
RENEWED_BEFORE = dt.timedelta(days=30)
PRIVATE = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "127.0.0.0/8",
)


@dataclass(frozen=True)
class Certificate:
    """The files for the server, and what a person compares on the phone."""

    chain: Path
    key: Path
    authority: Path
    fingerprint: str


def certificate_for(
    folder: Path, *, names: Sequence[str], addresses: Sequence[str], now: dt.datetime
) -> Certificate:
    """Return the certificate in `folder`; make or renew what is missing, old, or for others.

    The authority stays the same as long as it lasts, so that a phone which
    trusts it goes on doing so when the machine's address changes.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority, authority_key = authority_in(folder, addresses, now)
    chain, key = folder / "server.pem", folder / "server.key"
    leaf = read_certificate(chain)
    if leaf is None or not key.exists() or not serves(leaf, authority, names, addresses, now):
        leaf_key = ec.generate_private_key(ec.SECP256R1())
        leaf = sign_leaf(leaf_key, authority, authority_key, names, addresses, now)
        write(key, private_bytes(leaf_key))
        write(chain, pem(leaf) + pem(authority))
    return Certificate(chain, key, folder / "authority.crt", fingerprint_of(leaf))


def authority_in(
    folder: Path, addresses: Sequence[str], now: dt.datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    path, key_path = folder / "authority.crt", folder / "authority.key"
    found = read_certificate(path)
    if found is not None and key_path.exists() and vouches(found, addresses, now):
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return found, key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Simulacro on this computer")])
    networks = [ipaddress.ip_network(network) for network in PRIVATE]
    # A network that uses other addresses: those of this machine, and no more.
    networks += [ipaddress.ip_network(one) for one in addresses if not inside(one, networks)]
    permitted: list[x509.GeneralName] = [x509.IPAddress(network) for network in networks]
    permitted += [x509.DNSName("local"), x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write(key_path, private_bytes(key))
    write(path, pem(made))
    return made, key


def vouches(authority: x509.Certificate, addresses: Sequence[str], now: dt.datetime) -> bool:
    """Whether the authority lasts long enough, and may vouch for these addresses."""
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    networks = [
        name.value for name in limits.permitted_subtrees or [] if isinstance(name, x509.IPAddress)
    ]
    lasts = now < authority.not_valid_after_utc - LASTS
    return lasts and all(inside(address, networks) for address in addresses)


def inside(address: str, networks: Sequence[Any]) -> bool:
    number = ipaddress.ip_address(address)
    return any(number in network for network in networks)


def sign_leaf(
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    names: Sequence[str],
    addresses: Sequence[str],
    now: dt.datetime,
) -> x509.Certificate:
    subjects: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    subjects += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Simulacro")]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName(subjects), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(key_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )


def key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def serves(
    leaf: x509.Certificate,
    authority: x509.Certificate,
    names: Sequence[str],
    addresses: Sequence[str],
    now: dt.datetime,
) -> bool:
    """Whether the certificate is still good, and is for these names and addresses."""
    if leaf.not_valid_after_utc - RENEWED_BEFORE < now or now < leaf.not_valid_before_utc:
        return False
    try:
        leaf.verify_directly_issued_by(authority)
    except Exception:
        return False
    subjects = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = {str(name) for name in subjects.get_values_for_type(x509.DNSName)}
    known |= {str(address) for address in subjects.get_values_for_type(x509.IPAddress)}
    return known >= {*names, *addresses}


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 as phones show it: AB:CD:…"""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def read_certificate(path: Path) -> x509.Certificate | None:
    """Return the first certificate in a file; None where there is none that can be read."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def private_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def write(path: Path, content: bytes) -> None:
    """Write a whole file or none, readable by its owner only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)
