"""Addresses of the audit above the brands: an agency's."""

from django.urls import path

from simulacro.apps.audit.inventory_urls import inventory_urls
from simulacro.apps.audit.views import agency, parting

app_name = "agency_audit"
urlpatterns = [
    path("", agency.worst_shared, name="shared"),
    path("audit-all/", agency.audit_all, name="audit_all"),
    path("part/<uuid:client>/", parting.part, name="part"),
    *inventory_urls(lambda page: page.of_agency),
]
