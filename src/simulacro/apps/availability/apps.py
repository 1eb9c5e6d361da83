from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AvailabilityConfig(AppConfig):
    name = "simulacro.apps.availability"
    label = "availability"

    def ready(self) -> None:
        from simulacro.apps.availability.log_sentences import SENTENCES, WORDS
        from simulacro.apps.availability.policies import POLICY
        from simulacro.kit import room_parts
        from simulacro.kit.audit_log import sentences
        from simulacro.kit.cycle import Step

        # They say how what they remove is brought back.
        import_module("simulacro.apps.availability.services.rota")
        import_module("simulacro.apps.availability.services.events")
        covers = room_parts.Part(
            "coverage", _("Who covers"), "availability:coverage", POLICY, "see", 50
        )
        room_parts.offer(Step.AUDIT, covers)
        sentences.tell(SENTENCES, WORDS)
