from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DrillsConfig(AppConfig):
    name = "simulacro.apps.drills"
    label = "drills"

    def ready(self) -> None:
        from simulacro.apps.availability import feeds
        from simulacro.apps.drills import cycle_status, planning
        from simulacro.apps.drills.calendar import drills_for_feeds
        from simulacro.apps.drills.log_sentences import SENTENCES, WORDS
        from simulacro.apps.drills.policies import POLICY
        from simulacro.apps.exercises import outcomes
        from simulacro.apps.foresight import factors
        from simulacro.kit import room_parts
        from simulacro.kit.audit_log import sentences
        from simulacro.kit.cycle import Step
        from simulacro.kit.room_parts import Part

        for part in (
            Part("calendar", _("Calendar"), "drills:calendar", POLICY, "see_calendar", 20),
            Part("micro", _("Three minutes"), "drills:micro_drills", POLICY, "see_cases", 25),
            Part("cases", _("Cases"), "drills:cases", POLICY, "see_cases", 30),
        ):
            room_parts.offer(Step.DRILLS, part)
        # It declares the kind of job that plans.
        services = import_module("simulacro.apps.drills.services")
        # It says how closing links is undone.
        import_module("simulacro.apps.drills.micro_drills")
        outcomes.on_end(services.when_an_exercise_ends)
        factors.on_change(services.mark_stale)
        factors.tell_drilled(planning.drilled_combinations)
        feeds.tell(drills_for_feeds)
        cycle_status.tell()
        sentences.tell(SENTENCES, WORDS)
