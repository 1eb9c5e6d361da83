"""What every act of a brainstorm begins and ends with: its row, locked in a phase, and a word to
the pages that are open."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from simulacro.apps.whatifs.models import Brainstorm, Phase
from simulacro.apps.whatifs.refusals import (
    BadText,
    NotNow,
)
from simulacro.kit import live
from simulacro.kit.undo.acts import CannotUndo

# What open pages listen to: a phase or a group changed, or only how many there are of something.
TOPIC: Final = "brainstorm"
COUNTS: Final = "brainstorm_counts"

WRITABLE: Final = (Phase.WRITING, Phase.GROUPING)


def standing_ideas(storm: Brainstorm) -> Any:
    """The ideas that nobody took back, the first written first."""
    return storm.ideas.filter(withdrawn_at=None)


def lock_in(storm: Brainstorm, *phases: str) -> Brainstorm:
    """The brainstorm as it is now, locked; raise NotNow unless it is in one of `phases`."""
    locked = Brainstorm.objects.select_for_update().get(pk=storm.pk)
    if locked.phase not in phases:
        raise NotNow(locked.phase)
    return locked


def still_in(storm: Brainstorm, *phases: str) -> Brainstorm:
    try:
        return lock_in(storm, *phases)
    except NotNow as moved:
        raise CannotUndo(_("The brainstorm has moved on, so this stays as it is.")) from moved


def tell(storm: Brainstorm, topic: str, kind: str) -> None:
    live.publish(storm.pk, topic, kind)


def checked(text: str, most: int) -> str:
    text = text.strip()
    if not 0 < len(text) <= most:
        raise BadText
    return text
