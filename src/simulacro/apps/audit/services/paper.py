"""Make the report: at once, or by a job for a large inventory; it leaves under a passphrase."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit import queries
from simulacro.apps.audit.finding_rows import rows_of
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.real_tests import real_test_standings
from simulacro.apps.audit.services.audits import SOLVED_AT_ONCE
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.brands.queries import look_for
from simulacro.apps.people.models import User
from simulacro.kit import audit_log
from simulacro.kit.jobs.kinds import JobResult, JobWork, job_kind
from simulacro.kit.jobs.models import Job
from simulacro.kit.jobs.services import start_job
from simulacro.kit.sealing.files import delete_file, read_file, write_file

if TYPE_CHECKING:
    from simulacro.apps.audit.paper.content import Report

KIND: Final = "audit.report"


class NothingToReport(Exception):
    """Nothing was audited yet."""


def make_report(
    *, brand: Brand, actor: User | None, language: str, machine_user: str = ""
) -> bytes | Job:
    """The PDF of the latest audit, not yet locked; or, for a large inventory, the job that makes
    it. On the command line, which waits, `machine_user` is the operating system's, and `actor` None
    unless somebody was named. Raises Denied and NothingToReport."""
    if actor is not None:
        POLICY.require(actor, "export_inventory", brand)
    audit = queries.latest_audit(brand)
    if audit is None:
        raise NothingToReport
    waits = actor is None or bool(machine_user)
    if not waits and len(queries.inventory_of(audit.revision).assets) > SOLVED_AT_ONCE:
        return start_job(KIND, scope=brand.id, arguments={"language": language}, started_by=actor)
    with translation.override(language):
        return pdf_of(brand, str(actor) if actor else _at_the_machine(machine_user), timezone.now())


def _at_the_machine(user: str) -> str:
    if not user:
        return gettext("the command line")
    return gettext("%(user)s, on the command line") % {"user": user}


def pdf_of(brand: Brand, made_by: str, at: dt.datetime) -> bytes:
    # Typst and the drawing libraries are slow to load, and few requests want them.
    from simulacro.apps.audit.paper.content import report_content
    from simulacro.apps.audit.paper.pdf import report_pdf

    return report_pdf(report_content(report_of(brand=brand, made_by=made_by, at=at)))


def report_of(*, brand: Brand, made_by: str, at: dt.datetime) -> Report:
    """The latest audit with its weak points, as a report takes them. Raises NothingToReport."""
    from simulacro.apps.audit.paper.content import Report

    audit = queries.latest_audit(brand)
    if audit is None:
        raise NothingToReport
    inventory = queries.inventory_of(audit.revision)
    today = day_of(brand, at)
    rows = rows_of(inventory, list(queries.findings(brand)), today)
    return Report(
        brand=brand,
        audit=audit,
        inventory=inventory,
        reading=queries.reading_of_audit(audit),
        rows=[row for row in rows if row["state"] != "verified"],
        made_by=made_by,
        at=at,
        standings=real_test_standings(brand, today, inventory),
        look=look_for(brand),
    )


def page_of_report(brand: Brand, result: JobResult) -> str:
    """Where what the job made is taken out."""
    return reverse("audit:report_made", args=[brand.slug, result.id])


@job_kind(
    KIND,
    title=_("Making the report"),
    address=page_of_report,
    steps={"writing": _("Writing the pages…")},
)
def report_in_a_job(work: JobWork, *, language: str) -> JobResult:
    """Make a long report where it keeps nobody waiting; it lies sealed until it is taken out."""
    work.report(0.1, "writing")
    job = Job.objects.select_related("started_by").get(pk=work.job_id)
    brand = Brand.objects.get(pk=work.scope)
    with translation.override(language):
        who = str(job.started_by) if job.started_by else "Simulacro"
        made = pdf_of(brand, who, timezone.now())
    work.report(0.95, "writing")
    return JobResult("report", write_file(brand.id, made))


def take_out(*, brand: Brand, actor: User | None, plain: bytes, passphrase: str) -> bytes:
    """The PDF under its passphrase, told to the log. Raises WeakPassphrase."""
    from simulacro.apps.audit.paper.pdf import locked_pdf

    locked = locked_pdf(plain, passphrase)
    tell_taken_out(brand, actor, clear=False)
    return locked


def tell_taken_out(brand: Brand, actor: User | None, *, clear: bool) -> None:
    """Say in the log that the report left."""
    audit_log.record(
        "report.exported", actor=actor, target=brand, scope=brand.id, details={"clear": clear}
    )


def made_report(brand: Brand, file: uuid.UUID) -> bytes:
    """What a job made. Raises FileNotFoundError where it was taken out before."""
    return read_file(brand.id, file)


def forget_made(brand: Brand, file: uuid.UUID) -> None:
    """It was taken out: the sealed copy goes."""
    delete_file(brand.id, file)
