"""Addresses of when the brand is weakest, and of who covers the usual hours."""

from django.urls import path

from simulacro.apps.audit.views import hours, moments

urlpatterns = [
    path("week/", moments.week, name="week"),
    path("calendar/", moments.calendar, name="calendar"),
    path("calendar/weak-moments.ics", moments.weak_moments_file, name="weak_moments_file"),
    path("calendar/<str:day>/", moments.day, name="calendar_day"),
    path("hours/<str:person>/", hours.hours_of, name="hours_of"),
]
