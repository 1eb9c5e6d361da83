from django.urls import path

from simulacro.apps.whatifs.views import board, brainstorms, library

app_name = "whatifs"
urlpatterns = [
    path("", board.board, name="board"),
    path("note/", board.note, name="note"),
    path("<uuid:possibility>/set-aside/", board.set_aside, name="set_aside"),
    path("<uuid:possibility>/bring-back/", board.bring_back, name="bring_back"),
    path("library/", library.library, name="library"),
    path("library/add/", library.add, name="add"),
    path("brainstorms/", brainstorms.brainstorms, name="brainstorms"),
    path("brainstorms/<uuid:storm>/", brainstorms.brainstorm, name="brainstorm"),
    path("brainstorms/<uuid:storm>/status/", brainstorms.status, name="status"),
    path("brainstorms/<uuid:storm>/events", brainstorms.events, name="events"),
    path("brainstorms/<uuid:storm>/join/", brainstorms.join, name="join"),
    path("brainstorms/<uuid:storm>/invite/", brainstorms.invite, name="invite"),
    path("brainstorms/<uuid:storm>/shown/", brainstorms.shown, name="shown"),
    path("brainstorms/<uuid:storm>/say/<slug:what>/", brainstorms.say, name="say"),
    path("brainstorms/<uuid:storm>/lead/<slug:what>/", brainstorms.lead, name="lead"),
]
