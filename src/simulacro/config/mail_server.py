"""The server that sends e-mail: none, unless somebody configured one."""

from typing import Any
from urllib.parse import unquote, urlsplit

from simulacro.config.environment import BadSetting
from simulacro.config.language import gettext as _

NAME = "SIMULACRO_MAIL_URL"
PORTS = {"smtp": 587, "smtps": 465}


def mail_settings(url: str, sender: str) -> dict[str, Any]:
    """Return Django's settings for `smtp[s]://[user:password@]host[:port][?tls=no]`.

    `smtp` asks the server for TLS (STARTTLS) and refuses to go on without;
    `?tls=no` is for a server on this very machine. With no address nothing is
    ever sent. Raises BadSetting.

    >>> mail_settings("", "")["EMAIL_BACKEND"]
    'django.core.mail.backends.dummy.EmailBackend'
    >>> found = mail_settings("smtps://ada:s%40l@mail.example.org", "simulacro@example.org")
    >>> found["EMAIL_HOST_PASSWORD"], found["EMAIL_PORT"], found["EMAIL_USE_SSL"]
    ('s@l', 465, True)
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    shape = _("write it as smtp://user:password@mail.example.org:587, or smtps:// for port 465")
    try:
        port = parts.port
    except ValueError:
        raise BadSetting(NAME, told_without_password(url), shape) from None
    if parts.scheme not in PORTS or not parts.hostname or parts.query not in {"", "tls=no"}:
        raise BadSetting(NAME, told_without_password(url), shape)
    if "@" not in sender:
        wanted = _("write the address that mail comes from, such as simulacro@example.org")
        raise BadSetting("SIMULACRO_MAIL_FROM", sender, wanted)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.query != "tls=no",
        "EMAIL_TIMEOUT": 15,
        "DEFAULT_FROM_EMAIL": sender,
    }


def told_without_password(url: str) -> str:
    """The address as an error may show it.

    >>> told_without_password("smtp://ada:secret@mail:x")
    'smtp://…@mail:x'
    """
    scheme, _, rest = url.partition("://")
    return f"{scheme}://…@{rest.rpartition('@')[2]}" if "@" in rest else url
