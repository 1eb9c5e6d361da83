from django.urls import path

from simulacro.apps.pairing import views

app_name = "pairing"
urlpatterns = [
    path("pair/", views.connect, name="connect"),
    path("pair/simulacro.crt", views.authority, name="authority"),
    path("pair/<str:token>/", views.pair, name="pair"),
]
