"""Long work outside the web process: with progress, cancel, heartbeat and requeue.

    @job_kind("audit.solve", title=_("Solving the audit"), steps={"methods": _("Reading…")})
    def solve(work: JobWork, *, revision: str) -> JobResult | None:
        work.report(0.2, "methods")     # also raises JobCancelled where it was cancelled
        ...
        return JobResult("audit", audit.id)

    job = start_job("audit.solve", scope=brand.id, arguments={"revision": ...}, started_by=user)

See docs/reference/jobs.md.
"""
