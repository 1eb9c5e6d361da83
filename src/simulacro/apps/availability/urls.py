from django.urls import path

from simulacro.apps.availability.views import changes, coverage, events, feeds, holidays

app_name = "availability"
urlpatterns = [
    path("b/<slug:brand>/coverage/", coverage.coverage, name="coverage"),
    path("b/<slug:brand>/coverage/changes/new/", changes.new_change, name="change_new"),
    path("b/<slug:brand>/coverage/changes/<uuid:change>/", changes.change, name="change"),
    path(
        "b/<slug:brand>/coverage/changes/<uuid:change>/remove/",
        changes.remove,
        name="change_remove",
    ),
    path("b/<slug:brand>/coverage/holidays/", holidays.holidays, name="holidays"),
    path("b/<slug:brand>/coverage/holidays/<str:person>/", holidays.holidays, name="holidays_of"),
    path("b/<slug:brand>/coverage/dates/new/", events.new_event, name="event_new"),
    path("b/<slug:brand>/coverage/dates/import/", events.bring_in, name="event_import"),
    path("b/<slug:brand>/coverage/dates/suggested/", events.suggestions, name="suggestions"),
    path("b/<slug:brand>/coverage/dates/<uuid:event>/", events.event, name="event"),
    path("b/<slug:brand>/coverage/dates/<uuid:event>/remove/", events.remove, name="event_remove"),
    path("b/<slug:brand>/coverage/calendar/", feeds.feed, name="feed"),
    path("calendar/<str:token>.ics", feeds.calendar_file, name="calendar_file"),
]
