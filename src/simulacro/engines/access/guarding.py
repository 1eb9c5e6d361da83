"""Fixes that make what is there harder to steal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from simulacro.engines.access.editing import Edit, with_also, with_instead
from simulacro.engines.access.findings import Look
from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Audience,
    Inventory,
    Kind,
    Method,
    Route,
    Trait,
)
from simulacro.engines.access.same_password import is_same_password

Params = tuple[tuple[str, str], ...]
STRONG = frozenset({Kind.AUTHENTICATOR, Kind.BACKUP_CODES})
ASKED_FOR = (Route.LOGIN, Route.RECOVERY)


def target_of(params: Params) -> str:
    return dict(params)["target"]


def at(asset_id: str) -> Params:
    return (("target", asset_id),)


def _lacks_factor(edit: Edit, method: Method) -> bool:
    kinds = edit.kinds_of(method)
    return method.route in ASKED_FOR and not kinds & (STRONG | {Kind.SESSION, Kind.TOOL})


def add_second_factor_where(look: Look) -> Iterator[Params]:
    edit = Edit(look.inventory)
    for asset in look.opened():
        asked = asset.answer(Trait.SECOND_FACTOR)
        ways = look.ways_for_attackers(asset.id)
        bare = any(_lacks_factor(edit, m) and m.route is Route.LOGIN for m in ways)
        if asked in (Answer.NO, Answer.UNKNOWN) or (asked is None and bare):
            yield at(asset.id)


def add_second_factor(inventory: Inventory, params: Params) -> Inventory:
    """Each person gets a code app for the account, and neither signing in nor a reset by line or
    mailbox does without one."""
    target = target_of(params)
    edit = Edit(inventory)
    codes: dict[str, str] = {}
    for method in inventory.methods_of(target):
        if _lacks_factor(edit, method) and method.route is Route.LOGIN:
            for person in edit.people_of(method) or [""]:
                codes.setdefault(person, _code_app(edit, target, person))
    existing = [
        x for m in inventory.methods_of(target) for x in m.requires if edit[x].kind in STRONG
    ]
    every = list(dict.fromkeys([*codes.values(), *existing])) or [_code_app(edit, target, "")]

    def guarded(method: Method) -> list[Method]:
        if method.target != target or not _lacks_factor(edit, method):
            return [method]
        own = [codes[p] for p in edit.people_of(method) if p in codes]
        return [with_also(method, [code]) for code in (own or every)]

    edit.swap(guarded)
    edit.say(target, Trait.SECOND_FACTOR)
    return edit.done()


def _code_app(edit: Edit, target: str, person: str) -> str:
    """A code app for ``target``, on the person's phone where they hold one."""
    code = edit.add(
        Asset(
            f"fix.code.{target}.{person}".rstrip("."),
            Kind.AUTHENTICATOR,
            f"fix.code.{target}.{person}".rstrip("."),
        )
    )
    if person:
        for device in edit.devices_of(person)[:1]:
            edit.open(Method(code, (device,), audience=Audience.BOTH))
        edit.hold(person, code)
    return code


def use_app_not_sms_where(look: Look) -> Iterator[Params]:
    for asset in look.opened():
        for method in look.ways_for_attackers(asset.id):
            kinds = [guard.kind for guard in look.guards_of(method)]
            if Kind.SIM in kinds and len(kinds) > 1:
                yield at(asset.id)
                break


def use_app_not_sms(inventory: Inventory, params: Params) -> Inventory:
    """Codes come from an app instead of a text message, wherever the line was one of the guards."""
    target = target_of(params)
    edit = Edit(inventory)

    def by_app(method: Method) -> list[Method]:
        lines = [x for x in method.requires if edit[x].kind is Kind.SIM]
        if method.target != target or not lines or len(method.requires) < 2:
            return [method]
        people = edit.people_of(method)
        return [with_instead(method, lines, [_code_app(edit, target, (people or [""])[0])])]

    edit.swap(by_app)
    return edit.done()


def protect_recovery_where(look: Look) -> Iterator[Params]:
    edit = Edit(look.inventory)
    for asset in look.opened():
        ways = look.ways_for_attackers(asset.id)
        strong = any(edit.kinds_of(m) & STRONG for m in ways)
        if strong and any(_lacks_factor(edit, m) and m.route is Route.RECOVERY for m in ways):
            yield at(asset.id)


def protect_recovery(inventory: Inventory, params: Params) -> Inventory:
    """A reset asks for the second factor that signing in already asks for."""
    target = target_of(params)
    edit = Edit(inventory)
    ways = inventory.methods_of(target)
    factors = [x for m in ways for x in m.requires if edit[x].kind in STRONG]

    def guarded(method: Method) -> list[Method]:
        if method.target != target or method.route is not Route.RECOVERY:
            return [method]
        if not factors or not _lacks_factor(edit, method):
            return [method]
        return [with_also(method, [factor]) for factor in dict.fromkeys(factors)]

    edit.swap(guarded)
    return edit.done()


def use_security_key_where(look: Look) -> Iterator[Params]:
    for asset in look.involved:
        if asset.kind is Kind.AUTHENTICATOR and not asset.says(Trait.HARDWARE):
            yield at(asset.id)


def use_security_key(inventory: Inventory, params: Params) -> Inventory:
    """A hardware key in place of a code app: no page can talk somebody out of it."""
    return _saying(inventory, params, (Trait.HARDWARE, Answer.YES))


def change_password_where(look: Look) -> Iterator[Params]:
    for asset in look.involved:
        if any(
            asset.answer(trait) in (Answer.YES, Answer.UNKNOWN)
            for trait in (Trait.WEAK, Trait.REUSED, Trait.BREACHED)
        ):
            yield at(asset.id)


