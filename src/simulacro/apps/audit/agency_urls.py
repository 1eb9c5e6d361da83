"""Addresses of the audit above the brands: an agency's."""

from django.urls import path

from simulacro.apps.audit.inventory_urls import INVENTORY
from simulacro.apps.audit.views import agency

app_name = "agency_audit"
urlpatterns = [path("", agency.worst_shared, name="shared"), *INVENTORY]
