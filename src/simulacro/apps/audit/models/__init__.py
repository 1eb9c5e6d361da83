"""What the audit keeps: the inventory's revisions and what is on its way into one."""

from simulacro.apps.audit.models.inventory import InventoryRevision, PendingImport, WizardDraft

__all__ = ["InventoryRevision", "PendingImport", "WizardDraft"]
