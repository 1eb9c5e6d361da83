"""What the board proposes as the next thing to do."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.whatifs.models import Brainstorm, Phase
from simulacro.apps.whatifs.policies import POLICY
from simulacro.kit.cycle import Suggestion

# People are at it now, and it lasts minutes: it goes before what can wait for tomorrow.
URGENCY = 85
RECENT = dt.timedelta(hours=1)


def join_the_brainstorm(brand: Brand, viewer: User) -> Suggestion | None:
    """Propose to take part in what the others are thinking about now."""
    if not POLICY.allows(viewer, "take_part", brand):
        return None
    since = timezone.now() - RECENT
    writing = Brainstorm.objects.filter(
        brand=brand, phase=Phase.WRITING, alone=False, opened_at__gt=since
    )
    storm = writing.exclude(participants__member=viewer).first()
    if storm is None:
        return None
    return Suggestion(
        title=_("A brainstorm is going on: %(question)s") % {"question": storm.question},
        why=_("Everybody writes at the same time, in silence. Five minutes are enough."),
        label=_("Take part"),
        url=reverse("whatifs:brainstorm", args=[brand.slug, storm.pk]),
        urgency=URGENCY,
    )
