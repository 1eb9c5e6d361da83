"""A link that was just made: kept sealed for the next page, which shows it once.

Of the link itself only a digest stays anywhere.
"""

import base64
import json

from django.http import HttpRequest

from simulacro.apps.brands.models import Agency, Brand
from simulacro.kit.sealing.services import seal_bytes, unseal_bytes

NEW_LINK = "new invitation"


def keep_new_link(
    request: HttpRequest, place: Brand | Agency, for_whom: str, path: str, *, what: str = NEW_LINK
) -> None:
    """Keep a link for the next page of `place` that asks for `what`."""
    plain = json.dumps([for_whom, path]).encode()
    sealed = seal_bytes(place.id, plain, purpose=what)
    request.session[f"{what} {place.id}"] = base64.b64encode(sealed).decode("ascii")


def take_new_link(
    request: HttpRequest, place: Brand | Agency, *, what: str = NEW_LINK
) -> dict[str, str] | None:
    """The link to show now and never again, and whom it is for."""
    kept = request.session.pop(f"{what} {place.id}", None)
    if kept is None:
        return None
    plain = unseal_bytes(place.id, base64.b64decode(kept), purpose=what)
    for_whom, path = json.loads(plain)
    return {"for_whom": for_whom, "link": request.build_absolute_uri(path)}
