from django.urls import path

from simulacro.apps.foresight import views

app_name = "foresight"
urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("note/", views.note, name="note"),
    path("<uuid:possibility>/set-aside/", views.set_aside, name="set_aside"),
    path("<uuid:possibility>/bring-back/", views.bring_back, name="bring_back"),
]
