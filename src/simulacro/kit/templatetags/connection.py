"""`{% connection_note %}` and `{% only_here_note link %}`: what does not work over this line, or
from elsewhere, is said and not discovered."""

import ipaddress
from urllib.parse import urlsplit

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
    return host != "testserver" and not is_this_machine(host)


@register.inclusion_tag("kit/parts/only_here_note.html")
def only_here_note(link: str) -> dict[str, bool]:
    """Says beside a link to send that it opens nowhere else, where that is so."""
    return {"is_only_here": is_this_machine(urlsplit(link).hostname or "")}


def is_this_machine(host: str) -> bool:
    """Whether a name or an address means, on any machine, that machine itself.

    >>> is_this_machine("localhost"), is_this_machine("127.0.0.1"), is_this_machine("::1")
    (True, True, True)
    >>> is_this_machine("192.168.1.20"), is_this_machine("crisis.example.org")
    (False, False)
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
