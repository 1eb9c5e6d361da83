"""The pages of a job. Who may open them is checked by the caller, who knows the brand."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from simulacro.kit.jobs import services
from simulacro.kit.jobs.kinds import KINDS, JobResult
from simulacro.kit.jobs.models import Job

SHOWN = 30
PAGES_OF_A_JOB = ("job", "cancel_job", "repeat_job")


@dataclass(frozen=True, slots=True)
class Workplace:
    """Whose jobs they are: a brand or whatever stands above it, and the addresses of its pages.

    `space` comes before the pages' names ("jobs", "job", "cancel_job", "repeat_job", "events");
    `names` are what their addresses name. On the `clock` of a brand, or of what has a region and a
    time zone like one, the times are told.
    """

    place: Any
    names: Mapping[str, Any]
    clock: Any
    space: str = ""
    frame: str = "kit/brand.html"

    @property
    def id(self) -> uuid.UUID:
        scope: uuid.UUID = self.place.id
        return scope

    def address(self, page: str, **more: Any) -> str:
        return reverse(self.space + page, kwargs={**self.names, **more})

    def context(self, **more: Any) -> dict[str, Any]:
        brand = self.place if self.frame == "kit/brand.html" else None
        events = self.address("events")
        return {
            "place": self.place,
            "brand": brand,
            "frame": self.frame,
            "events": events,
            "local": self.clock,
            **more,
        }


def show_jobs(request: HttpRequest, where: Workplace) -> HttpResponse:
    """The latest jobs of a brand."""
    jobs = [
        (job, where.address("job", job_id=job.id))
        for job in Job.objects.filter(scope=where.id)[:SHOWN]
    ]
    return render(request, "jobs/jobs.html", where.context(jobs=jobs))


def show_job(
    request: HttpRequest, where: Workplace, job_id: uuid.UUID, *, may_cancel: bool
) -> HttpResponse:
    """One job; only its live part where a script asks for it."""
    job = job_of(where, job_id)
    template = "jobs/_job.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(
        request,
        template,
        where.context(
            job=job,
            may_cancel=may_cancel,
            result_address=address_of_result(where.place, job),
            to={page: where.address(page, job_id=job.id) for page in PAGES_OF_A_JOB},
        ),
    )


def cancel(request: HttpRequest, where: Workplace, job_id: uuid.UUID) -> HttpResponse:
    services.cancel_job(job_of(where, job_id))
    return redirect(where.address("job", job_id=job_id))


def repeat(request: HttpRequest, where: Workplace, job_id: uuid.UUID) -> HttpResponse:
    """Start a failed or cancelled job anew, with the same arguments."""
    job = job_of(where, job_id)
    if job.state not in (Job.State.FAILED, Job.State.CANCELLED):
        raise BadRequest("only a failed or cancelled job is started again")
    again = services.start_job(
        job.kind, scope=job.scope, arguments=job.arguments, started_by=request.user
    )
    return redirect(where.address("job", job_id=again.id))


def job_of(where: Workplace, job_id: uuid.UUID) -> Job:
    job = Job.objects.filter(pk=job_id, scope=where.id).first()
    if job is None:
        raise Http404
    return job


def address_of_result(place: Any, job: Job) -> str:
    """Where the result is seen; empty where the job has none."""
    kind = KINDS.get(job.kind)
    if not job.result_kind or kind is None or kind.address is None:
        return ""
    return kind.address(place, JobResult(job.result_kind, job.result_id))
