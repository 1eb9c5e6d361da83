"""Micro drills on the screen: for members, and for anybody with a link.

What was chosen so far stands in the address (one letter a step), so that each page works without
script, the way back works, and nothing of whoever plays without an account is kept anywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simulacro.apps.drills import micro_drills as services
from simulacro.apps.drills.case_words import family_words
from simulacro.apps.drills.policies import POLICY
from simulacro.apps.drills.rehearsals import of_family, possibility_or_404
from simulacro.apps.exercises import queries as exercises
from simulacro.apps.exercises.words import rating_words
from simulacro.apps.packs.queries import micro_drills as every_micro_drill
from simulacro.apps.people.counted_tries import is_too_often
from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.apps.people.pages import BrandRequest, brand_page, open_to_everybody
from simulacro.apps.people.second_factor import open_without_second_factor
from simulacro.content.micro_drills import BEST, MINUTES, Choice, MicroDrill, MicroStep
from simulacro.kit.qr_codes import qr_image
from simulacro.kit.undo.services import offer_undo

# In five minutes: two hundred phones behind one address, each with a dozen pages.
MOST_PAGES: Final = 2_500
LONGEST: Final = dt.timedelta(hours=12)
SQUARES: Final = {"P": "🟩", "S": "🟨", "M": "🟧", "U": "🟥"}


@dataclass(frozen=True, slots=True)
class Passed:
    """A step that was played."""

    step: MicroStep
    choice: Choice
    rating: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class Play:
    """A micro drill so far: ``answers`` has a letter for each step that was played."""

    drill: MicroDrill
    answers: str
    passed: tuple[Passed, ...]

    @property
    def step(self) -> MicroStep | None:
        """The step to be played; None at the end."""
        return self.drill.steps[len(self.passed)] if not self.is_over else None

    @property
    def is_over(self) -> bool:
        return len(self.passed) == len(self.drill.steps)

    @property
    def is_last(self) -> bool:
        return len(self.passed) == len(self.drill.steps) - 1

    @property
    def before(self) -> Passed | None:
        """What was played just now."""
        return self.passed[-1] if self.passed else None

    @property
    def number(self) -> int:
        return len(self.passed) + 1

    @property
    def best(self) -> int:
        return sum(one.is_best for one in self.passed)

    @property
    def minutes(self) -> int:
        return MINUTES

    def shared_text(self, link: str) -> str:
        """The result in words and squares, with nothing of a brand or a person."""
        squares = "".join(SQUARES[one.choice.rating] for one in self.passed)
        says = _("%(best)s of %(steps)s well chosen, in a drill of %(minutes)s minutes.") % {
            "best": self.best,
            "steps": len(self.passed),
            "minutes": MINUTES,
        }
        lines = [f"SIMULACRO · {self.drill.title}", f"{squares} {says}"]
        if link:
            lines.append(_("And you? %(link)s") % {"link": link})
        return "\n".join(lines)


@require_safe
@brand_page(POLICY, "see_cases")
def micro_list(request: BrandRequest) -> HttpResponse:
    """Every micro drill, with how often this brand's people have played it."""
    times = exercises.times_by_case(request.brand)
    context = {
        "brand": request.brand,
        "step": "drills",
        "drills": [
            (drill, family_words(drill.family), times[drill.id])
            for drill in every_micro_drill(_language())
        ],
        "minutes": MINUTES,
    }
    return render(request, "drills/micro_list.html", context)


@require_safe
@brand_page(POLICY, "see_cases")
def micro(request: BrandRequest, micro: str) -> HttpResponse:
    """One step of a micro drill, or its result, for a member."""
    play = _play(micro, request.GET.get("a", ""))
    now = timezone.now()
    may_open = POLICY.allows(request.user, "open", request.brand)
    token = request.session.get(_link_key(request, micro), "")
    link = _public_url(request, token)
    context = {
        "brand": request.brand,
        "step": "drills",
        "play": play,
        "records": may_open,
        "keeps": _keeps(request.GET, now),
        # What it rehearses is asked once, with the scene.
        "offered": of_family(request.brand, request.user, play.drill.family)
        if may_open and not play.passed and not request.GET.get("possibility")
        else [],
        "may_open": may_open,
        "open_links": services.open_links(request.brand, now).get(micro, 0),
        "shared": play.shared_text(link) if play.is_over and link else "",
        "link": link,
        "qr": qr_image(link) if link else "",
    }
    return render(request, "drills/micro.html", context)


