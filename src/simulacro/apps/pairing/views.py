"""The page with the QR, the page the phone opens, and the certificate to trust."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from simulacro.apps.pairing import services
from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.apps.people.pages import SignedInRequest, open_to_everybody, signed_in
from simulacro.kit.idempotency import harmless_to_repeat
from simulacro.kit.qr_codes import qr_image


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@harmless_to_repeat("a new square ends the one before it")
def connect(request: SignedInRequest) -> HttpResponse:
    """Where a person gets the QR for their phone; it is made when they ask for it."""
    address = services.shared_address()
    context: dict[str, Any] = {"address": address, "fingerprint": settings.SHARED_FINGERPRINT}
    if request.method == "POST" and address:
        link = address + services.offer_pairing(request.user)
        context |= {"link": link, "picture": qr_image(link)}
    return render(request, "pairing/connect.html", context)


@open_to_everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@harmless_to_repeat("the square lets one phone in, and the second answer says so")
def pair(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the phone opens: GET asks, POST lets it in."""
    try:
        if request.method != "POST":
            offer = services.find_offer(token)
            context = {"person": offer.user, "fingerprint": settings.SHARED_FINGERPRINT}
            return render(request, "pairing/pair.html", context)
        path = services.accept_offer(token)
    except LinkSpent:
        return render(request, "pairing/spent.html", status=410)
    # 307: the browser sends its confirmation on to the sign-in link, in the same tap.
    return HttpResponse(status=307, headers={"Location": path})


@open_to_everybody
@require_GET
def authority(request: HttpRequest) -> HttpResponseBase:
    """The certificate of this installation's own authority, for the phone to trust."""
    if not settings.SHARED_AUTHORITY:
        raise Http404
    return FileResponse(
        Path(settings.SHARED_AUTHORITY).open("rb"),
        content_type="application/x-x509-ca-cert",
        filename="simulacro.crt",
    )
