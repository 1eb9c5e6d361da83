from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "simulacro.apps.exercises"
    label = "exercises"

    def ready(self) -> None:
        from simulacro.apps.exercises.log_sentences import SENTENCES, WORDS
        from simulacro.kit.audit_log import sentences

        sentences.tell(SENTENCES, WORDS)
