from django.urls import path

from simulacro.apps.exercises import views

app_name = "exercises"
urlpatterns = [
    path("", views.exercises, name="exercises"),
    path("<uuid:exercise>/", views.exercise, name="exercise"),
]
