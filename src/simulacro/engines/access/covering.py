"""Fixes that put somebody on call where nobody is, or open a channel that no platform can close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from simulacro.engines.access.editing import Edit
from simulacro.engines.access.findings import Look
from simulacro.engines.access.guarding import Params, at, target_of
from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Availability,
    Inventory,
    Kind,
    Method,
    Shift,
    Trait,
)
from simulacro.engines.access.rules import MAIN_QUESTIONS

DARK: Final = 0.5
EVERY_DAY: Final = tuple(range(7))
ON_CALL_CHANCE: Final = 0.85
GAPS: Final[dict[str, tuple[Shift, ...]]] = {
    "nights": (Shift(EVERY_DAY, 20 * 60, 9 * 60, ON_CALL_CHANCE),),
    "weekends": (Shift((5, 6), 0, 24 * 60, ON_CALL_CHANCE),),
    "always": (Shift(EVERY_DAY, 0, 24 * 60, ON_CALL_CHANCE),),
}
"""The stretches of a week that a rota is made for: an end before its start runs past midnight."""


def cover_hours_where(look: Look) -> Iterator[Params]:
    """For each gap in the week, whoever opens most of the channels that are silent in it.

    A gap is a stretch most of whose hours leave a channel silent more often than not.
    """
    inventory = look.inventory
    silent: dict[str, list[str]] = {}
    for verdict in look.verdicts:
        if verdict.question == MAIN_QUESTIONS[0] and verdict.subject:
            for gap in gaps(verdict.hours):
                silent.setdefault(gap, []).append(verdict.subject)
    for gap, channels in silent.items():
        keepers: Counter[str] = Counter()
        for channel in channels:
            keepers.update(set(_keepers(inventory, channel)))
        left = set(channels)
        # Whoever opens most comes first; another only for the channels that the first does not.
        for person, _ in sorted(keepers.items(), key=lambda x: (-x[1], x[0])):
            opens = {c for c in left if person in _keepers(inventory, c)}
            if opens:
                left -= opens
                yield (*at(person), ("gap", gap))


def gaps(hours: tuple[float, ...]) -> list[str]:
    """Which stretches are dark, from the 168 chances of silence; "always" beside two others."""
    found = []
    for gap, (shift, *_) in GAPS.items():
        inside = [t for t in range(len(hours)) if _within(t, shift)]
        dark = sum(hours[t] > DARK for t in inside)
        if gap != "always" and inside and 2 * dark > len(inside):
            found.append(gap)
    return [*found, "always"] if len(found) > 1 else found


def _within(t: int, shift: Shift) -> bool:
    day, minute = t // 24, t % 24 * 60
    if shift.end_min > shift.start_min:
        return day in shift.days and shift.start_min <= minute < shift.end_min
    return minute >= shift.start_min or minute < shift.end_min


def _keepers(inventory: Inventory, channel: str) -> list[str]:
    """The people named in the team's ways into a channel who are still with the brand."""
    return [
        x
        for method in inventory.methods_of(channel)
        if method.for_team
        for x in method.requires
        if inventory[x].kind is Kind.PERSON and not inventory[x].says(Trait.LEFT)
    ]


def cover_hours(inventory: Inventory, params: Params) -> Inventory:
    """An on-call rota for a gap: somebody with that person's access answers in it too."""
    target, gap = target_of(params), dict(params).get("gap", "always")
    edit = Edit(inventory)
    now = edit[target].at_hand
    shifts = (*now.shifts, *GAPS[gap]) if now and not now.unknown else GAPS[gap]
    week = now.week if now else ()
    edit.change(target, at_hand=Availability(shifts, week, now.zone if now else None))
    return edit.done()


def add_owned_channel_where(look: Look) -> Iterator[Params]:
    channels = look.inventory.channels
    if channels and not any(asset.says(Trait.OWNED) for asset in channels):
        target = look.inventory.primary_channels[0].id
        people = dict.fromkeys(_keepers(look.inventory, target))
        if people:
            yield (*at(target), ("people", "+".join(people)))


def add_owned_channel(inventory: Inventory, params: Params) -> Inventory:
    """A place of your own to speak from (site, newsletter), for those who open a main channel.

    It counts as a main channel of weight 1, so that what it adds to the risk shows.
    """
    target = target_of(params)
    edit = Edit(inventory)
    key = f"fix.owned.{target}"
    no_platform = tuple((t, Answer.YES) for t in Trait if t in (Trait.SECOND_FACTOR, Trait.OWNED))
    main = any(asset.primary for asset in inventory.channels)
    edit.add(Asset(key, Kind.ACCOUNT, key, channel=True, primary=main, traits=no_platform))
    # The people are named: in a series there may be others by then.
    for person in dict(params)["people"].split("+"):
        login = edit.add(
            Asset(f"fix.login.{key}.{person}", Kind.CREDENTIAL, f"fix.login.{key}.{person}")
        )
        code = edit.add(
            Asset(f"fix.code.{key}.{person}", Kind.AUTHENTICATOR, f"fix.code.{key}.{person}")
        )
        for device in edit.devices_of(person)[:1]:
            edit.open(Method(code, (device,)))
        edit.hold(person, login)
        edit.hold(person, code)
        edit.open(Method(key, (login, code, person)))
    return edit.done()
