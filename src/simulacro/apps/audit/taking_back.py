"""Taking back a change of the inventory by the button of its message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.owner_pages import OwnerRequest
from simulacro.apps.audit.services.inventory import StillShared, undo_revision
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit.undo.acts import CannotUndo, undoes
from simulacro.kit.undo.services import offer_undo

ACT = "inventory.changed"


def offer_to_take_back(request: OwnerRequest, made: InventoryRevision, words: str) -> None:
    """Say what was done, with a button that takes it back while nothing was changed since."""
    payload = {"revision": str(made.pk)}
    offer_undo(request, ACT, scope=made.sealing_scope(), payload=payload, message=words)


@undoes(ACT)
def take_back_change(_scope: UUID, payload: Mapping[str, Any], actor: Any) -> None:
    made = InventoryRevision.objects.get(pk=payload["revision"])
    current = queries.current_revision(made.owner)
    if current is None or current.pk != made.pk:
        raise CannotUndo(
            _("The inventory was changed again since. “What changed” leads back to any revision.")
        )
    try:
        undo_revision(owner=made.owner, actor=actor)
    except (DocumentError, StillShared):
        raise CannotUndo(
            _("Something is used that the agency would not share any more. Nothing was changed.")
        ) from None
