from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "simulacro.kit"
    label = "kit"
