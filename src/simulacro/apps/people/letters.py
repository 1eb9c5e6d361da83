"""What is written to people by e-mail, each in their own language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import User
from simulacro.kit import mail


def send_new_password_link(user: User, link: str) -> None:
    """The link with which a person chooses a new password; raises nothing."""
    with mail.in_language_of(user.language):
        subject = _("A new password for Simulacro")
        text = _(
            "Hello, %(name)s.\n\n"
            "Somebody, we hope you, asked for a new password. This link lets you in once, within "
            "15 minutes, and asks for your second factor too:\n\n"
            "%(link)s\n\n"
            "Was it not you? Then there is nothing to do: your password stays as it is."
        ) % {"name": user.get_short_name(), "link": link}
    mail.send_aside(to=user.email, subject=subject, text=text)


def send_invitation(*, actor: User, place: Brand | Agency, to: str, link: str) -> None:
    """An invitation, in the language of who invites; raises mail.NotSent."""
    with mail.in_language_of(get_language() or actor.language):
        names = {"name": actor.get_full_name() or actor.email, "place": place.name, "link": link}
        subject = _("%(name)s invites you to %(place)s") % names
        text = (
            _(
                "Hello.\n\n"
                "%(name)s invites you to %(place)s in Simulacro, where a team prepares for a "
                "crisis. The link works once, for seven days:\n\n"
                "%(link)s\n\n"
                "Do you not know %(name)s? Then leave it alone."
            )
            % names
        )
    mail.send(to=to, subject=subject, text=text)
