"""The local network: names that are answered, address to show, and over HTTPS the certificate."""

import socket
from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address

from django.conf import settings

from simulacro.config.certificates import certificate_for
from simulacro.config.local_network import local_addresses, local_name
from simulacro.config.web_server import Listener


def answer_at(host: str) -> str:
    """Answer to the names by which others reach a server that listens on `host`, and return the
    likeliest; that of this machine alone where it listens to nobody else.

    A public address is the settings' own business.
    """
    names = names_of(host)
    if not is_only_this_machine(host):
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, *names]
    return names[0]


def names_of(host: str) -> list[str]:
    """The names by which a server that listens on `host` is reached, the likeliest first."""
    if is_only_this_machine(host):
        return ["localhost"]
    if not is_every_address(host):
        return [host_in_url(host)]
    return [*local_addresses(), local_name()]


def is_only_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_every_address(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return not host


def host_in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def share_on_local_network(
    bound: socket.socket, addresses: Sequence[str], *, now: datetime
) -> Listener:
    """Return the HTTPS listener for `addresses`, and let the settings know of it."""
    names = [local_name(), "localhost"]
    certificate = certificate_for(
        settings.DATA_DIR / "tls", names=names, addresses=[*addresses, "127.0.0.1"], now=now
    )
    port = bound.getsockname()[1]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, *names, *addresses]
    settings.SHARED_URL = f"https://{addresses[0]}:{port}"
    settings.SHARED_FINGERPRINT = certificate.fingerprint
    settings.SHARED_AUTHORITY = str(certificate.authority)
    return Listener(bound, str(certificate.chain), str(certificate.key))
