from django.urls import path

from simulacro.apps.audit import result_urls
from simulacro.apps.audit.views import inventory, wizard

app_name = "audit"
urlpatterns = [
    *result_urls.urlpatterns,
    path("start/", wizard.start, name="start"),
    path("start/<slug:key>/", wizard.question, name="question"),
    path("inventory/", inventory.inventory, name="inventory"),
    path("inventory/history/", inventory.history, name="inventory_history"),
    path("inventory/undo/", inventory.undo, name="undo"),
    path("inventory/history/<uuid:revision>/restore/", inventory.restore, name="restore"),
]
