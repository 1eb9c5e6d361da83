from django.apps import AppConfig


class WhatifsConfig(AppConfig):
    name = "simulacro.apps.whatifs"
    label = "whatifs"

    def ready(self) -> None:
        from simulacro.apps.whatifs.log_sentences import SENTENCES, WORDS
        from simulacro.kit.audit_log import sentences

        sentences.tell(SENTENCES, WORDS)
