from importlib import import_module

from django.apps import AppConfig


class AvailabilityConfig(AppConfig):
    name = "simulacro.apps.availability"
    label = "availability"

    def ready(self) -> None:
        from simulacro.apps.availability.log_sentences import SENTENCES, WORDS
        from simulacro.kit.audit_log import sentences

        # They say how what they remove is brought back.
        import_module("simulacro.apps.availability.services.rota")
        import_module("simulacro.apps.availability.services.events")
        sentences.tell(SENTENCES, WORDS)
