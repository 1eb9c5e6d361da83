from django.urls import path

from simulacro.apps.home import demo_entrance, views, worst_hour

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("demo/", demo_entrance.demo, name="demo"),
    path("preferences/", views.preferences, name="preferences"),
    path("b/<slug:brand>/", views.cycle, name="cycle"),
    path("b/<slug:brand>/crisis/", worst_hour.crisis, name="crisis"),
    path("b/<slug:brand>/crisis/<slug:kind>/", worst_hour.crisis_of, name="crisis_of"),
]
