"""Every address of the product; each app keeps its own."""

from django.urls import include, path

from simulacro.config import brand_pages

urlpatterns = [
    path("measures/", include("simulacro.apps.packs.urls")),
    path("b/<slug:brand>/foresight/", include("simulacro.apps.foresight.urls")),
    path("", include("simulacro.apps.home.urls")),
    path("b/<slug:brand>/events", brand_pages.events, name="events"),
]
