"""Offer to take an act back, and do it, once."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from simulacro.kit.undo.acts import ACTS, CannotUndo
from simulacro.kit.undo.models import UndoOffer

OFFERED_FOR = timedelta(minutes=10)


def offer_undo(
    request: HttpRequest,
    act: str,
    *,
    scope: uuid.UUID,
    payload: Mapping[str, Any],
    message: str,
    lasts: timedelta = OFFERED_FOR,
) -> UndoOffer:
    """Tell the person what they did, with a button that takes it back.

    To be called in the transaction of the act. `payload` holds JSON values,
    sealed at rest. Raises LookupError for an act that nothing undoes.
    """
    if act not in ACTS:
        raise LookupError(f"nothing undoes {act}")
    actor: Any = request.user
    offer = UndoOffer(scope=scope, act=act, actor=actor, expires_at=timezone.now() + lasts)
    offer.payload = dict(payload)
    offer.save(force_insert=True)
    messages.success(request, message, extra_tags=f"undo:{offer.id}")
    return offer


def take_back(offer: UndoOffer, *, actor: Any, at: datetime) -> None:
    """Undo the act; all or nothing, and once.

    Raises CannotUndo where it is too late, done already, or no longer possible.
    """
    with transaction.atomic():
        fresh = UndoOffer.objects.select_for_update().get(pk=offer.pk)
        if fresh.used_at is not None:
            raise CannotUndo(_("It was undone already."))
        if fresh.expires_at < at:
            raise CannotUndo(_("It is too late to undo it from here."))
        if fresh.act not in ACTS:
            raise CannotUndo(_("This can no longer be undone."))
        fresh.used_at = at
        fresh.save(update_fields=["used_at"])
        ACTS[fresh.act](fresh.scope, fresh.payload, actor)


def prune(now: datetime) -> int:
    """Delete the offers that nobody can take any more; return how many."""
    deleted, _counts = UndoOffer.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    return deleted
