"""Run an audit, keep what it found, and say what moved the figure since the one before."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit import queries
from simulacro.apps.audit.auditing import (
    everything_that_can_go_wrong,
    facts_version,
    solve,
)
from simulacro.apps.audit.check_findings import with_answered
from simulacro.apps.audit.models import Audit, InventoryRevision, RatesKept
from simulacro.apps.audit.moving import Basis, gone, steps_between
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.real_tests import findings_of_real_tests
from simulacro.apps.audit.reading import Question, Reading, to_plain
from simulacro.apps.audit.services.agencies import follow_agency
from simulacro.apps.audit.services.check_counts import keep_count
from simulacro.apps.audit.services.findings import carry_findings
from simulacro.apps.audit.services.murphy import keep_murphy_list
from simulacro.apps.audit.shared_things import to_keep
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.content.rates import default_rates_text, parse_rates
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.murphy_rows import MurphyList
from simulacro.kit import audit_log
from simulacro.kit.jobs.kinds import JobResult, JobWork, job_kind
from simulacro.kit.jobs.models import Job
from simulacro.kit.jobs.services import start_job

# Up to this many assets the answer comes while the page waits.
SOLVED_AT_ONCE = 250


class NothingToAudit(Exception):
    """The brand has no inventory yet, or no channel in it."""


def run_audit(*, brand: Brand, actor: User | None, at: dt.datetime) -> Audit | Job:
    """Audit the brand's current inventory: the audit at once, or a job for a large one.

    `actor` is None for the command line. Raises Denied and NothingToAudit.
    """
    if actor is not None:
        POLICY.require(actor, "run_audit", brand)
    revision = follow_agency(brand=brand, actor=actor, at=at)
    inventory = queries.inventory_of(revision) if revision else None
    if revision is None or inventory is None or not inventory.channels:
        raise NothingToAudit
    if len(inventory.assets) > SOLVED_AT_ONCE:
        return start_job(
            "audit.solve",
            scope=brand.id,
            arguments={"revision": str(revision.id)},
            started_by=actor,
        )
    asked = queries.asked_of(brand, inventory)
    day = day_of(brand, at)
    reading = with_answered(solve(inventory, day=day), asked)
    everything = everything_that_can_go_wrong(inventory, day=day)
    return keep_audit(
        brand=brand,
        revision=revision,
        reading=reading,
        everything=everything,
        actor=actor,
        at=at,
    )


def page_of_audit(brand: Brand, _result: JobResult) -> str:
    """Where what a job found is read."""
    return reverse("audit:results", args=[brand.slug])


@job_kind(
    "audit.solve",
    title=_("Solving the audit"),
    address=page_of_audit,
    steps={
        "solving": _("Looking at every way to lose each channel…"),
        "listing": _("Listing everything that can go wrong…"),
        "keeping": _("Writing it down…"),
    },
)
def solve_in_a_job(work: JobWork, *, revision: str) -> JobResult:
    """Audit a large inventory where it keeps nobody waiting."""
    row = InventoryRevision.objects.select_related("brand", "agency_revision").get(pk=revision)
    if row.brand is None:
        raise NothingToAudit
    work.report(0.05, "solving")
    now = dt.datetime.now(dt.UTC)
    job = Job.objects.select_related("started_by").get(pk=work.job_id)

    def stopped() -> bool:
        work.check()
        return False

    inventory = queries.inventory_of(row)
    day = day_of(row.brand, now)
    reading = solve(inventory, day=day, should_stop=stopped)
    reading = with_answered(reading, queries.asked_of(row.brand, inventory))
    work.report(0.7, "listing")
    everything = everything_that_can_go_wrong(inventory, day=day, should_stop=stopped)
    work.report(0.9, "keeping")
    audit = keep_audit(
        brand=row.brand,
        revision=row,
        reading=reading,
        everything=everything,
        actor=job.started_by,
        at=now,
    )
    return JobResult("audit", audit.id)


@transaction.atomic
def keep_audit(
    *,
    brand: Brand,
    revision: InventoryRevision,
    reading: Reading,
    everything: MurphyList,
    actor: User | None,
    at: dt.datetime,
) -> Audit:
    """Keep a reading as the brand's next audit, and carry its weak points over."""
    Brand.objects.select_for_update().get(pk=brand.pk)
    inventory = queries.inventory_of(revision)
    reading = with_what_was_tried(brand, inventory, reading)
    before = Audit.objects.filter(brand=brand).first()
    last = Audit.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0
    audit = Audit(
        id=uuid.uuid4(),
        brand=brand,
        number=last + 1,
        revision=revision,
        author=actor,
        created_at=at,
        engine_version=reading.engine,
        facts_version=facts_version(),
        reading=to_plain(reading),
        risk=risk_figures(reading),
        moved=None,
        shared=to_keep(reading, inventory, revision.document),
    )
    RatesKept.objects.get_or_create(
        version=audit.facts_version, defaults={"text": default_rates_text()}
    )
    audit.moved = what_moved(before, audit) if before else None
    audit.save(force_insert=True)
    keep_murphy_list(audit, everything)
    keep_count(brand)
    counts = carry_findings(audit=audit, inventory=inventory, reading=reading)
    audit_log.record(
        "audit.run",
        actor=actor,
        target=audit,
        scope=brand.id,
        details={"number": audit.number, **counts},
        at=at,
    )
    return audit


def with_what_was_tried(brand: Brand, inventory: Inventory, reading: Reading) -> Reading:
    """The reading with a weak point for each real test that failed and was not passed since."""
    tried = findings_of_real_tests(brand, inventory)
    return replace(reading, findings=(*reading.findings, *tried))


def risk_figures(reading: Reading) -> dict[str, float]:
    """The figures of the history: hours a year, whole and by question."""
    return {
        "hours": reading.risk_h,
        "best_hours": reading.risk_best_h,
        **{question.value: reading.hours(question) for question in Question},
    }


def what_moved(before: Audit, after: Audit) -> dict[str, Any]:
    """What the change of the risk since `before` comes from, in hours a year.

    Each cause is told by solving again, in the order of :data:`~..moving.ORDER`, and they sum to
    the change; `gone` are the names of what was taken out of the inventory.
    """
    # Its rates are those of today: no need to read them back.
    then, now = _basis(before), replace(_basis(after), rates=None)
    steps = steps_between(then, before.risk["hours"], now, after.risk["hours"])
    return {
        "change": after.risk["hours"] - before.risk["hours"],
        "steps": [[name, hours] for name, hours in steps.items()],
        "gone": [then.inventory[x].name for x in gone(then.inventory, now.inventory)],
    }


def _basis(audit: Audit) -> Basis:
    kept = RatesKept.objects.filter(version=audit.facts_version).first()
    return Basis(
        inventory=queries.inventory_of(audit.revision),
        facts=audit.facts_version,
        rates=parse_rates(kept.text.encode("utf-8")) if kept else None,
        engine=audit.engine_version,
        day=day_of(audit.brand, audit.created_at),
    )
