"""The audit log: who did what, when; append-only and hash-chained.

    audit_log.record("member.invited", actor=ada, target=invitation, scope=brand.id)

A service calls it inside its own transaction, so that the act and its record
stand or fall together. docs/reference/audit-log.md tells what it proves.
"""

from simulacro.kit.audit_log.chain import INSTALLATION, ChainReport, verify_chain
from simulacro.kit.audit_log.recording import BadDetail, record

__all__ = ["INSTALLATION", "BadDetail", "ChainReport", "record", "verify_chain"]
