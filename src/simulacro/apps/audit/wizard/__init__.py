"""The questions a community manager can answer on a phone, and the inventory they make."""

from simulacro.apps.audit.wizard.build import build_inventory

__all__ = ["build_inventory"]
