"""Fixes that open one more way for the team, and what each adds for an attacker to try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from simulacro.engines.access.draining import hours_without
from simulacro.engines.access.editing import Edit, for_team, with_instead
from simulacro.engines.access.findings import FACTORS, Look
from simulacro.engines.access.guarding import Params, at, target_of
from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Battery,
    Inventory,
    Kind,
    Level,
    Method,
    Route,
    Trait,
)

NEWCOMER = "fix.person"
BATTERY_H = 10.0


def add_person_where(look: Look) -> Iterator[Params]:
    """One person a channel: of those who do not get in yet, who knows most of the other ways."""
    inventory = look.inventory
    knows = {p.id: 0 for p in inventory.of_kind(Kind.PERSON)}
    for method in inventory.methods:
        for x in method.requires:
            if x in knows:
                knows[x] += 1
    for channel in inventory.channels:
        inside = {x for m in inventory.methods_of(channel.id) for x in m.requires}
        free = [
            p.id
            for p in inventory.of_kind(Kind.PERSON)
            if p.id not in inside
            and not any(
                p.answer(t) in (Answer.YES, Answer.UNKNOWN) for t in (Trait.LEFT, Trait.OUTSIDE)
            )
        ]
        person = max(free, key=lambda x: knows[x], default=NEWCOMER)
        yield (*at(channel.id), ("person", person))


def add_person(inventory: Inventory, params: Params) -> Inventory:
    """One more administrator, with a login and a second factor of their own."""
    target, person = target_of(params), dict(params)["person"]
    edit = Edit(inventory)
    if person not in inventory:
        edit.add(_new(person, Kind.PERSON))
        inside = [
            x
            for m in inventory.methods_of(target)
            for x in m.requires
            if inventory[x].kind is Kind.PERSON
        ]
        # A newcomer connects as those who are there do: no better, no worse.
        for method in inventory.methods_of(inside[0]) if inside else ():
            if not set(edit.devices_of(inside[0])) & set(method.requires):
                edit.open(replace(method, target=person))
    login = edit.add(_new(f"fix.login.{target}.{person}", Kind.CREDENTIAL))
    code = edit.add(_new(f"fix.code.{target}.{person}", Kind.AUTHENTICATOR))
    for device in edit.devices_of(person)[:1]:
        edit.open(Method(code, (device,)))
    edit.hold(person, login)
    edit.hold(person, code)
    platforms = {
        x
        for m in inventory.methods_of(target)
        for x in m.requires
        if inventory[x].kind is Kind.PLATFORM
    }
    requires = (login, code, person, *sorted(platforms))
    edit.open(Method(target, requires, route=Route.DELEGATE))
    return edit.done()


def give_admin_where(look: Look) -> Iterator[Params]:
    for channel in look.inventory.channels:
        for method in look.inventory.methods_of(channel.id):
            people = [x for x in method.requires if look.inventory[x].kind is Kind.PERSON]
            if method.for_team and method.gives is not Level.ADMIN and people:
                yield (*at(channel.id), ("person", people[0]))


def give_admin(inventory: Inventory, params: Params) -> Inventory:
    """Somebody who may publish may administer too."""
    target, person = target_of(params), dict(params)["person"]
    edit = Edit(inventory)

    def raised(method: Method) -> list[Method]:
        if method.target == target and person in method.requires and method.for_team:
            return [replace(method, gives=Level.ADMIN)]
        return [method]

    edit.swap(raised)
    return edit.done()


def add_backup_codes_where(look: Look) -> Iterator[Params]:
    for asset in look.opened():
        ways = [m for m in look.inventory.methods_of(asset.id) if m.for_team]
        kinds = {look.inventory[x].kind for m in ways for x in m.requires}
        if kinds & FACTORS and Kind.BACKUP_CODES not in kinds:
            yield at(asset.id)


def add_backup_codes(inventory: Inventory, params: Params) -> Inventory:
    """Codes on paper, in another place: they stand in for the factor in every way that asks for
    one."""
    target = target_of(params)
    edit = Edit(inventory)
    codes = edit.add(_new(f"fix.codes.{target}", Kind.BACKUP_CODES))
    for method in inventory.methods_of(target):
        factors = [x for x in method.requires if inventory[x].kind in FACTORS]
        if factors and method.route in (Route.LOGIN, Route.DELEGATE) and method.for_team:
            late = method.latency_min
            way = with_instead(method, factors, [codes])
            edit.open(replace(way, latency_min=None if late is None else max(late, 15)))
    return edit.done()


def store_in_vault_where(look: Look) -> Iterator[Params]:
    if look.inventory.of_kind(Kind.VAULT):
        for asset in look.involved:
            if asset.kind is Kind.CREDENTIAL and not look.inventory.methods_of(asset.id):
                yield at(asset.id)


def store_in_vault(inventory: Inventory, params: Params) -> Inventory:
    """A copy of the password in the team's vault, to be had when it is forgotten."""
    target = target_of(params)
    edit = Edit(inventory)
    vault = inventory.of_kind(Kind.VAULT)[0].id
    copy = edit.add(_new(f"fix.copy.{target}", Kind.CREDENTIAL, theft=()))
    edit.open(Method(copy, (vault,)))
    _beside(edit, lambda m: target in m.requires, lambda m: with_instead(m, [target], [copy]))
    return edit.done()


def add_device_where(look: Look) -> Iterator[Params]:
    for asset in look.involved:
        if asset.kind is Kind.DEVICE:
            yield at(asset.id)


