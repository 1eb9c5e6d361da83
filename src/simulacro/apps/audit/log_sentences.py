"""What the log says about the inventory and its audits."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "agency.audited": _("had every brand audited"),
    "audit.run": _("ran audit %(number)s"),
    "finding.client_asked": _("asked the client to decide on a weak point"),
    "finding.client_unasked": _("closed the client's link to a weak point"),
    "finding.client_accepted": _("the client took a weak point on, by a link"),
    "finding.client_declined": _("the client did not take a weak point on, by a link"),
    "finding.changed": _("a weak point went from %(from)s to %(to)s"),
    "finding.looked_after": _("said who looks after a weak point, by when or why"),
    "real_test.planned": _("planned a real test"),
    "real_test.passed": _("passed a real test"),
    "real_test.failed": _("failed a real test"),
    "real_test.postponed": _("put a real test off"),
    "real_test.dropped": _("took the plan of a real test back"),
    "inventory.wizard": _("wrote version %(number)s of the inventory with the questions"),
    "inventory.edit": _("wrote version %(number)s of the inventory by hand"),
    "inventory.import": _("wrote version %(number)s of the inventory from a file"),
    "inventory.test": _("wrote version %(number)s of the inventory after a real test"),
    "inventory.undo": _("undid a change: version %(number)s of the inventory"),
    "inventory.restore": _("brought an earlier inventory back as version %(number)s"),
    "inventory.service": _("wrote version %(number)s of the inventory by the command line"),
    "inventory.agency": _("the agency changed: version %(number)s of the inventory"),
    "inventory.check": _("answered a question: version %(number)s of the inventory"),
    "check.answered": _("answered a question of the audit (answer %(number)s)"),
    "check.withdrawn": _("took back an answer of the audit (answer %(number)s)"),
    "check.asked": _("asked somebody a question of the audit by a link"),
    "check.unasked": _("closed a link to a question of the audit"),
    "checks.started": _("began a round of %(count)s questions"),
    "report.exported": _("took the audit report out"),
    "risk.accepted": _("accepted that something can go wrong, until %(until)s"),
    "risk.reopened": _("accepts no longer that something can go wrong"),
    "risk.asked": _("put something that can go wrong on the board of what if"),
    "inventory.exported": _("took a copy of the inventory out"),
}

# What the codes in the details of an entry, and the kinds of entries, are called.
WORDS = {
    "audit": _("audits"),
    "finding": _("weak points"),
    "check": _("questions of the audit"),
    "checks": _("rounds of questions"),
    "risk": _("accepted risks"),
    "inventory": _("the inventory"),
    "report": _("reports"),
    "real_test": _("real tests"),
    "open": _("open"),
    "accepted": _("accepted"),
    "fixed": _("fixed"),
    "verified": _("verified"),
}
