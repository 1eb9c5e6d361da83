"""`{% connection_note %}`: what does not work over this line is said, not discovered."""

import ipaddress

from django import template
from django.http import HttpRequest

register = template.Library()


@register.inclusion_tag("kit/parts/connection_note.html", takes_context=True)
def connection_note(context: template.Context) -> dict[str, bool]:
    request = context.get("request")
    return {"is_plain": request is not None and is_plain(request)}


def is_plain(request: HttpRequest) -> bool:
    """Whether the page came over HTTP from another machine: anybody between can read it."""
    if request.is_secure():
        return False
    name = request.META.get("HTTP_HOST", "localhost")
    host = name.rpartition("]")[0].strip("[") if name.startswith("[") else name.partition(":")[0]
    if host in {"localhost", "testserver"} or host.endswith(".localhost"):
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True
