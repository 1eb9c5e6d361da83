from django.apps import AppConfig


class UndoConfig(AppConfig):
    name = "simulacro.kit.undo"
    label = "undo"
