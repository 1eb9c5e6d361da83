"""What allauth asks of us: closed sign-up, sealed secrets, quiet messages."""

import base64
import time
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulacro.kit.audit_log import INSTALLATION
from simulacro.kit.sealing.services import seal_bytes, unseal_bytes

RECENT_S = 300
PURPOSE = "second factor"


class AccountAdapter(DefaultAccountAdapter):
    """People come in by invitation, and are asked for the password again after five minutes."""

    # allauth's own Spanish says usted.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "That e-mail and that password do not go together. Look at both once more."
        ),
        "incorrect_password": gettext_lazy("That is not your password."),
        "enter_current_password": gettext_lazy("Write the password you have now."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait a few minutes, then try again."
        ),
        "rate_limited": gettext_lazy("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        request = context.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - record["at"] < RECENT_S for record in records)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **options: Any) -> None:
        template = options.get("message_template") or (args[0] if args else "")
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, *args, **options)

    def send_notification_mail(self, *args: Any, **options: Any) -> None:
        """Nothing leaves the machine unless a person configured it to."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds are sealed under the installation's own key."""

    def encrypt(self, text: str) -> str:
        sealed = seal_bytes(INSTALLATION, text.encode(), purpose=PURPOSE)
        return base64.b64encode(sealed).decode("ascii")

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a new passkey is called where nobody says otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        if number == 1:
            return _("My passkey")
        return _("My passkey %(number)d") % {"number": number}

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return unseal_bytes(INSTALLATION, sealed, purpose=PURPOSE).decode()


def reseal_second_factors(scope: uuid.UUID) -> int:
    """Seal the secrets of all second factors anew after their data key was rotated."""
    if scope != INSTALLATION:
        return 0
    adapter, count = SecondFactorAdapter(), 0
    for row in Authenticator.objects.all():
        sealed = {name: row.data[name] for name in ("secret", "seed") if name in row.data}
        if sealed:
            row.data |= {
                name: adapter.encrypt(adapter.decrypt(text)) for name, text in sealed.items()
            }
            row.save(update_fields=["data"])
            count += 1
    return count
