from django.apps import AppConfig


class ForesightConfig(AppConfig):
    name = "simulacro.apps.foresight"
    label = "foresight"

    def ready(self) -> None:
        from simulacro.apps.foresight.suggestions import ask_the_first_what_if
        from simulacro.kit import cycle

        cycle.suggest(ask_the_first_what_if)
