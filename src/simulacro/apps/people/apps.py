from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "simulacro.apps.people"
    label = "people"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from simulacro.apps.people import menu as people_menu
        from simulacro.apps.people.adapters import reseal_second_factors
        from simulacro.apps.people.log_sentences import SENTENCES, WORDS
        from simulacro.apps.people.services import second_factor_added, second_factor_removed
        from simulacro.kit import menu
        from simulacro.kit.audit_log import sentences
        from simulacro.kit.sealing.rotation import register_resealer

        menu.offer(people_menu.entries)
        sentences.tell(SENTENCES, WORDS)
        register_resealer(reseal_second_factors)
        authenticator_added.connect(second_factor_added, dispatch_uid="people")
        authenticator_removed.connect(second_factor_removed, dispatch_uid="people")
