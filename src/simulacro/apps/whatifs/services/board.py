"""Put what can happen on the board: from the packs, from documented cases, from one's own head.

Each call is all or nothing, and adding what is there already changes nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility, Source
from simulacro.apps.foresight.services import (
    MAX_TITLE,
    bring_back,
    note_possibility,
    possibility_id,
    set_aside,
)
from simulacro.apps.packs import queries as packs
from simulacro.apps.people.models import User
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.refusals import UnknownWhatIf
from simulacro.apps.whatifs.words import case_titles
from simulacro.content.drill_model import families
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.kit.undo.acts import undoes

ADDED: Final = "whatifs.added"
SET_ASIDE: Final = "whatifs.set_aside"


@transaction.atomic
def add_what_ifs(
    *, brand: Brand, actor: User, ids: Iterable[str], at: dt.datetime
) -> list[Possibility]:
    """Put what-ifs of the packs on the board; return those that were not on it.

    The id of a what-if is the possibility's key. Raises Denied and UnknownWhatIf.
    """
    POLICY.require(actor, "add", brand)
    known = {what_if.id: what_if for what_if in packs.what_ifs()}
    wanted = list(dict.fromkeys(ids))
    if not wanted or not known.keys() >= set(wanted):
        raise UnknownWhatIf
    new = _not_on_board(brand, Source.PACK, wanted)
    return [
        note_possibility(
            brand,
            source=Source.PACK,
            key=key,
            title={code: _short(known[key].words(code).question) for code in LANGUAGES},
            family=known[key].family,
            at=at,
            actor=actor,
        )
        for key in new
    ]


@transaction.atomic
def add_cases(
    *, brand: Brand, actor: User, ids: Iterable[str], at: dt.datetime
) -> list[Possibility]:
    """Ask of documented cases "what if it happens to us?"; return those that were not asked.

    Raises Denied and UnknownWhatIf.
    """
    POLICY.require(actor, "add", brand)
    known = packs.shelf().documented
    wanted = list(dict.fromkeys(ids))
    if not wanted or not known.keys() >= set(wanted):
        raise UnknownWhatIf
    new = _not_on_board(brand, Source.CASE, wanted)
    return [
        note_possibility(
            brand,
            source=Source.CASE,
            key=key,
            title={code: _short(title) for code, title in case_titles(known[key]).items()},
            family=known[key].family,
            at=at,
            actor=actor,
        )
        for key in new
    ]


def note_own(*, brand: Brand, actor: User, title: str, family: str, at: dt.datetime) -> Possibility:
    """Note a person's own what-if. Raises Denied, BadTitle and ValueError for an unknown family."""
    POLICY.require(actor, "add", brand)
    if family and family not in families():
        raise ValueError(family)
    title = title.strip()
    return note_possibility(
        brand,
        source=Source.BRAINSTORM,
        # The words are the key, as in the matrix: written twice, it is one.
        key=title.casefold(),
        title=title,
        family=family,
        at=at,
        actor=actor,
    )


@undoes(ADDED)
def take_back_adding(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    at = timezone.now()
    for row in Possibility.objects.filter(pk__in=payload["possibilities"], set_aside_at=None):
        set_aside(row, at=at, actor=actor)


@undoes(SET_ASIDE)
def take_back_setting_aside(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    bring_back(Possibility.objects.get(pk=payload["possibility"]), actor=actor)


def _not_on_board(brand: Brand, source: str, keys: list[str]) -> list[str]:
    """The keys, in their order, that the board does not show."""
    ids = {possibility_id(brand, source, key): key for key in keys}
    shown = Possibility.objects.filter(pk__in=ids, set_aside_at=None)
    there = {ids[row_id] for row_id in shown.values_list("pk", flat=True)}
    return [key for key in keys if key not in there]


def _short(title: str) -> str:
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"
