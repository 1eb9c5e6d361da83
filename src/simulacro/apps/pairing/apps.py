from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "simulacro.apps.pairing"
    label = "pairing"
