"""Which case rehearses a possibility, and which possibility a case may stand for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import Http404

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight import queries as foresight
from simulacro.apps.foresight.factors import model_of
from simulacro.apps.foresight.models import Possibility, Source
from simulacro.apps.foresight.policies import POLICY as FORESIGHT
from simulacro.apps.packs.queries import shelf, what_ifs
from simulacro.apps.people.models import User
from simulacro.content.cases import made_key
from simulacro.content.drill_model import FAMILY, families
from simulacro.engines.possibilities import some_row

OFFERED = 30


def possibility_or_404(brand: Brand, viewer: User, given: str) -> Possibility | None:
    """The possibility with this id; None where none is given. Raises Http404."""
    if not given:
        return None
    try:
        wanted = uuid.UUID(given)
    except ValueError:
        raise Http404 from None
    weak_points = FORESIGHT.allows(viewer, "see_weak_points", brand)
    found = foresight.possibilities(brand, weak_points=weak_points).filter(pk=wanted).first()
    if found is None:
        raise Http404
    return found


def of_family(brand: Brand, viewer: User, family: str) -> list[Possibility]:
    """What a case of this family may rehearse: what was never drilled first, then the oldest."""
    weak_points = FORESIGHT.allows(viewer, "see_weak_points", brand)
    return list(foresight.to_drill(brand, family, weak_points=weak_points)[:OFFERED])


def case_key_for(brand: Brand, possibility: Possibility) -> str:
    """The case that rehearses this: its own where it is a case, else one made for it; always the
    same one, empty where nothing of the kind can happen to the brand."""
    if possibility.source == Source.CASE and possibility.key in shelf().documented:
        return possibility.key
    model = model_of(brand)
    for fixed in (_decided(possibility), {FAMILY: possibility.family}):
        if fixed.get(FAMILY) not in families():
            continue
        try:
            row = some_row(model, fixed, seed=possibility.pk.int % 2**31)
        except KeyError:
            # The brand is not on the channel that the question names.
            continue
        if row is not None:
            return made_key(row)
    return ""


def _decided(possibility: Possibility) -> Mapping[str, str]:
    """What the question itself decides of a drill."""
    if possibility.source != Source.PACK:
        return {}
    found = next((w for w in what_ifs() if w.id == possibility.key), None)
    return {FAMILY: found.family, **found.combination} if found else {}
