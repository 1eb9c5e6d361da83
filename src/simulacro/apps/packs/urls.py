from django.urls import path

from simulacro.apps.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.measures, name="measures"),
    path("propose/", views.propose, name="propose"),
    path("add/", views.add, name="add"),
    path("<slug:name>/remove/", views.remove, name="remove"),
]
