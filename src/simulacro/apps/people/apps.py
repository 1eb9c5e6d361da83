from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "simulacro.apps.people"
    label = "people"
