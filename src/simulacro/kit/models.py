"""What the kit keeps: each idea has its own module."""

from simulacro.kit.audit_log.models import LogEntry, PersonalRecord
from simulacro.kit.idempotency import IdempotencyKey
from simulacro.kit.sealing.models import DataKey

__all__ = ["DataKey", "IdempotencyKey", "LogEntry", "PersonalRecord"]
