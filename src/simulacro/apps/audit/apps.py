from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "simulacro.apps.audit"
    label = "audit"

    def ready(self) -> None:
        from simulacro.apps.audit import cycle_status, room
        from simulacro.apps.audit.log_sentences import SENTENCES, WORDS
        from simulacro.apps.audit.people_for_rotas import people_of_the_inventory
        from simulacro.apps.audit.practice import inventory_changes, networks_of_the_inventory
        from simulacro.apps.audit.real_test_dates import real_test_dates
        from simulacro.apps.audit.weak_moments import weak_moments
        from simulacro.apps.availability import feeds, people_told
        from simulacro.apps.foresight import changes, channels
        from simulacro.kit.audit_log import sentences

        # They declare their kinds of job, and how to undo an answer.
        import_module("simulacro.apps.audit.services.audits")
        import_module("simulacro.apps.audit.services.agency_audits")
        import_module("simulacro.apps.audit.services.checks")
        import_module("simulacro.apps.audit.services.paper")
        people_told.tell(people_of_the_inventory)
        feeds.tell(weak_moments)
        feeds.tell(real_test_dates)
        changes.tell(inventory_changes)
        channels.tell(networks_of_the_inventory)
        cycle_status.tell()
        room.furnish()
        sentences.tell(SENTENCES, WORDS)
