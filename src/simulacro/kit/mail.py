"""E-mail, where somebody configured a server for it (docs/reference/mail.md); else none."""

import logging
import threading

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

logger = logging.getLogger(__name__)


class NotSent(Exception):
    """The server did not take the message; the log of the installation says why."""


def is_configured() -> bool:
    return bool(settings.SENDS_MAIL)


def send(*, to: str, subject: str, text: str) -> None:
    """Send a plain message; raise NotSent."""
    message = EmailMessage(" ".join(subject.split()), text, to=[to])
    # Nobody answers a machine, and no machine should answer this one.
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except OSError as error:
        # The class says enough; a server's words may hold the address.
        logger.warning("mail was not sent: %s", type(error).__name__)
        raise NotSent from error


def send_aside(*, to: str, subject: str, text: str) -> threading.Thread:
    """Send without keeping the page waiting, so that its time does not tell whether it sent."""

    def sending() -> None:
        try:
            send(to=to, subject=subject, text=text)
        except NotSent:
            return

    thread = threading.Thread(target=sending, name="mail")
    thread.start()
    return thread


def in_language_of(language: str) -> translation.override:
    """Write what follows in the language of who receives it."""
    return translation.override(language)
