"""The parts of the audit's room, in the order of their tabs."""

from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.policies import POLICY
from simulacro.kit import room_parts
from simulacro.kit.cycle import Step
from simulacro.kit.room_parts import Part

# Who covers when is told by the app of availability, between the days and the fixes.
PARTS = (
    Part("summary", _("Summary"), "audit:results", POLICY, "see_audit", 10),
    Part("map", _("Map"), "audit:map", POLICY, "see_audit", 20),
    Part("week", _("Week"), "audit:week", POLICY, "see_audit", 30),
    Part("calendar", _("Next 90 days"), "audit:calendar", POLICY, "see_audit", 40),
    Part("fixes", _("Fixes"), "audit:fixes", POLICY, "see_audit", 60),
    Part("findings", _("Weak points"), "audit:findings", POLICY, "see_audit", 70),
    Part("checks", _("Questions"), "audit:checks", POLICY, "answer_checks", 80),
    Part("real_tests", _("Real tests"), "audit:real_tests", POLICY, "see_audit", 90),
    Part("murphy", _("Murphy's list"), "audit:murphy", POLICY, "see_audit", 100),
    Part("score", _("Score"), "audit:score", POLICY, "see_audit", 110),
    Part("history", _("History"), "audit:history", POLICY, "see_audit", 120),
    Part("inventory", _("Inventory"), "audit:inventory", POLICY, "see_inventory", 130),
)


def furnish() -> None:
    """Offer the parts: in AppConfig.ready."""
    for part in PARTS:
        room_parts.offer(Step.AUDIT, part)
