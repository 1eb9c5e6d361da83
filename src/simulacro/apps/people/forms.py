"""Forms about people. Field by field they say what is wrong; nothing typed is lost."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from simulacro.apps.people.models import Role, User

ROLE_HELP = {
    Role.OWNER: _("Everything, also other owners and deleting the brand."),
    Role.LEAD: _("Audits, drills, plans, members and the log."),
    Role.RESPONDER: _("Takes part in drills and incidents, and changes the inventory."),
    Role.OBSERVER: _("Reads, changes nothing."),
}


def role_choices(*, with_owner: bool) -> list[tuple[str, str]]:
    return [
        (role.value, f"{role.label}: {ROLE_HELP[role]}")
        for role in reversed(Role)
        if with_owner or role != Role.OWNER
    ]


class NewPersonForm(forms.Form):
    """Name, e-mail and password of somebody who was not here before."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("A password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "10 characters or more. Three or four words that have nothing to do with "
            "each other are easy to remember and hard to guess."
        ),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("This e-mail is here already: sign in with it."))
        return email

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        person = User(email=words.get("email", ""), name=words.get("name", ""))
        if "password" in words:
            try:
                validate_password(words["password"], person)
            except ValidationError as mistakes:
                self.add_error("password", mistakes)
        return words


class BrandForm(forms.Form):
    """A new brand."""

    name = forms.CharField(
        label=_("Name of the brand"),
        max_length=120,
        help_text=_("As your people say it. A nickname is fine."),
    )
    solo = forms.BooleanField(
        label=_("I work on my own"),
        required=False,
        help_text=_("Roles and teams step aside. You can change it later."),
    )


class WelcomeForm(NewPersonForm):
    """The first person, and the brand they look after."""

    brand_name = forms.CharField(
        label=_("Which brand do you look after?"),
        max_length=120,
        help_text=_("As your people say it. A nickname is fine."),
    )
    solo = forms.BooleanField(label=_("I work on my own"), required=False)
    field_order = ("brand_name", "solo", "name", "email", "password")


class AgencyForm(forms.Form):
    """A new agency."""

    agency_name = forms.CharField(label=_("Name of the agency"), max_length=120)


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    for_whom = forms.CharField(
        label=_("Whom do you invite?"),
        max_length=120,
        help_text=_("Only for you to tell the invitations apart."),
    )
    role = forms.ChoiceField(label=_("As"), initial=Role.RESPONDER, widget=forms.RadioSelect)

    def __init__(self, *args: Any, with_owner: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        roles = cast(forms.ChoiceField, self.fields["role"])
        roles.choices = role_choices(with_owner=with_owner)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class PersonForm(forms.Form):
    """What a person may change about themselves."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
