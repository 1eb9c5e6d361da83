"""Every address of the product; each app keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("measures/", include("simulacro.apps.packs.urls")),
    path("", include("simulacro.apps.home.urls")),
]
