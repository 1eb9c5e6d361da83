"""What was opened of exercises stays in memory: lists and plans read every one of a brand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.outcomes import read_outcome
from simulacro.kit.sealing.opened import OpenedValues


@dataclass(frozen=True, slots=True)
class Drilled:
    """What an exercise was about: the key of its case, the combination that it rehearsed, and
    whether it was told of no brand in particular."""

    case_key: str
    combination: Mapping[str, str]
    nameless: bool = False


def _drilled(words: Mapping[str, Any]) -> Drilled:
    return Drilled(words["case_key"], words["combination"], words.get("nameless", False))


DRILLED = OpenedValues(Exercise, "words", _drilled)
OUTCOMES = OpenedValues(Exercise, "outcome", read_outcome)
