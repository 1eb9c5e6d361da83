"""The parts of a room, as tabs on its pages: each app says which are its own.

    room_parts.offer(Step.DRILLS, Part("cases", _("Cases"), "drills:cases", POLICY, "see", 30))

in `AppConfig.ready`. A room may be made of several apps that do not import each other; a part that
this person may not open is not shown.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from simulacro.kit.cycle import Step, Words
from simulacro.kit.policies import Policy


@dataclass(frozen=True, slots=True)
class Part:
    """A part: `name` marks the tab of a page, `url_name` takes the brand's slug, `action` of
    `policy` says who may open it, and parts stand by their `order`."""

    name: str
    label: Words
    url_name: str
    policy: Policy
    action: str
    order: int


@dataclass(frozen=True, slots=True)
class Tab:
    label: Words
    url: str
    is_here: bool


_parts: dict[Step, dict[str, Part]] = {}


def offer(step: Step, part: Part) -> None:
    """Let `part` stand among the parts of the room of `step`; the last one of a name wins."""
    _parts.setdefault(step, {})[part.name] = part


def tabs(step: Step, brand: Any, viewer: Any, here: str) -> list[Tab]:
    """The tabs of a room for this person; `here` is the name of the part that is shown."""
    found = sorted(_parts.get(step, {}).values(), key=lambda part: part.order)
    return [
        Tab(part.label, reverse(part.url_name, args=[brand.slug]), part.name == here)
        for part in found
        if part.policy.allows(viewer, part.action, brand)
    ]
