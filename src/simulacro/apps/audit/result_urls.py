"""Addresses of what the audit found."""

from django.urls import path

from simulacro.apps.audit.views import (
    acceptances,
    findings,
    history,
    maps,
    murphy,
    paper,
    real_tests,
    report,
    results,
    score,
)

urlpatterns = [
    path("", results.summary, name="results"),
    path("run/", results.run, name="run"),
    path("first/", results.first, name="first"),
    path("map/", maps.access_map, name="map"),
    path("map/<str:channel>/", maps.channel_map, name="channel"),
    path("fixes/", results.fixes, name="fixes"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<uuid:finding>/", findings.finding, name="finding"),
    path("findings/<uuid:finding>/client/", acceptances.ask, name="ask_client"),
    path(
        "findings/<uuid:finding>/client/<uuid:asked>/close/",
        acceptances.withdraw,
        name="unask_client",
    ),
    path("real-tests/", real_tests.real_tests, name="real_tests"),
    path("real-tests/photo/<uuid:tried>/<int:index>/", real_tests.photo, name="real_test_photo"),
    path("real-tests/<str:test>/<str:subject>/", real_tests.real_test, name="real_test"),
    path("real-tests/<str:test>/<str:subject>/plan/", real_tests.plan, name="real_test_plan"),
    path("murphy/", murphy.everything, name="murphy"),
    path("murphy/<slug:key>/", murphy.one, name="murphy_row"),
    path("murphy/<slug:key>/what-if/", murphy.ask, name="murphy_what_if"),
    path("score/", score.score, name="score"),
    path("history/", history.history, name="history"),
    path("history/<int:number>/", history.past, name="past"),
    path("report/", report.report, name="report"),
    path("report/pdf/", paper.report_pdf, name="report_pdf"),
    path("report/pdf/<uuid:file>/", paper.report_made, name="report_made"),
]
