"""The workspace: an agency, and the brands it looks after."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Agency(models.Model):
    """A firm with several brands; its own shared assets stand above theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class AgencyLook(models.Model):
    """How an agency signs what it hands to its clients; the logo lies among the sealed uploads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="look")
    name = models.CharField(_("name on reports"), max_length=120)
    colour = models.CharField(_("colour"), max_length=7)
    accent = models.CharField(_("second colour"), max_length=7)
    logo = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    """One brand with its inventory, drills, manual and incidents."""

    class Address(models.TextChoices):
        """How the brand's public messages address people."""

        TU = "tu", _("tú")
        USTED = "usted", _("usted")
        VOS = "vos", _("vos")
        VOSOTROS = "vosotros", _("vosotros")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="brands"
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="America/Mexico_City")
    region = models.CharField(_("region"), max_length=8, default="MX", help_text="ISO 3166")
    address = models.CharField(
        _("how it addresses people"), max_length=10, choices=Address, default=Address.TU
    )
    solo = models.BooleanField(_("I work on my own"), default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
