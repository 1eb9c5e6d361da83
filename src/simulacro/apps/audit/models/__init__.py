"""What the audit keeps: the inventory's revisions, what is on its way into one, what was found."""

from simulacro.apps.audit.models.acceptances import AcceptanceRequest
from simulacro.apps.audit.models.audits import Audit, MapLayout
from simulacro.apps.audit.models.checks import (
    CheckAnswer,
    CheckCount,
    CheckRequest,
    CheckRound,
    StepsFollowed,
)
from simulacro.apps.audit.models.findings import Finding
from simulacro.apps.audit.models.inventory import InventoryRevision, PendingImport, WizardDraft
from simulacro.apps.audit.models.murphy import AcceptedRisk, MurphyList
from simulacro.apps.audit.models.rates import RatesKept
from simulacro.apps.audit.models.real_tests import RealTestTry

__all__ = [
    "AcceptanceRequest",
    "AcceptedRisk",
    "Audit",
    "CheckAnswer",
    "CheckCount",
    "CheckRequest",
    "CheckRound",
    "Finding",
    "InventoryRevision",
    "MapLayout",
    "MurphyList",
    "PendingImport",
    "RatesKept",
    "RealTestTry",
    "StepsFollowed",
    "WizardDraft",
]
