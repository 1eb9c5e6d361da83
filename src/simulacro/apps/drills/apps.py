from importlib import import_module

from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "simulacro.apps.drills"
    label = "drills"

    def ready(self) -> None:
        from simulacro.apps.availability import feeds
        from simulacro.apps.drills import cycle_status
        from simulacro.apps.drills.calendar import drills_for_feeds
        from simulacro.apps.drills.log_sentences import SENTENCES, WORDS
        from simulacro.apps.exercises import outcomes
        from simulacro.kit.audit_log import sentences

        # It declares the kind of job that plans.
        services = import_module("simulacro.apps.drills.services")
        outcomes.on_end(services.when_an_exercise_ends)
        feeds.tell(drills_for_feeds)
        cycle_status.tell()
        sentences.tell(SENTENCES, WORDS)
