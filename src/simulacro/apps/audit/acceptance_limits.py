"""Until which day a risk may be taken on."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from simulacro.apps.brands.models import Brand
from simulacro.kit.templatetags import regional

# Nobody takes a risk on for ever: whoever does looks at it again within a year.
LONGEST = dt.timedelta(days=366)


def may_hold_until(until: dt.date, today: dt.date) -> bool:
    """Whether what is accepted `today` may end on that day: from today to a year on.

    >>> may_hold_until(dt.date(2027, 11, 23), dt.date(2026, 11, 22))
    True
    >>> may_hold_until(dt.date(2027, 11, 24), dt.date(2026, 11, 22))
    False
    """
    return today <= until <= today + LONGEST


def require_end(until: dt.date, today: dt.date, brand: Brand) -> None:
    """Raise ValidationError, which names the last day there may be, where it may not."""
    if until < today:
        raise ValidationError(_("That day has passed. Choose a later one."))
    if not may_hold_until(until, today):
        last = regional.day(today + LONGEST, brand)
        raise ValidationError(
            _("Nobody takes a risk on for ever: the last day you can choose is %(day)s.")
            % {"day": last}
        )
