"""Addresses of the inventory, the same under a brand and under an agency."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from simulacro.apps.audit.owner_pages import OwnerPage
from simulacro.apps.audit.views import costs, exchange, inventory, things

Pick = Callable[[OwnerPage], Callable[..., Any]]


def inventory_urls(pick: Pick) -> list[URLPattern]:
    """The patterns with the views that `pick` takes of each page."""
    pages = [
        ("", inventory.inventory, "inventory"),
        ("undo/", inventory.undo, "undo"),
        ("history/", inventory.history, "inventory_history"),
        ("history/<uuid:revision>/restore/", inventory.restore, "restore"),
        ("import/", exchange.bring_in, "import"),
        ("import/<uuid:pending>/", exchange.look_over, "import_preview"),
        ("import/<uuid:pending>/confirm/", exchange.confirm, "import_confirm"),
        ("export/", exchange.take_out, "export"),
        ("costs/", costs.costs, "costs"),
        ("add/<slug:kind>/", things.add, "thing_add"),
        ("thing/<str:asset>/", things.thing, "thing"),
        ("thing/<str:asset>/remove/", things.remove, "thing_remove"),
        ("thing/<str:asset>/ways/<str:way>/", things.way, "way"),
    ]
    return [path(f"inventory/{route}", pick(page), name=name) for route, page, name in pages]
