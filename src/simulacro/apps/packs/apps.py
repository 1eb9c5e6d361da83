from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "simulacro.apps.packs"
    label = "packs"
