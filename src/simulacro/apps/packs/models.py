"""Content packs that this installation added to those which ship."""

from django.conf import settings
from django.db import models


class InstalledPack(models.Model):
    """A pack somebody added, kept as the text they gave. Public content: nothing sealed."""

    name = models.SlugField(primary_key=True, max_length=40)
    version = models.PositiveIntegerField()
    files = models.JSONField(help_text="file name to text")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
