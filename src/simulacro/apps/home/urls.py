from django.urls import path

from simulacro.apps.home import demo_entrance, views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("demo/", demo_entrance.demo, name="demo"),
    path("preferences/", views.preferences, name="preferences"),
    path("b/<slug:brand>/", views.cycle, name="cycle"),
]
