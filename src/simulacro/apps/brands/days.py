"""Which day it is for a brand: the one on its own wall, not on the server's."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from simulacro.apps.brands.models import Brand


def day_of(brand: Brand, at: dt.datetime) -> dt.date:
    """The brand's calendar day at an aware instant."""
    return at.astimezone(ZoneInfo(brand.timezone)).date()


def today_of(brand: Brand) -> dt.date:
    """The brand's calendar day now."""
    return day_of(brand, timezone.now())