@require_POST
@brand_page(POLICY, "open")
def finish(request: BrandRequest, micro: str) -> HttpResponse:
    """The last choice of a member: the drill is recorded."""
    play = _play(micro, request.POST.get("a", ""))
    if not play.is_over:
        raise Http404
    now = timezone.now()
    services.keep_micro_drill(
        brand=request.brand,
        actor=request.user,
        drill=play.drill,
        chosen=[one.choice for one in play.passed],
        asked_at=_asked_at(request.POST.get("t", ""), len(play.passed), now),
        at=now,
        planned_id=request.POST.get("planned", "")[:120],
        possibility=possibility_or_404(
            request.brand, request.user, request.POST.get("possibility", "")
        ),
    )
    messages.success(request, _("Noted: it counts in what you have drilled."))
    address = reverse("drills:micro", args=[request.brand.slug, micro])
    return redirect(f"{address}?a={play.answers}")


@require_POST
@brand_page(POLICY, "open")
def share(request: BrandRequest, micro: str) -> HttpResponse:
    """A link to forward; it is shown to whoever made it, for this session only."""
    _drill_or_404(micro)
    token = services.share_micro_drill(
        brand=request.brand, actor=request.user, micro=micro, at=timezone.now()
    )
    request.session[_link_key(request, micro)] = token
    return redirect(_back(request, micro))


@require_POST
@brand_page(POLICY, "open")
def close_links(request: BrandRequest, micro: str) -> HttpResponse:
    """Close the links to one micro drill."""
    closed = services.close_links(
        brand=request.brand, actor=request.user, micro=micro, at=timezone.now()
    )
    request.session.pop(_link_key(request, micro), None)
    offer_undo(
        request,
        services.CLOSED,
        scope=request.brand.id,
        payload={"links": [str(link) for link in closed]},
        message=_("The links are closed: whoever opens one sees that it is over."),
    )
    return redirect(_back(request, micro))


@open_without_second_factor
@open_to_everybody
@require_safe
def public_micro(request: HttpRequest, token: str) -> HttpResponse:
    """One step of a micro drill, or its result, for anybody with the link."""
    try:
        micro = services.micro_of_link(token, timezone.now())
    except LinkSpent:
        if is_too_often(request, "play"):
            return render(request, "429.html", status=429)
        return render(request, "drills/link_spent.html", status=410)
    if is_too_often(request, "play.micro", most=MOST_PAGES):
        return render(request, "429.html", status=429)
    play = _play(micro, request.GET.get("a", ""))
    shared = play.shared_text(_public_url(request, token)) if play.is_over else ""
    context = {"play": play, "records": False, "keeps": {}, "shared": shared}
    return render(request, "drills/public_micro.html", context)


def _play(micro: str, answers: str) -> Play:
    """The drill with what was chosen so far. Raises Http404 for what nobody could choose."""
    drill = _drill_or_404(micro)
    chosen = drill.played(answers)
    if chosen is None:
        raise Http404
    passed = tuple(
        Passed(step, choice, rating_words(choice.rating), choice.rating == BEST)
        for step, choice in zip(drill.steps, chosen, strict=False)
    )
    return Play(drill, answers, passed)


def _drill_or_404(micro: str) -> MicroDrill:
    found = next((d for d in every_micro_drill(_language()) if d.id == micro), None)
    if found is None:
        raise Http404
    return found


def _keeps(given: Mapping[str, str], now: dt.datetime) -> dict[str, str]:
    """What travels from step to step: when each was asked, and what the drill is for."""
    times = [part for part in given.get("t", "").split(".") if part.isdigit()]
    kept = {name: given[name] for name in ("planned", "possibility") if given.get(name)}
    return {"t": ".".join([*times, str(int(now.timestamp()))]), **kept}


def _asked_at(times: str, steps: int, now: dt.datetime) -> Sequence[dt.datetime]:
    """When each step was asked; all of them now where the times cannot be believed."""
    try:
        found = [dt.datetime.fromtimestamp(int(part), dt.UTC) for part in times.split(".")]
    except (ValueError, OverflowError, OSError):
        return [now] * steps
    # Whoever went back and forth was asked a step several times: the last one counts.
    found = found[-steps:]
    believable = len(found) == steps and found == sorted(found)
    if not believable or found[-1] > now or found[0] < now - LONGEST:
        return [now] * steps
    return found


def _public_url(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("play:micro", args=[token])) if token else ""


def _link_key(request: BrandRequest, micro: str) -> str:
    return f"drills.micro.{request.brand.pk}.{micro}"


def _back(request: BrandRequest, micro: str) -> str:
    """The page the button stood on: the same drill, at the same step."""
    address = reverse("drills:micro", args=[request.brand.slug, micro])
    answers: Any = request.POST.get("a", "")
    return f"{address}?a={answers}" if answers.isalpha() else address


def _language() -> str:
    return get_language() or "es"
