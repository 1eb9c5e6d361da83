"""Addresses of the inventory, the same under a brand and under an agency."""

from django.urls import path

from simulacro.apps.audit.views import exchange, inventory

INVENTORY = [
    path("inventory/", inventory.inventory, name="inventory"),
    path("inventory/undo/", inventory.undo, name="undo"),
    path("inventory/history/", inventory.history, name="inventory_history"),
    path("inventory/history/<uuid:revision>/restore/", inventory.restore, name="restore"),
    path("inventory/import/", exchange.bring_in, name="import"),
    path("inventory/import/<uuid:pending>/", exchange.look_over, name="import_preview"),
    path("inventory/import/<uuid:pending>/confirm/", exchange.confirm, name="import_confirm"),
    path("inventory/export/", exchange.take_out, name="export"),
]
