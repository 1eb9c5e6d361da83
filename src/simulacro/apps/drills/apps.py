from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "simulacro.apps.drills"
    label = "drills"

    def ready(self) -> None:
        from simulacro.apps.drills import cycle_status
        from simulacro.apps.drills.log_sentences import SENTENCES, WORDS
        from simulacro.kit.audit_log import sentences

        cycle_status.tell()
        sentences.tell(SENTENCES, WORDS)
