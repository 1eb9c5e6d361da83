"""The links of a page, and which pages are of one kind."""

import re
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import Resolver404, resolve

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')


def links_of(html: str, page: str) -> list[str]:
    """The addresses of our own that a page links to, without what follows `#`."""
    found = []
    for written in LINK.findall(html):
        parts = urlsplit(urljoin(page, unescape(written)))
        if not parts.netloc and parts.scheme == "":
            found.append(parts._replace(fragment="").geturl())
    return found


def kind_of(address: str) -> str:
    """What answers an address: its view, and what may be asked of it after the `?`."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return address
    return f"{name} {sorted(parse_qs(parts.query))}"
