from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "simulacro.kit.live"
    label = "live"