def add_device(inventory: Inventory, params: Params) -> Inventory:
    """A second phone, signed in and charged, wherever the first is needed."""
    target = target_of(params)
    edit = Edit(inventory)
    spare = edit.add(_new(f"fix.device.{target}", Kind.DEVICE))
    for asset in inventory.assets:
        if target in asset.holds:
            edit.hold(asset.id, spare)
    for method in inventory.methods_of(target):
        edit.open(replace(method, target=spare))
    _beside(edit, lambda m: target in m.requires, lambda m: with_instead(m, [target], [spare]))
    return edit.done()


def add_carrier_where(look: Look) -> Iterator[Params]:
    for asset in look.inventory.of_kind(Kind.CARRIER):
        yield at(asset.id)


def add_carrier(inventory: Inventory, params: Params) -> Inventory:
    """A second line on another network, for whatever used the first to connect."""
    target = target_of(params)
    edit = Edit(inventory)
    other = edit.add(_new(f"fix.carrier.{target}", Kind.CARRIER))
    for method in inventory.methods_of(target):
        edit.open(replace(method, target=other))
    line = edit.add(_new(f"fix.line.{target}", Kind.SIM, theft=()))
    edit.open(for_team(Method(line, (other,))))

    def beside(method: Method) -> Method:
        lines = [x for x in method.requires if edit[x].kind is Kind.SIM]
        return for_team(with_instead(method, [target, *lines], [line, other]))

    # A line's own number stays with its carrier: codes by text message do not move.
    _beside(edit, lambda m: target in m.requires and edit[m.target].kind is not Kind.SIM, beside)
    return edit.done()


def add_satellite_where(look: Look) -> Iterator[Params]:
    involved = {asset.kind for asset in look.involved}
    if Kind.CONNECTION in involved:
        for channel in look.inventory.channels:
            yield at(channel.id)


def add_satellite(inventory: Inventory, params: Params) -> Inventory:
    """A connection of its own, by satellite and battery, for the people behind one channel."""
    target = target_of(params)
    return with_satellite(inventory, f"fix.satellite.{target}", _behind(inventory, target))


def add_satellite_for_all(inventory: Inventory) -> Inventory:
    """One such connection for the people behind every channel."""
    behind = {x for channel in inventory.channels for x in _behind(inventory, channel.id)}
    return with_satellite(inventory, "fix.satellite", behind)


def with_satellite(inventory: Inventory, link_id: str, behind: set[str]) -> Inventory:
    """The link ``link_id`` in place of any other connection of what is ``behind``."""
    edit = Edit(inventory)
    link = edit.add(_new(link_id, Kind.CONNECTION))

    def beside(method: Method) -> Method:
        links = [x for x in method.requires if edit[x].kind in (Kind.CONNECTION, Kind.CARRIER)]
        return for_team(with_instead(method, links, [link]))

    _beside(
        edit,
        lambda m: (
            m.target in behind
            and edit[m.target].kind is not Kind.CONNECTION
            and any(edit[x].kind is Kind.CONNECTION for x in m.requires)
        ),
        beside,
    )
    return edit.done()


def _behind(inventory: Inventory, target: str) -> set[str]:
    """The assets that access to ``target`` can hang on, itself included."""
    ways: dict[str, list[Method]] = {}
    for method in inventory.methods:
        ways.setdefault(method.target, []).append(method)
    found = {target}
    todo = [target]
    while todo:
        for method in ways.get(todo.pop(), ()):
            new = set(method.requires) - found
            found |= new
            todo += new
    return found


def add_battery_where(look: Look) -> Iterator[Params]:
    for asset in look.inventory.of_kind(Kind.POWER):
        if asset.battery is None:
            yield at(asset.id)


def add_battery(inventory: Inventory, params: Params) -> Inventory:
    """A power bank or a UPS, charged, for whatever hangs on that power."""
    target = target_of(params)
    return _with_banks(inventory, target, lambda _thing: f"fix.battery.{target}")


def add_banks(inventory: Inventory, target: str) -> Inventory:
    """As :func:`add_battery`, with a bank of their own for those things that last alike: what has a
    battery drains that first. In a usual week that is too kind, since each bank fails by itself."""

    def bank_of(thing: str) -> str:
        own_h = hours_without(inventory, target, thing)
        return f"fix.battery.{target}.{own_h:g}h" if own_h else f"fix.battery.{target}"

    return _with_banks(inventory, target, bank_of)


def _with_banks(inventory: Inventory, target: str, bank_of: Callable[[str], str]) -> Inventory:
    edit = Edit(inventory)
    ours = (Kind.DEVICE, Kind.CONNECTION)

    def banked(method: Method) -> Method:
        battery = Battery(target, BATTERY_H)
        bank = edit.add(_new(bank_of(method.target), Kind.POWER, battery=battery))
        return for_team(with_instead(method, [target], [bank]))

    _beside(edit, lambda m: target in m.requires and edit[m.target].kind in ours, banked)
    return edit.done()


def _new(
    asset_id: str,
    kind: Kind,
    *,
    theft: tuple[()] | None = None,
    battery: Battery | None = None,
) -> Asset:
    return Asset(asset_id, kind, asset_id, theft=theft, battery=battery)


def _beside(
    edit: Edit, wanted: Callable[[Method], bool], other: Callable[[Method], Method]
) -> None:
    """Add beside each wanted way of the team's another.

    Beside an attacker's own way there is nothing to add: a thing that needs nothing from the team
    would come to need it.
    """
    for method in list(edit.methods):
        if method.for_team and wanted(method):
            edit.open(other(method))
