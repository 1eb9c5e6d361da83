"""The case of an exercise, with the brand in it and in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simulacro.apps.brands.models import Brand
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.own_cases import own_case
from simulacro.apps.foresight.factors import words_of
from simulacro.apps.packs.queries import shelf
from simulacro.content.cases import OWN, Case


def case_of(brand: Brand, key: str, *, nameless: bool = False) -> Case:
    """The case of this key; `nameless` tells it of no brand in particular. Raises UnknownCase."""
    name = _("your brand") if nameless else brand.name
    if key.startswith(OWN):
        return own_case(brand, key, name)
    return shelf().case(key, get_language() or "es", name, words_of(brand))


def case_played(exercise: Exercise) -> Case:
    """The case that an exercise is about, as it is told there. Raises UnknownCase."""
    words = exercise.words
    return case_of(exercise.brand, words["case_key"], nameless=words.get("nameless", False))
