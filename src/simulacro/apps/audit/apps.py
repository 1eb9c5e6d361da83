from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "simulacro.apps.audit"
    label = "audit"

    def ready(self) -> None:
        from simulacro.apps.audit import cycle_status

        import_module("simulacro.apps.audit.services.audits")  # declares its kind of job
        cycle_status.tell()
