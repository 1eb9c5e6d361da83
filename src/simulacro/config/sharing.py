"""The local network over HTTPS: certificate, names that are answered, address to show."""

import socket
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from simulacro.config.certificates import certificate_for
from simulacro.config.local_network import local_name
from simulacro.config.web_server import Listener


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
