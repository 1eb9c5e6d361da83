"""What the matrix proposes as the next thing to do."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility
from simulacro.apps.foresight.policies import POLICY
from simulacro.apps.people.models import User
from simulacro.kit.cycle import Suggestion

# Any room with something concrete to say goes first.
URGENCY = 10


def ask_the_first_what_if(brand: Brand, viewer: User) -> Suggestion | None:
    """Propose to write a first what-if while the matrix is empty."""
    if not POLICY.allows(viewer, "note", brand):
        return None
    if Possibility.objects.filter(brand=brand).exists():
        return None
    return Suggestion(
        title=_("Ask your first “what if…?”"),
        why=_("Write down the thing that worries you most. It is the first row of your matrix."),
        label=_("Write it"),
        url=reverse("whatifs:board", args=[brand.slug]),
        urgency=URGENCY,
    )
