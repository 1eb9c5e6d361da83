from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WhatifsConfig(AppConfig):
    name = "simulacro.apps.whatifs"
    label = "whatifs"

    def ready(self) -> None:
        # They declare how their acts are taken back.
        for module in ("board", "ideas", "voting"):
            import_module(f"simulacro.apps.whatifs.services.{module}")
        from simulacro.apps.whatifs.log_sentences import SENTENCES, WORDS
        from simulacro.apps.whatifs.policies import POLICY
        from simulacro.apps.whatifs.suggestions import join_the_brainstorm
        from simulacro.kit import cycle, room_parts
        from simulacro.kit.audit_log import sentences
        from simulacro.kit.cycle import Step

        part = room_parts.Part("what-if", _("What if…?"), "whatifs:board", POLICY, "see", 10)
        room_parts.offer(Step.DRILLS, part)
        cycle.suggest(join_the_brainstorm)
        sentences.tell(SENTENCES, WORDS)
