"""Forms about people. Field by field they say what is wrong; nothing typed is lost."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from simulacro.apps.brands.logos import MAX_BYTES, BadLogo, bring_logo
from simulacro.apps.brands.looks import ENOUGH, Logo, as_colour, contrast, darkened
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Role, User
from simulacro.apps.people.team_places import place_choices, place_name, region_of, zone_here
from simulacro.kit import mail

ROLE_HELP = {
    Role.OWNER: _(
        "Everything, also naming and removing owners, and moving the brand between agencies."
    ),
    Role.LEAD: _("Changes the inventory, plans drills, lets people in and reads the log."),
    Role.RESPONDER: _(
        "Sees the inventory, answers its questions, opens drills and keeps who is at hand; "
        "changes nothing in the inventory."
    ),
    Role.OBSERVER: _(
        "Takes part in drills and reads; sees neither the inventory nor its weak points."
    ),
}


def role_choices(*, with_owner: bool) -> list[tuple[str, str]]:
    return [
        (role.value, f"{role.label}: {ROLE_HELP[role]}")
        for role in reversed(Role)
        if with_owner or role != Role.OWNER
    ]


class PlaceForm(forms.Form):
    """Where the team of a new brand is; its answer holds ``timezone`` and ``region``."""

    timezone = forms.ChoiceField(
        label=_("Where is your team?"),
        choices=place_choices,
        initial=zone_here,
        required=False,
        help_text=_("For the hours, the public holidays, and how figures and dates are written."),
    )

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        words["timezone"] = words.get("timezone") or zone_here()
        words["region"] = region_of(words["timezone"])
        return words


class ChangeBrandForm(forms.Form):
    """A brand: its name, where its team is, how it addresses people."""

    name = forms.CharField(label=_("What it is called"), max_length=120)
    timezone = forms.ChoiceField(
        label=_("Where is your team?"),
        help_text=_("For the hours, the public holidays, and how figures and dates are written."),
    )
    address = forms.ChoiceField(
        label=_("How your public messages address people"), choices=Brand.Address.choices
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = kwargs.get("initial", {}).get("timezone", "")
        known = place_choices()
        # A place that came from a file or the command line stays what it is.
        other = [] if here in dict(known) or not here else [(here, place_name(here))]
        cast(forms.ChoiceField, self.fields["timezone"]).choices = [*other, *known]

    def changes(self) -> dict[str, str]:
        """What was said; the region only where the place is another one."""
        said = dict(self.cleaned_data)
        if said["timezone"] != self.initial.get("timezone"):
            said["region"] = region_of(said["timezone"])
        return said


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


class BrandForm(PlaceForm):
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
    field_order = ("name", "solo", "timezone")


class WelcomeForm(NewPersonForm, PlaceForm):
    """The first person, and the brand they look after."""

    brand_name = forms.CharField(
        label=_("Which brand do you look after?"),
        max_length=120,
        help_text=_("As your people say it. A nickname is fine."),
    )
    solo = forms.BooleanField(label=_("I work on my own"), required=False)
    field_order = ("brand_name", "solo", "timezone", "name", "email", "password")


class AgencyForm(forms.Form):
    """A new agency."""

    agency_name = forms.CharField(label=_("Name of the agency"), max_length=120)


class LookForm(forms.Form):
    """An agency's own name, colours and logo on what it hands to its clients."""

    name = forms.CharField(label=_("Name on the reports"), max_length=120)
    colour = forms.CharField(
        label=_("Colour of headings"),
        max_length=7,
        help_text=_("As #rrggbb. It must be dark enough to be read on white paper."),
    )
    accent = forms.CharField(
        label=_("Second colour"),
        max_length=7,
        help_text=_("For lines and marks. It must be dark enough too."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG, up to 300 kB. It is kept encrypted."),
    )
    without_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def __init__(self, *args: Any, has_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_logo:
            del self.fields["without_logo"]

    def clean_colour(self) -> str:
        return dark_enough(self.cleaned_data["colour"])

    def clean_accent(self) -> str:
        return dark_enough(self.cleaned_data["accent"])

    def clean_logo(self) -> Logo | None:
        given = self.cleaned_data["logo"]
        if not given:
            return None
        try:
            # One byte more than allowed is enough to know that it is too large.
            return bring_logo(given.read(MAX_BYTES + 1))
        except BadLogo as bad:
            raise ValidationError(LOGO_REFUSED[bad.code]) from bad


LOGO_REFUSED = {
    "too_large": _("This picture is larger than 300 kB. Make it smaller and choose it again."),
    "kind": _("This is neither PNG nor JPEG. Export it as PNG and choose it again."),
    "damaged": _("This picture is damaged or cut short. Export it again as PNG."),
    "sides": _("Each side of the picture must have between 16 and 2,000 pixels."),
}


def dark_enough(text: str) -> str:
    """The colour as #rrggbb; a pale one is refused with the nearest shade that is dark enough."""
    try:
        colour = as_colour(text)
    except ValueError as error:
        raise ValidationError(_("Write a colour as #rrggbb, such as #005f56.")) from error
    if contrast(colour) < ENOUGH:
        raise ValidationError(
            _(
                "%(colour)s is too pale on white: its contrast is %(ratio)s to 1, and 4.5 to 1 is "
                "needed to read it. %(shade)s is near, and dark enough."
            ),
            params={
                "colour": colour,
                "ratio": number_format(contrast(colour), 1),
                "shade": darkened(colour),
            },
        )
    return colour


class EmailForm(forms.Form):
    """One's own address."""

    email = forms.EmailField(
        label=_("Your e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class NewPasswordForm(forms.Form):
    """Another password for `person`."""

    password = forms.CharField(
        label=_("A password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=NewPersonForm.base_fields["password"].help_text,
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    for_whom = forms.CharField(
        label=_("Whom do you invite?"),
        max_length=120,
        help_text=_("Only for you to tell the invitations apart."),
    )
    email = forms.EmailField(
        label=_("Their e-mail"),
        required=False,
        help_text=_("The link goes there too. Leave it empty to send it yourself."),
    )
    role = forms.ChoiceField(label=_("As"), initial=Role.RESPONDER, widget=forms.RadioSelect)

    def __init__(self, *args: Any, with_owner: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not mail.is_configured():
            del self.fields["email"]
        roles = cast(forms.ChoiceField, self.fields["role"])
        roles.choices = role_choices(with_owner=with_owner)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class PersonForm(forms.Form):
    """What a person may change about themselves."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
