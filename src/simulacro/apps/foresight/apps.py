from django.apps import AppConfig


class ForesightConfig(AppConfig):
    name = "simulacro.apps.foresight"
    label = "foresight"

    def ready(self) -> None:
        from simulacro.apps.foresight.log_sentences import SENTENCES, WORDS
        from simulacro.apps.foresight.suggestions import ask_the_first_what_if
        from simulacro.kit import cycle
        from simulacro.kit.audit_log import sentences

        cycle.suggest(ask_the_first_what_if)
        sentences.tell(SENTENCES, WORDS)
