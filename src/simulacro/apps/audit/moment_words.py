"""Dark hours in words: what makes each dark, and what would light it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simulacro.apps.audit import figures, grammar, sentences
from simulacro.apps.audit.outlooks import Study, name_of
from simulacro.apps.availability.dates import Event, EventKind
from simulacro.apps.availability.words import reason_words
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.availability.rota import Reason, reason_over

if TYPE_CHECKING:
    from simulacro.engines.access.lights import Light
    from simulacro.engines.access.outlook import Group, Lit

# A reason is told where without it the chance falls by this part of itself.
TOLD_PART = 0.2
HERE = 0.9
MOST_NAMES = 3
MOST_OF_A_KIND = 2
MOST_LIGHTS = 10
WEAK = 0.25
NO_TIME = dt.timedelta()


@dataclass(frozen=True, slots=True)
class Switch:
    """A light as a page shows it: ``saves_h`` are hours without an answer that it takes away."""

    key: str
    words: str
    saves: str
    on: bool


def reasons(
    study: Study,
    lit: Lit,
    subject: str,
    moment: int,
    falls: Mapping[Group, float],
    *,
    named: bool = True,
    told_before: dict[tuple[Any, ...], str] | None = None,
) -> list[str]:
    """Why one moment is dark, the weightiest reason first.

    ``falls`` has the chance that would be left without each group. With ``named`` the things are
    called by their aliases. ``told_before`` keeps who is missing for other moments alike.
    """
    from simulacro.engines.access.outlook import Group, group_of

    chance = float(study.outlook.chance(lit, subject)[moment])
    told = sorted(
        (left, group) for group, left in falls.items() if chance - left >= TOLD_PART * chance > 0
    )
    by_group: dict[Group, list[str]] = {}
    if named and any(group is not Group.PEOPLE for _left, group in told):
        for weight in study.outlook.weightiest(lit, subject, moment, most=24):
            if weight.asset in lit.inventory:
                asset = lit.inventory[weight.asset]
                by_group.setdefault(group_of(asset, lit.inventory), []).append(asset.id)
    found = []
    for _left, group in told:
        if group is Group.PEOPLE:
            known = {} if told_before is None else told_before
            key = likeness(study, lit, moment)
            if key not in known:
                known[key] = who_is_missing(study, lit, moment)
            found.append(known[key])
        else:
            found.append(failing_words(lit.inventory, group, by_group.get(group, ())))
    begins, ends = bounds_of(study, moment)
    for event in study.events:
        if event.kind is EventKind.WORKS and event.touches(begins, ends):
            found.insert(0, works_words(study.inventory, event))
    return found or [_("no single reason: several small ones at once")]


def works_words(inventory: Inventory, event: Event) -> str:
    """What works that were announced cut off."""
    if event.asset not in inventory:
        return event.title
    return _("%(title)s: without %(thing)s") % {
        "title": event.title,
        "thing": sentences.name_of(inventory, event.asset),
    }


def bounds_of(study: Study, moment: int) -> tuple[dt.datetime, dt.datetime]:
    """The instants at which a moment begins and ends, in UTC."""
    # Between two readings of one wall clock an hour may come twice.
    start, end = study.hours.start_of(moment), study.hours.start_of(moment + 1)
    return start.astimezone(dt.UTC), end.astimezone(dt.UTC)


def likeness(study: Study, lit: Lit, moment: int) -> tuple[Any, ...]:
    """What two moments share where the same people are missing for the same reasons."""
    begins, ends = bounds_of(study, moment)
    day = study.hours.date_of(moment)
    near = [day + dt.timedelta(days=n) for n in (-1, 0, 1)]
    dated = tuple(
        (
            tuple(rota.free_days.get(one, "") for one in near) if rota.free_days else (),
            tuple(
                (change, max(change.start - begins, NO_TIME), min(change.end, ends) - begins)
                for change in rota.changes
                if change.start < ends and change.end > begins
            ),
        )
        for rota in lit.rotas.values()
    )
    # Where a clock moves, the same hour of the week is another hour of somebody else's shift.
    offset = study.hours.start_of(moment).utcoffset()
    column = int(lit.columns.of[moment])
    return column, int(study.hours.hour_of_week[moment]), offset, dated


def who_is_missing(study: Study, lit: Lit, moment: int) -> str:
    """Everybody who could open something and may not be at hand, with why; alike together."""
    start = int(study.hours.starts[moment])
    minutes = int(study.hours.starts[moment + 1]) - start
    needed = {x for method in lit.inventory.methods if method.for_team for x in method.requires}
    grouped: dict[str, list[str]] = {}
    best = 0.0
    # Many people share one rota.
    told: dict[int, Reason] = {}
    for person, rota in lit.rotas.items():
        if person not in needed or person not in lit.inventory:
            continue
        if id(rota) not in told:
            told[id(rota)] = reason_over(rota, start, minutes)
        reason = told[id(rota)]
        best = max(best, reason.chance)
        if reason.chance < HERE:
            grouped.setdefault(reason_words(reason), []).append(lit.inventory[person].name)
    language = sentences.language()
    parts = [
        f"{grammar.all_of([grammar.named(name, language) for name in names], language)}, {why}"
        for why, names in grouped.items()
    ]
    who = "; ".join(parts)
    if best < 0.05:
        return _("nobody covers this hour: %(who)s") % {"who": who}
    return _("few people are at hand: %(who)s") % {"who": who} if who else _("few people")


def failing_words(inventory: Inventory, group: Group, things: Sequence[str]) -> str:
    """What of a group may fail, with the names of the first few of its ``things``, by id."""
    from simulacro.engines.access.outlook import Group

    words = {
        Group.POWER: _("the power may fail for longer than the batteries last"),
        Group.SIGNAL: _("a carrier or a connection may fail"),
        Group.DEVICES: _("a phone, its codes or a session may fail"),
        Group.PLACES: _("the place may be out of reach"),
        Group.SERVICES: _("a network or a tool may fail"),
        Group.PEOPLE: _("few people"),
    }[group]
    if not things:
        return words
    names = [_with_battery(inventory, x) for x in things[:MOST_NAMES]]
    together = grammar.all_of(names, sentences.language())
    return _("%(words)s: %(things)s") % {"words": words, "things": together}


def _with_battery(inventory: Inventory, thing: str) -> str:
    """A thing's name, with how long it lasts where it is a battery."""
    name = sentences.name_of(inventory, thing)
    battery = inventory[thing].battery if thing in inventory else None
    if battery is None:
        return name
    hours = f"{battery.lasts_h:g}"
    return _("%(thing)s (it lasts %(hours)s h)") % {"thing": name, "hours": hours}


