"""The first person of an installation, and the brand they look after."""

from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.services.members import start_brand
from simulacro.kit.policies import Denied

LASTS_S = 3600
SALT = "simulacro.people.welcome"


def nobody_yet() -> bool:
    """Whether no person but those of demo brands is here: the welcome page is open."""
    return not User.objects.exclude(
        memberships__isnull=False, memberships__brand__is_demo=True
    ).exists()


def make_welcome_link() -> str:
    """Return the path by which somebody not on loopback may become the first person.

    Good for an hour, and of no more use once there is a first person.
    """
    token = signing.TimestampSigner(salt=SALT).sign("first")
    return f"{reverse('people:welcome')}?token={token}"


def is_welcome_token(token: str) -> bool:
    try:
        signing.TimestampSigner(salt=SALT).unsign(token, max_age=LASTS_S)
    except signing.BadSignature:
        return False
    return True


def create_first_person(
    *, email: str, password: str, name: str, language: str, brand_name: str, **brand_fields: Any
) -> tuple[User, Brand]:
    """Make the first person and their brand, which they own; `brand_fields` as in `start_brand`.

    Raises Denied where somebody is here already.
    """
    with transaction.atomic():
        if not nobody_yet():
            raise Denied(app="people", action="create_first_person")
        user = User.objects.create_user(email, password, name=name, language=language)
        brand = start_brand(owner=user, name=brand_name, **brand_fields)
    return user, brand
