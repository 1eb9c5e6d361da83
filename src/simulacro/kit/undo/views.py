"""The button "Undo" of a message."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simulacro.kit.idempotency import send_once
from simulacro.kit.policies import Denied
from simulacro.kit.undo.acts import CannotUndo
from simulacro.kit.undo.models import UndoOffer
from simulacro.kit.undo.services import take_back


@require_POST
@login_required
@send_once
def undo(request: HttpRequest, record: uuid.UUID) -> HttpResponse:
    """Take back one's own act; nobody learns of another's."""
    offer = UndoOffer.objects.filter(pk=record, actor_id=request.user.pk).first()
    if offer is None:
        raise Http404
    try:
        take_back(offer, actor=request.user, at=timezone.now())
    except CannotUndo as why:
        messages.warning(request, str(why))
    except Denied:
        messages.warning(request, _("You may no longer change this."))
    else:
        messages.success(request, _("Undone."))
    return redirect(address_to_go_back_to(request))


def address_to_go_back_to(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return address
    return "/"
