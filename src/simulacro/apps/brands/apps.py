from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "simulacro.apps.brands"
    label = "brands"
