"""What a person does about their own account."""

from typing import Any

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


def end_other_sessions(*, user: User, request: HttpRequest | None = None) -> None:
    """Sign the person out everywhere but in the session of `request`."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
        user.refresh_from_db(fields=["session_generation"])
        if request is not None and request.user.is_authenticated and request.user.pk == user.pk:
            update_session_auth_hash(request, user)
        audit_log.record("sessions.ended", actor=user, scope=audit_log.INSTALLATION)


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
