"""Every address of the product; each app keeps its own."""

from django.urls import include, path

from simulacro.config import brand_pages
from simulacro.kit.style_guide import style_guide
from simulacro.kit.undo.views import undo

urlpatterns = [
    path("measures/", include("simulacro.apps.packs.urls")),
    path("b/<slug:brand>/foresight/", include("simulacro.apps.foresight.urls")),
    path("b/<slug:brand>/audit/", include("simulacro.apps.audit.urls")),
    path("b/<slug:brand>/what-if/", include("simulacro.apps.whatifs.urls")),
    path("b/<slug:brand>/drills/", include("simulacro.apps.drills.urls")),
    path("play/", include("simulacro.apps.drills.play_urls")),
    path("idea/", include("simulacro.apps.whatifs.guest_urls")),
    path("b/<slug:brand>/exercises/", include("simulacro.apps.exercises.urls")),
    path("question/", include("simulacro.apps.audit.question_urls")),
    path("accept/", include("simulacro.apps.audit.acceptance_urls")),
    path("agency/<uuid:agency>/audit/", include("simulacro.apps.audit.agency_urls")),
    path("", include("simulacro.apps.availability.urls")),
    path("", include("simulacro.apps.pairing.urls")),
    path("", include("simulacro.apps.people.sign_in_urls")),
    path("", include("simulacro.apps.people.urls")),
    path("", include("simulacro.apps.home.urls")),
    path("_style/", style_guide, name="style_guide"),
    path("undo/<uuid:record>/", undo, name="undo"),
    path("b/<slug:brand>/events", brand_pages.events, name="events"),
    path("b/<slug:brand>/jobs/", brand_pages.jobs, name="jobs"),
    path("b/<slug:brand>/jobs/<uuid:job_id>/", brand_pages.job, name="job"),
    path("b/<slug:brand>/jobs/<uuid:job_id>/cancel/", brand_pages.cancel_job, name="cancel_job"),
    path("b/<slug:brand>/jobs/<uuid:job_id>/repeat/", brand_pages.repeat_job, name="repeat_job"),
    path("agency/<uuid:agency>/events", brand_pages.agency_events, name="agency_events"),
    path("agency/<uuid:agency>/jobs/", brand_pages.agency_jobs, name="agency_jobs"),
    path("agency/<uuid:agency>/jobs/<uuid:job_id>/", brand_pages.agency_job, name="agency_job"),
    path(
        "agency/<uuid:agency>/jobs/<uuid:job_id>/cancel/",
        brand_pages.agency_cancel_job,
        name="agency_cancel_job",
    ),
    path(
        "agency/<uuid:agency>/jobs/<uuid:job_id>/repeat/",
        brand_pages.agency_repeat_job,
        name="agency_repeat_job",
    ),
]

handler400 = "simulacro.kit.errors.bad_request"
handler403 = "simulacro.kit.errors.forbidden"
handler404 = "simulacro.kit.errors.not_found"
handler500 = "simulacro.kit.errors.server_error"
