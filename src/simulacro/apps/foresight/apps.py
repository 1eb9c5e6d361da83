from django.apps import AppConfig


class ForesightConfig(AppConfig):
    name = "simulacro.apps.foresight"
    label = "foresight"
