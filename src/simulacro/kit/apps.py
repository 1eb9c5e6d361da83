from django.apps import AppConfig
from django.core import checks


class KitConfig(AppConfig):
    name = "simulacro.kit"
    label = "kit"

    def ready(self) -> None:
        from simulacro.kit.sealing.verification import check_master_key

        checks.register(check_master_key, checks.Tags.security)
