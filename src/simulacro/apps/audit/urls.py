from django.urls import path

from simulacro.apps.audit import check_urls, moment_urls, result_urls
from simulacro.apps.audit.inventory_urls import inventory_urls
from simulacro.apps.audit.views import parting, passwords, wizard

app_name = "audit"
urlpatterns = [
    *result_urls.urlpatterns,
    *check_urls.urlpatterns,
    *moment_urls.urlpatterns,
    path("start/", wizard.start, name="start"),
    path("start/<slug:key>/", wizard.question, name="question"),
    path("leave-agency/", parting.leave, name="leave_agency"),
    path("passwords/", passwords.passwords, name="passwords"),
    path("passwords/range/", passwords.leak_range, name="leak_range"),
    *inventory_urls(lambda page: page.of_brand),
]
