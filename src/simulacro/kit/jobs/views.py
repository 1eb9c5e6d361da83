"""The pages of a job. Who may open them is checked by the caller, who knows the brand."""

import uuid
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from simulacro.kit.jobs import services
from simulacro.kit.jobs.kinds import KINDS, JobResult
from simulacro.kit.jobs.models import Job

SHOWN = 30


def show_jobs(request: HttpRequest, brand: Any) -> HttpResponse:
    """The latest jobs of a brand."""
    jobs = list(Job.objects.filter(scope=brand.id)[:SHOWN])
    return render(request, "jobs/jobs.html", {"brand": brand, "jobs": jobs})


def show_job(
    request: HttpRequest, brand: Any, job_id: uuid.UUID, *, may_cancel: bool
) -> HttpResponse:
    """One job; only its live part where a script asks for it."""
    job = job_of(brand, job_id)
    template = "jobs/_job.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(
        request,
        template,
        {
            "brand": brand,
            "job": job,
            "may_cancel": may_cancel,
            "result_address": address_of_result(brand, job),
        },
    )


def cancel(request: HttpRequest, brand: Any, job_id: uuid.UUID) -> HttpResponse:
    services.cancel_job(job_of(brand, job_id))
    return redirect("job", brand=brand.slug, job_id=job_id)


def repeat(request: HttpRequest, brand: Any, job_id: uuid.UUID) -> HttpResponse:
    """Start a failed or cancelled job anew, with the same arguments."""
    job = job_of(brand, job_id)
    if job.state not in (Job.State.FAILED, Job.State.CANCELLED):
        raise BadRequest("only a failed or cancelled job is started again")
    again = services.start_job(
        job.kind, scope=job.scope, arguments=job.arguments, started_by=request.user
    )
    return redirect("job", brand=brand.slug, job_id=again.id)


def job_of(brand: Any, job_id: uuid.UUID) -> Job:
    job = Job.objects.filter(pk=job_id, scope=brand.id).first()
    if job is None:
        raise Http404
    return job


def address_of_result(brand: Any, job: Job) -> str:
    """Where the result is seen; empty where the job has none."""
    kind = KINDS.get(job.kind)
    if not job.result_kind or kind is None or kind.address is None:
        return ""
    return kind.address(brand, JobResult(job.result_kind, job.result_id))
