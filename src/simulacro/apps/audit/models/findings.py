"""Weak points with owner, date and state, carried from one audit to the next."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.finding_states import State, standing
from simulacro.apps.audit.models.audits import Audit
from simulacro.apps.audit.reading import FindingSeen
from simulacro.apps.brands.models import Brand
from simulacro.kit.sealing import SealedJSONField, SealedTextField
from simulacro.kit.versions import Versioned


class Finding(Versioned):
    """A weak point of a brand. Class and subjects give its id, so it is the same one each time.

    `about` holds class, subjects and whether it is certain; `reason` is why it was accepted, and
    `accepted_by` who of the team did; where a client did, by a link, its answer has the name.
    """

    class States(models.TextChoices):
        OPEN = State.OPEN.value, _("open")
        ACCEPTED = State.ACCEPTED.value, _("accepted")
        FIXED = State.FIXED.value, _("fixed")
        VERIFIED = State.VERIFIED.value, _("verified")

    id = models.UUIDField(primary_key=True, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="findings")
    about: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    state = models.CharField(_("state"), max_length=8, choices=States, default=States.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    reason: "SealedTextField[str, str]" = SealedTextField()
    accepted_until = models.DateField(_("accepted until"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    first_audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="+")
    # The last audit that saw it; of a verified one, the last before it was gone.
    last_audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(
        Audit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned = models.PositiveSmallIntegerField(default=0)
    # Unlike the kit's, known to forms.
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["brand", "state"], name="findings_by_state")]

    def __str__(self) -> str:
        return f"finding {self.id.hex[:12]} {self.state}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id

    @property
    def seen(self) -> FindingSeen:
        return FindingSeen(self.about["code"], tuple(self.about["subjects"]), self.about["certain"])

    def state_on(self, day: dt.date) -> State:
        """The state that holds on `day`: an acceptance ends by itself."""
        return standing(State(self.state), self.accepted_until, day)
