"""allauth's forms about passkeys, in our words: theirs speak English in Spanish pages."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    """A name for the new passkey, and whether it alone opens the door."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label = _("What do you call it?")
        name.help_text = _("Such as “my phone”, to tell it from others.")
        alone.label = _("Get in with it alone")
        alone.help_text = _(
            "Without a password or a code: your device asks for your finger, your face or its PIN."
        )


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What do you call it?")
