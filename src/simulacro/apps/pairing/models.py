"""An offer to let a phone in as the person who made it."""

from django.db import models

from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import OneTimeLink


class PairingOffer(OneTimeLink):
    """Works once, for five minutes; the token itself is only in the QR."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
