"""The address by which people outside reach this installation."""

from urllib.parse import urlsplit

from simulacro.config.environment import BadSetting
from simulacro.config.language import gettext as _


def public_origin(url: str) -> str:
    """Return `https://host[:port]` of SIMULACRO_PUBLIC_URL, or "" where it is not set.

    >>> public_origin("https://crisis.example.org/")
    'https://crisis.example.org'

    Raises BadSetting for what is no http(s) address, or has a path: Simulacro
    lives at the root of its host.
    """
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadSetting("SIMULACRO_PUBLIC_URL", url, _("write it as https://crisis.example.org"))
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BadSetting("SIMULACRO_PUBLIC_URL", url, _("leave out what follows the host"))
    return f"{parts.scheme}://{parts.netloc}"


def host_of(origin: str) -> list[str]:
    """Return the host to answer to, if there is one."""
    name = urlsplit(origin).hostname
    return [f"[{name}]" if name and ":" in name else name] if name else []
