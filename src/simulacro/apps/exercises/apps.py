from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExercisesConfig(AppConfig):
    name = "simulacro.apps.exercises"
    label = "exercises"

    def ready(self) -> None:
        from simulacro.apps.exercises.log_sentences import SENTENCES, WORDS
        from simulacro.apps.exercises.policies import POLICY
        from simulacro.kit import room_parts
        from simulacro.kit.audit_log import sentences
        from simulacro.kit.cycle import Step

        done = room_parts.Part(
            "done", _("What we drilled"), "exercises:exercises", POLICY, "see", 40
        )
        room_parts.offer(Step.DRILLS, done)
        sentences.tell(SENTENCES, WORDS)
        # It declares what undoes setting a case aside.
        import_module("simulacro.apps.exercises.own_cases")
