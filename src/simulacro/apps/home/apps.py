from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "simulacro.apps.home"
    label = "home"
