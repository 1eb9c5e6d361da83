"""Addresses for those without an account: the link is all they have."""

from django.urls import path

from simulacro.apps.whatifs.views import guests

app_name = "ideas"
urlpatterns = [
    path("<str:token>/", guests.guest, name="guest"),
    path("<str:token>/status/", guests.guest_status, name="status"),
    path("<str:token>/events", guests.guest_events, name="events"),
    path("<str:token>/say/<slug:what>/", guests.guest_says, name="say"),
]
