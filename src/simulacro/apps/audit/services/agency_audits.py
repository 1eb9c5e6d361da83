"""Audit every brand of an agency, one after the other, in a job that a crash does not undo."""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit import queries
from simulacro.apps.audit.auditing import everything_that_can_go_wrong, solve
from simulacro.apps.audit.check_findings import with_answered
from simulacro.apps.audit.models import Audit
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.agencies import follow_agency
from simulacro.apps.audit.services.audits import NothingToAudit, keep_audit
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import User
from simulacro.kit import audit_log
from simulacro.kit.jobs.kinds import JobResult, JobWork, job_kind
from simulacro.kit.jobs.models import Job
from simulacro.kit.jobs.services import start_job

KIND = "audit.agency"


def audit_all_brands(*, agency: Agency, actor: User | None, at: dt.datetime) -> Job:
    """Start the job, or return the one that is at it. `actor` is None for the command line.

    Raises Denied, and NothingToAudit where no brand has an inventory.
    """
    if actor is not None:
        POLICY.require(actor, "audit_agency", agency)
    if not any(queries.current_revision(brand) for brand in Brand.objects.filter(agency=agency)):
        raise NothingToAudit
    running = running_job(agency)
    if running is not None:
        return running
    job = start_job(
        KIND,
        scope=agency.id,
        arguments={"agency": str(agency.id), "since": at.isoformat()},
        started_by=actor,
    )
    audit_log.record("agency.audited", actor=actor, target=agency, scope=agency.id)
    return job


def running_job(agency: Agency) -> Job | None:
    """The job that audits the agency's brands now, if one does."""
    return Job.objects.filter(scope=agency.id, kind=KIND).exclude(state__in=Job.FINISHED).first()


def page_of_agency(agency: Agency, _result: JobResult) -> str:
    """Where what the job found is read."""
    return reverse("agency_audit:shared", args=[agency.pk])


@job_kind(
    KIND,
    title=_("Auditing every brand of the agency"),
    address=page_of_agency,
    keeps_parts=True,
    steps={"auditing": _("One brand after the other. Those that are done stay done…")},
)
def audit_brands_in_a_job(work: JobWork, *, agency: str, since: str) -> JobResult:
    """Audit each brand and keep its audit at once: what a crash interrupts goes on from there."""
    begun = parse_datetime(since)
    if begun is None:
        raise ValueError(f"not a time: {since!r}")
    actor = Job.objects.select_related("started_by").get(pk=work.job_id).started_by
    # The agency and each brand are looked up anew: rights and brands change while a job waits.
    place = Agency.objects.get(pk=uuid.UUID(agency))
    if actor is not None:
        POLICY.require(actor, "audit_agency", place)
    brands = list(Brand.objects.filter(agency=place).order_by("name", "id"))
    for done, brand in enumerate(brands):
        work.report(done / len(brands), "auditing")
        if Audit.objects.filter(brand=brand, created_at__gte=begun).exists():
            continue
        if Brand.objects.filter(pk=brand.pk, agency=place).exists():
            audit_one(work, brand, actor)
    return JobResult("agency", place.id)


def audit_one(work: JobWork, brand: Brand, actor: User | None) -> None:
    """Audit a brand as it is now; one without channels, or too large, is left as it is."""
    # Slow to load, and needed only where an audit is run.
    from simulacro.engines.access.audit import TooManyAssetsError

    now = dt.datetime.now(dt.UTC)
    revision = follow_agency(brand=brand, actor=actor, at=now)
    inventory = queries.inventory_of(revision) if revision else None
    if revision is None or inventory is None or not inventory.channels:
        return

    def stopped() -> bool:
        work.check()
        return False

    day = day_of(brand, now)
    try:
        reading = solve(inventory, day=day, should_stop=stopped)
        reading = with_answered(reading, queries.asked_of(brand, inventory))
    except TooManyAssetsError:
        return
    everything = everything_that_can_go_wrong(inventory, day=day, should_stop=stopped)
    keep_audit(
        brand=brand,
        revision=revision,
        reading=reading,
        everything=everything,
        actor=actor,
        at=now,
    )