def change_password(inventory: Inventory, params: Params) -> Inventory:
    """A new password: long, of its own, in nobody's list."""
    no, target = Answer.NO, target_of(params)
    edit = Edit(inventory)
    edit.drop(lambda m: is_same_password(inventory, m) and target in (m.target, *m.requires))
    return _saying(edit.done(), params, (Trait.WEAK, no), (Trait.REUSED, no), (Trait.BREACHED, no))


def split_password_where(look: Look) -> Iterator[Params]:
    for asset in look.opened():
        if len(_sharers(look.inventory, asset.id)) > 1:
            yield at(asset.id)


def _sharers(inventory: Inventory, target: str) -> list[str]:
    """The people who sign in to ``target`` with one password."""
    people: list[str] = []
    for method in inventory.methods_of(target):
        kinds = {inventory[x].kind for x in method.requires}
        if method.route is Route.LOGIN and Kind.CREDENTIAL in kinds:
            people += [x for x in method.requires if inventory[x].kind is Kind.PERSON]
    return list(dict.fromkeys(people))


def split_password(inventory: Inventory, params: Params) -> Inventory:
    """Each person comes in with a role and a password of their own; the shared one is retired."""
    target = target_of(params)
    edit = Edit(inventory)
    first = (_sharers(inventory, target) or [""])[0]

    def own(method: Method) -> list[Method]:
        people = edit.people_of(method)
        if method.target != target or method.route is not Route.LOGIN or people in ([], [first]):
            return [method]
        shared = [x for x in method.requires if edit[x].kind is Kind.CREDENTIAL]
        if not shared:
            return [method]
        key = f"fix.login.{target}.{people[0]}"
        edit.add(Asset(key, Kind.CREDENTIAL, key))
        held = edit[people[0]].holds
        edit.change(people[0], holds=tuple(x for x in held if x not in shared))
        edit.hold(people[0], key)
        return [replace(with_instead(method, shared, [key]), route=Route.DELEGATE)]

    edit.swap(own)
    return edit.done()


def train_person_where(look: Look) -> Iterator[Params]:
    for asset in look.inventory.of_kind(Kind.PERSON):
        if asset.holds and not asset.says(Trait.TRAINED) and not asset.says(Trait.LEFT):
            yield at(asset.id)


def train_person(inventory: Inventory, params: Params) -> Inventory:
    """Practise with harmless lures, a few times a year."""
    return _saying(inventory, params, (Trait.TRAINED, Answer.YES))


def lock_device_where(look: Look) -> Iterator[Params]:
    for asset in look.involved:
        if asset.kind is Kind.DEVICE and not asset.says(Trait.LOCKED):
            yield at(asset.id)


def lock_device(inventory: Inventory, params: Params) -> Inventory:
    """A screen lock after a minute, and the means to wipe it from afar."""
    return _saying(inventory, params, (Trait.LOCKED, Answer.YES))


def lock_line_where(look: Look) -> Iterator[Params]:
    for asset in look.involved:
        if asset.kind is Kind.SIM and not asset.says(Trait.LOCKED):
            yield at(asset.id)


def lock_line(inventory: Inventory, params: Params) -> Inventory:
    """A PIN with the carrier before the line may move, and one on the SIM."""
    return _saying(inventory, params, (Trait.LOCKED, Answer.YES))


def separate_devices_where(look: Look) -> Iterator[Params]:
    for asset in look.inventory.of_kind(Kind.DEVICE):
        if asset.answer(Trait.MIXED) in (Answer.YES, Answer.UNKNOWN):
            yield at(asset.id)


def separate_devices(inventory: Inventory, params: Params) -> Inventory:
    """The brand's accounts on a device, or a profile, of their own."""
    return _saying(inventory, params, (Trait.MIXED, Answer.NO))


def add_second_eyes_where(look: Look) -> Iterator[Params]:
    for asset in look.opened():
        if asset.answer(Trait.SECOND_EYES) in (Answer.NO, Answer.UNKNOWN):
            yield at(asset.id)


def add_second_eyes(inventory: Inventory, params: Params) -> Inventory:
    """Nothing is published before somebody else has seen it: on an account; or by a tool, and then
    on each channel that the team has no other way to publish to."""
    target = target_of(params)
    edit = Edit(inventory)
    edit.say(target, Trait.SECOND_EYES)
    for channel in inventory.channels:
        ways = [m for m in inventory.methods_of(channel.id) if m.for_team]
        asked = channel.answer(Trait.SECOND_EYES) in (Answer.NO, Answer.UNKNOWN)
        if asked and ways and all(target in m.requires for m in ways):
            edit.say(channel.id, Trait.SECOND_EYES)
    return edit.done()


def add_kill_switch_where(look: Look) -> Iterator[Params]:
    for asset in look.inventory.assets:
        queue, switch = asset.answer(Trait.QUEUE), asset.answer(Trait.KILL_SWITCH)
        if queue in (Answer.YES, Answer.UNKNOWN) and switch is not Answer.YES:
            yield at(asset.id)


def add_kill_switch(inventory: Inventory, params: Params) -> Inventory:
    """A way to stop all that is scheduled, known to two people, tried once."""
    return _saying(inventory, params, (Trait.KILL_SWITCH, Answer.YES))


def _saying(inventory: Inventory, params: Params, *answers: tuple[Trait, Answer]) -> Inventory:
    edit = Edit(inventory)
    for trait, answer in answers:
        edit.say(target_of(params), trait, answer)
    return edit.done()
