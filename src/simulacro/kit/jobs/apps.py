from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "simulacro.kit.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Each app declares its kinds of job in a module `job_kinds`.
        autodiscover_modules("job_kinds")
