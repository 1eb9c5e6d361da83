"""What the terminal says when the pages are up: the address, a way in, the phone's QR."""

import io
import sys

from django.conf import settings
from django.urls import reverse

from simulacro.apps.pairing.services import LASTS, offer_pairing
from simulacro.apps.people.models import User
from simulacro.apps.people.second_factor import real_people
from simulacro.apps.people.services import make_sign_in_link, make_welcome_link, nobody_yet
from simulacro.config.language import gettext as _
from simulacro.config.sharing import answer_at, is_only_this_machine
from simulacro.config.terminal import say


def say_where(host: str, port: int, *, sign_in_as: str = "") -> str:
    """Print the address, and return the one to open in a browser.

    On this machine alone that is a link which signs its first person in, once, or
    the one whose e-mail is `sign_in_as`.
    Where others can reach the server no such link is printed: many read a log.
    """
    address = settings.PUBLIC_URL.rstrip("/") or f"http://{answer_at(host)}:{port}"
    alone = not settings.PUBLIC_URL and is_only_this_machine(host)
    say(_("Simulacro is at %(address)s/ (Ctrl-C ends it)") % {"address": address})
    if not alone and address.startswith("http://"):
        say(plain_http_warning())
    opened = f"{address}/"
    person = first_person(sign_in_as)
    if person is not None and alone:
        opened = address + make_sign_in_link(person)
        say(
            _("Come in as %(person)s, once, within 15 minutes: %(link)s")
            % {"person": person, "link": opened}
        )
    if nobody_yet():
        start = address + (reverse("people:welcome") if alone else make_welcome_link())
        say(_("Make your account and your brand: %(link)s") % {"link": start})
        opened = opened if person is not None else start
    return opened


def first_person(email: str) -> User | None:
    """The person with that e-mail, else the first; one of the demo where there is no other."""
    people = User.objects.filter(is_active=True).order_by("created_at", "id")
    if email:
        return people.filter(email=email).first()
    return real_people().order_by("created_at", "id").first() or people.first()


def plain_http_warning() -> str:
    return _(
        "Over plain HTTP passwords travel in the clear, and passkeys, copies to read without "
        "network and one-tap copying do not work: use --share, or a proxy with HTTPS "
        "(docs/guide/en/server.md)."
    )


def show_pairing(*, sign_in_as: str = "") -> None:
    """Print the QR by which a phone comes in; again whenever Enter is pressed."""
    say(_("On this network: %(address)s/") % {"address": settings.SHARED_URL})
    say(
        _("Fingerprint of its certificate (SHA-256): %(fingerprint)s")
        % {"fingerprint": settings.SHARED_FINGERPRINT}
    )
    say(
        _(
            "At an address made of numbers passkeys do not work, and copies to read without "
            "network need the certificate installed on the phone."
        )
    )
    while True:
        person = first_person(sign_in_as)
        if person is None:
            say(_("Make your account first; then press Enter here for the phone's QR."))
        else:
            link = settings.SHARED_URL + offer_pairing(person)
            say(qr_for_terminal(link))
            say(
                _(
                    "Scan it with the phone to come in as %(person)s: it works once, for "
                    "%(minutes)d minutes."
                )
                % {"person": person, "minutes": LASTS.total_seconds() // 60}
            )
            say(link)
        if not sys.stdin.isatty():
            return
        say(_("Press Enter for another one."))
        if not sys.stdin.readline():
            return


def qr_for_terminal(link: str) -> str:
    # Slow to load, and needed only where phones are let in.
    import segno

    drawing = io.StringIO()
    segno.make(link, error="l").terminal(out=drawing, border=2, compact=True)
    return drawing.getvalue()
