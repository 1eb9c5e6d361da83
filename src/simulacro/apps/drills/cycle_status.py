"""What the drills tell the rail and the home page."""

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.calendar import coming, next_of
from simulacro.apps.drills.calendar_words import combination_words
from simulacro.apps.drills.models import DrillCalendar
from simulacro.apps.drills.policies import POLICY
from simulacro.apps.exercises import queries as exercises
from simulacro.apps.foresight.columns import NextThing, fill_from
from simulacro.apps.foresight.factors import words_of
from simulacro.apps.foresight.models import Column, Possibility
from simulacro.content.cases import made_key
from simulacro.engines.drill import Phase
from simulacro.kit import cycle
from simulacro.kit.cycle import Status, Step, Suggestion

FIRST_MICRO = "base.micro.phone-lost"


def tell() -> None:
    """Let the cycle and the matrix ask the drills."""
    cycle.tell_status(Step.DRILLS, status)
    cycle.suggest(first_drill)
    cycle.suggest(drill_of_today)
    fill_from(Column.DRILLED, next_drill)


def status(brand: Brand, viewer: Any) -> Status:
    """How many drills there were, and whether one is going on."""
    url = reverse("drills:cases", args=[brand.slug])
    if not POLICY.allows(viewer, "see_cases", brand):
        return Status(_("Drills are for the team."), "")
    done = exercises.exercises(brand).filter(phase=Phase.ENDED).count()
    going_on = exercises.running(brand).exists()
    if not done:
        return Status(_("Nothing has been drilled yet."), url, _("begin with one"))
    says = ngettext("%(count)s drill so far.", "%(count)s drills so far.", done) % {"count": done}
    return Status(says, url, _("one is going on") if going_on else "")


def first_drill(brand: Brand, viewer: Any) -> Suggestion | None:
    """Somebody who never drilled is offered three minutes: the phone that everybody can lose."""
    if not POLICY.allows(viewer, "open", brand) or exercises.exercises(brand).exists():
        return None
    return Suggestion(
        title=_("22:40, you lost the phone. What do you do?"),
        why=_("A drill of three minutes: you choose, and you see what comes of it."),
        url=reverse("drills:micro", args=[brand.slug, FIRST_MICRO]),
        label=_("Play it"),
        urgency=30,
    )


def drill_of_today(brand: Brand, viewer: Any) -> Suggestion | None:
    """The drill that is planned for today, to whoever may know of it."""
    kept = DrillCalendar.objects.filter(brand=brand, planned_at__isnull=False).first()
    if kept is None or kept.paused_at or not POLICY.allows(viewer, "see_calendar", brand):
        return None
    today = timezone.localdate(timezone=ZoneInfo(brand.timezone))
    row = next_of(coming(brand, viewer, today, until=today))
    if row is None or exercises.taken_up(brand, row.slot):
        return None
    url = reverse("drills:case", args=[brand.slug, made_key(row.content["combination"])])
    return Suggestion(
        title=_("Today there is a drill at %(hour)s:00") % {"hour": row.hour},
        why=" · ".join(combination_words(row.content["combination"], words_of(brand))),
        url=f"{url}?planned={row.slot}",
        label=_("Open it"),
        urgency=70,
    )


def next_drill(possibility: Possibility) -> NextThing:
    """What would fill the matrix's cell: the cases that can stand for it."""
    url = reverse("drills:cases", args=[possibility.brand.slug])
    words = _("Drill it: ten minutes alone, or with the team.")
    return NextThing(words, f"{url}?possibility={possibility.pk}")