def light_words(inventory: Inventory, light: Light) -> str:
    """What to get or agree on."""
    text = {
        "power_bank": _("A charged power bank for when %(thing)s fails"),
        "second_line": _("A second SIM, of another network than %(thing)s"),
        "satellite": _("A satellite link"),
        "deputy_sundays": _("A deputy for %(thing)s on Sundays"),
        "deputy_saturdays": _("A deputy for %(thing)s on Saturdays"),
        "deputy_nights": _("A deputy for %(thing)s by night, from 22:00 to 08:00"),
        "holidays": _("Somebody covers the hours of %(thing)s on holidays"),
    }[light.kind]
    if not light.target:
        return text
    return grammar.with_names(text, sentences.language(), thing=inventory[light.target].name)


def switches(
    study: Study, subject: str, chosen: Sequence[Light], region: str
) -> tuple[Switch, ...]:
    """The lights worth offering: of each kind those that help most, and those that are on."""
    lasting = hours_of(study)
    shown: list[tuple[Light, float]] = []
    count: dict[str, int] = {}
    for light, fall in study.falls(subject):
        few = count.get(light.kind, 0) < MOST_OF_A_KIND
        if light in chosen or (few and (len(shown) < MOST_LIGHTS or not count.get(light.kind))):
            count[light.kind] = count.get(light.kind, 0) + 1
            shown.append((light, fall))
    return tuple(
        Switch(
            name_of(light),
            light_words(study.inventory, light),
            saved_words(fall * lasting, region),
            light in chosen,
        )
        for light, fall in shown
    )


def saved_words(hours: float, region: str) -> str:
    """What a light alone takes away."""
    if hours < 0.5:
        return _("alone it changes almost nothing")
    count = round(hours)
    return ngettext("%(count)s hour less", "%(count)s hours less", count) % {
        "count": figures.number(count, region)
    }


def hours_of(study: Study) -> float:
    """How long all the moments last."""
    starts = study.hours.starts
    return float(starts[-1] - starts[0]) / 60.0


def ahead_sentence(study: Study, chosen: Sequence[Light], subject: str) -> SafeString:
    """The days of a study in one sentence, under the lights that are on."""
    region, whole = study.inventory.brand.region, hours_of(study)
    outlook = study.outlook

    def hours(lights: Sequence[Light]) -> tuple[float, float]:
        worst = float(outlook.chance(outlook.under(lights), subject).mean()) * whole
        best = study.at_best(lights, subject)
        return (worst if best is None else float(best.mean()) * whole), worst

    return outlook_sentence(hours(()), hours(chosen), whole, region)


def outlook_sentence(
    dark_h: tuple[float, float], now_h: tuple[float, float], whole_h: float, region: str
) -> SafeString:
    """The days ahead in one sentence, and what the lights that are on change.

    ``dark_h`` and ``now_h`` are hours without an answer, without lights and with those that are
    on: with all that nobody knows at its best, and at its worst.
    """
    (dark_best, dark), (best, now) = dark_h, now_h
    words = {
        "dark": figures.interval(dark_best, dark, region),
        "now": figures.interval(best, now, region),
        "whole": figures.number(whole_h, region),
        "part": figures.times(now / whole_h if whole_h else 0.0, region),
    }
    lit = abs(dark - now) >= 0.5 or abs(dark_best - best) >= 0.5
    if now - best >= 0.5 and not lit:
        return sentences.sentence(
            _(
                "In the next 90 days your brand could not answer within 15 minutes for "
                "<em>%(now)s hours</em> of %(whole)s, depending on what you do not know "
                "(%(part)s at worst)."
            ),
            **words,
        )
    if now - best >= 0.5 or dark - dark_best >= 0.5:
        return sentences.sentence(
            _(
                "With what is switched on, the hours without an answer in the next 90 days "
                "fall from %(dark)s to <em>%(now)s</em> of %(whole)s, depending on what you do not "
                "know (%(part)s at worst)."
            ),
            **words,
        )
    if not lit:
        return sentences.sentence(
            _(
                "In the next 90 days your brand could not answer within 15 minutes for about "
                "<em>%(now)s hours</em> of %(whole)s (%(part)s)."
            ),
            **words,
        )
    return sentences.sentence(
        _(
            "With what is switched on, the hours without an answer in the next 90 days fall from "
            "%(dark)s to <em>%(now)s</em> of %(whole)s (%(part)s)."
        ),
        **words,
    )
