"""Addresses for those without an account: the link is all they have."""

from django.urls import path

from simulacro.apps.drills.views import micro, table

app_name = "play"
urlpatterns = [
    path("micro/<str:token>/", micro.public_micro, name="micro"),
    path("<str:token>/", table.guest, name="guest"),
    path("<str:token>/events", table.guest_events, name="events"),
    path("<str:token>/say/<slug:what>/", table.guest_says, name="say"),
]
