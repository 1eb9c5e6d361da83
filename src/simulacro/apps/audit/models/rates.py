"""The rates that audits rested on, kept so that a later audit can say what new ones moved."""

from django.db import models


class RatesKept(models.Model):
    """The default rates as they were published, by the name that an audit remembers them by.

    They are content that ships with the product, the same for everybody: nothing of a brand.
    """

    version = models.CharField(max_length=80, primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return f"rates {self.version}"
