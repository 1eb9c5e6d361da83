from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "simulacro.apps.audit"
    label = "audit"
