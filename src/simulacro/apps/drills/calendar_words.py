"""The calendar of drills in words: what a drill rehearses, why, and for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from simulacro.apps.drills.models import PlannedDrill
from simulacro.content.capabilities import capabilities
from simulacro.content.cases import made_key
from simulacro.content.drill_model import CHANNEL, FactorWords
from simulacro.engines.planning import Light
from simulacro.kit import regional

SHOWN_FIRST: Final = ("trigger", "channel", "format", "actor", "moment", "gap", "truth", "severity")

NEVER_DRILLED = _("not drilled yet")
UNIT_WORDS = {"week": _("weeks"), "month": _("months"), "year": _("years")}
LIGHT_WORDS = {
    Light.GREEN: _("fresh"),
    Light.AMBER: _("three months without a drill"),
    Light.RED: _("half a year without a drill"),
}


@dataclass(frozen=True, slots=True)
class DrillRow:
    """A planned drill as the page shows it."""

    row: PlannedDrill
    title: str
    detail: str
    why: tuple[str, ...]
    facilitator: str
    players: str
    case_key: str
    is_due: bool


def language() -> str:
    return (get_language() or "es")[:2]


def combination_words(combination: Mapping[str, str], words: FactorWords) -> list[str]:
    """Each value by its name, the trigger first.

    >>> combination_words({"channel": "x", "trigger": "trolls"}, FactorWords("es"))
    ['Trolls o ataque coordinado', 'X']
    """
    known = [factor for factor in SHOWN_FIRST if factor in combination]
    rest = [factor for factor in combination if factor not in SHOWN_FIRST]
    return [words.value(f, combination[f]) for f in (*known, *rest)]


def pair_words(combination: Mapping[str, str], words: FactorWords) -> str:
    """A combination of a few factors, each with its question."""
    said = (f"{words.factor(f)}: {_named(words, f, v)}" for f, v in combination.items())
    return " · ".join(said)


def _named(words: FactorWords, factor: str, value: str) -> str:
    """A value within a line; networks keep their capitals."""
    name = words.value(factor, value)
    return name if factor == CHANNEL else _inside(name)


def _inside(name: str) -> str:
    """A name within a line: its capital goes, unless it is a proper one.

    >>> _inside("La señal"), _inside("X"), _inside("TikTok")
    ('la señal', 'X', 'TikTok')
    """
    is_proper = len(name) == 1 or any(letter.isupper() for letter in name[1:])
    return name if is_proper else name[0].lower() + name[1:]


def capability_title(capability: str) -> str:
    return next((c.title(language()) for c in capabilities() if c.id == capability), capability)


def why_words(why: Mapping[str, Any], region: str) -> str:
    """Why a drill rehearses what it does; empty for a reason that a newer release would give."""
    facts = why["facts"]
    match why["code"]:
        case "repeat":
            day = regional.day(dt.date.fromisoformat(facts["date"]), _locale(region))
            return gettext("Nobody managed it on %(day)s, so it comes again.") % {"day": day}
        case "new":
            if facts["strength"] > 2:
                return gettext("It joins three things that were never drilled together.")
            return ngettext(
                "It rehearses %(count)s pair of circumstances for the first time.",
                "It rehearses %(count)s pairs of circumstances for the first time.",
                facts["count"],
            ) % {"count": facts["count"]}
        case "due":
            title = capability_title(facts["capability"])
            if facts["pulled_by"] in ("S", "M", "U"):
                return gettext("“%(what)s” did not go well last time.") % {"what": title}
            if facts["pulled_by"]:
                return gettext("“%(what)s” changed since it was last drilled.") % {"what": title}
            return gettext("“%(what)s” is due.") % {"what": title}
    return ""


def row_of(
    row: PlannedDrill,
    names: Mapping[str, str],
    factor_words: FactorWords,
    region: str,
    today: dt.date,
) -> DrillRow:
    """A planned drill for the list; `names` maps a person's id to the alias."""
    content = row.content
    combination = content["combination"]
    words = combination_words(combination, factor_words)
    rest = [f for f in combination if f not in SHOWN_FIRST]
    return DrillRow(
        row,
        words[0] if words else gettext("Left out"),
        pair_words(
            {f: combination[f] for f in (*SHOWN_FIRST[1:], *rest) if f in combination},
            factor_words,
        ),
        tuple(filter(None, (why_words(why, region) for why in content["why"]))),
        names.get(content["facilitator"], ""),
        "; ".join(names[p] for p in content["players"] if p in names),
        made_key(combination) if combination else "",
        row.date <= today,
    )


def _locale(region: str) -> Any:
    return regional.locale_of(language(), region)
