"""What a person does about their own account."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from simulacro.apps.people.models import User
from simulacro.kit import audit_log


def choose_language(*, user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])


def rename_person(*, user: User, name: str) -> None:
    user.name = name
    user.save(update_fields=["name"])


def choose_password(*, user: User, password: str) -> None:
    """Give the person another password; every session is over but one that is told so."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        audit_log.record("password.chosen", actor=user, scope=audit_log.INSTALLATION)


def end_other_sessions(*, user: User, request: HttpRequest | None = None) -> None:
    """Sign the person out everywhere but in the session of `request`."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
        user.refresh_from_db(fields=["session_generation"])
        if request is not None and request.user.is_authenticated and request.user.pk == user.pk:
            update_session_auth_hash(request, user)
        audit_log.record("sessions.ended", actor=user, scope=audit_log.INSTALLATION)


def reset_second_factor(*, user: User) -> int:
    """Take all second factors away and end every session; return how many there were.

    For the command line: somebody who lost phone, key and codes sets up anew.
    """
    with transaction.atomic():
        count, _kinds = Authenticator.objects.filter(user=user).delete()
        end_other_sessions(user=user)
        audit_log.record(
            "second_factor.reset",
            actor=None,
            target=user,
            scope=audit_log.INSTALLATION,
            details={"count": count},
        )
    return count


def second_factor_added(*, request: HttpRequest, user: User, **facts: Any) -> None:
    """End the sessions that were opened without it, and record that it is there."""
    end_other_sessions(user=user, request=request)
    record_second_factor("second_factor.added", user, facts["authenticator"].type)


def second_factor_removed(*, request: HttpRequest, user: User, **facts: Any) -> None:
    record_second_factor("second_factor.removed", user, facts["authenticator"].type)


def record_second_factor(verb: str, user: User, kind: str) -> None:
    audit_log.record(
        verb, actor=user, target=user, scope=audit_log.INSTALLATION, details={"kind": str(kind)}
    )
