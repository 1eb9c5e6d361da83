"""The person's menu on every page: apps say what stands in it.

menu.offer(account_entries)      # in AppConfig.ready; (request) -> list[Entry]
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu; `post` makes it a button that sends a form (signing out)."""

    label: str | Promise
    url: str
    post: bool = False


Offer = Callable[[HttpRequest], list[Entry]]

_offers: list[Offer] = []


def offer(entries: Offer) -> None:
    """Let `entries(request)` add lines to the menu, in the order of the offers."""
    if entries not in _offers:
        _offers.append(entries)


def entries_for(request: HttpRequest) -> list[Entry]:
    """Return every line of the menu for the person of this request."""
    return [entry for tell in _offers for entry in tell(request)]
