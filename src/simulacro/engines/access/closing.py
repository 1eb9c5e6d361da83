"""Fixes that shut a door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from simulacro.engines.access.editing import Edit
from simulacro.engines.access.findings import Look
from simulacro.engines.access.guarding import Params, at, target_of
from simulacro.engines.access.inventory import Answer, Inventory, Kind, Method, Route, Trait


def remove_way_where(look: Look) -> Iterator[Params]:
    """Ways that one theft is enough for, and those that recover."""
    for asset in look.opened():
        ways = look.inventory.methods_of(asset.id)
        for method in ways:
            if not method.for_attacker or len(ways) < 2:
                continue
            kinds = {guard.kind for guard in look.guards_of(method)}
            bare = len(kinds) < 2 and kinds <= {Kind.SIM, Kind.MAILBOX}
            if method.route is Route.RECOVERY or bare:
                yield (*at(asset.id), ("through", through(method)))


def through(method: Method) -> str:
    """What tells a way from the others into its target."""
    return "+".join(method.requires)


def remove_way(inventory: Inventory, params: Params) -> Inventory:
    """Switch off one way in, such as a reset by text message."""
    target, way = target_of(params), dict(params)["through"]
    edit = Edit(inventory)
    edit.drop(lambda m: m.target == target and through(m) == way)
    return edit.done()


def revoke_tool_where(look: Look) -> Iterator[Params]:
    seen: set[str] = set()
    for channel in look.inventory.channels:
        for method in look.ways_for_attackers(channel.id):
            for guard in look.guards_of(method):
                writes = guard.kind is Kind.TOOL or (
                    guard.kind is Kind.SESSION and method.route is Route.TOOL
                )
                if writes and guard.id not in seen:
                    seen.add(guard.id)
                    yield at(guard.id)


def revoke_tool(inventory: Inventory, params: Params) -> Inventory:
    """Take a tool's permission away, on every channel."""
    target = target_of(params)
    edit = Edit(inventory)
    channels = {channel.id for channel in inventory.channels}
    edit.drop(lambda m: m.target in channels and target in m.requires)
    return edit.done()


def revoke_leaver_where(look: Look) -> Iterator[Params]:
    for asset in look.inventory.of_kind(Kind.PERSON, Kind.ORGANISATION):
        gone = (Answer.YES, Answer.UNKNOWN)
        if asset.answer(Trait.LEFT) in gone or asset.answer(Trait.OUTSIDE) in gone:
            yield at(asset.id)


def revoke_leaver(inventory: Inventory, params: Params) -> Inventory:
    """Roles taken away, sessions closed, and what they knew changed.

    Ways in that need the person go too, and those that only what they alone held opened.
    """
    target = target_of(params)
    edit = Edit(inventory)
    leaver = edit[target]
    others = {x for a in inventory.assets if a.id != target for x in a.holds}
    theirs = {
        x
        for x in (*leaver.holds, *leaver.may_hold)
        if x not in others and inventory[x].kind is Kind.SESSION
    }
    edit.change(target, holds=(), may_hold=())
    edit.drop(lambda m: target in m.requires or bool(theirs & set(m.requires)))

    def without(method: Method) -> list[Method]:
        if target not in method.perhaps:
            return [method]
        return [replace(method, perhaps=tuple(x for x in method.perhaps if x != target))]

    edit.swap(without)
    return edit.done()


def close_session_where(look: Look) -> Iterator[Params]:
    for asset in look.involved:
        if asset.kind is Kind.SESSION:
            yield at(asset.id)


def close_session(inventory: Inventory, params: Params) -> Inventory:
    """Sign that session out, and let it stay out."""
    target = target_of(params)
    edit = Edit(inventory)
    edit.drop(lambda m: target in m.requires)
    return edit.done()
