from django.urls import path

from simulacro.apps.drills.views import cases, table

app_name = "drills"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("cases/<str:key>/", cases.case, name="case"),
    path("cases/<str:key>/begin/", cases.begin, name="begin"),
    path("table/<uuid:exercise>/", table.table, name="table"),
    path("table/<uuid:exercise>/screen/", table.screen, name="screen"),
    path("table/<uuid:exercise>/sit/", table.sit_down, name="sit_down"),
    path("table/<uuid:exercise>/invite/", table.invite, name="invite"),
    path("table/<uuid:exercise>/events", table.events, name="events"),
    path("table/<uuid:exercise>/say/<slug:what>/", table.say, name="say"),
]
