from django.urls import path

from simulacro.apps.home import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("preferences/", views.preferences, name="preferences"),
    path("b/<slug:brand>/", views.cycle, name="cycle"),
]
