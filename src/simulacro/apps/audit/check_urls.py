"""Addresses of the checks under a brand's audit."""

from django.urls import path

from simulacro.apps.audit.views import check_asking, checks

urlpatterns = [
    path("checks/", checks.checks, name="checks"),
    path("checks/start/", checks.start, name="checks_start"),
    path("checks/now/", checks.now, name="checks_now"),
    path("checks/done/", checks.done, name="checks_done"),
    path("checks/asked/<uuid:asked>/close/", check_asking.unask, name="check_unask"),
    path("checks/answer/<uuid:answer>/take-back/", checks.withdraw, name="check_withdraw"),
    path("checks/photo/<uuid:answer>/<int:index>/", checks.photo, name="check_photo"),
    path("checks/about/<str:check>/<str:subject>/", checks.check, name="check"),
    path("checks/about/<str:check>/<str:subject>/steps/", checks.steps, name="check_steps"),
    path("checks/about/<str:check>/<str:subject>/ask/", check_asking.ask, name="check_ask"),
]
