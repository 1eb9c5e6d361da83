from django.urls import path

from simulacro.apps.exercises import views

app_name = "exercises"
urlpatterns = [
    path("", views.exercises, name="exercises"),
    path("<uuid:exercise>/", views.exercise, name="exercise"),
    path("<uuid:exercise>/happened/", views.happened, name="happened"),
    path("<uuid:exercise>/msel.xlsx", views.msel, name="msel"),
    path("<uuid:exercise>/cexf.json", views.cexf, name="cexf"),
]
