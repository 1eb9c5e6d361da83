"""Weak points F1 to F15, decided from the graph's answers and the assets' traits.

Each class is one function over a :class:`Look`. A finding says what it is about by asset ids; its
words are the product's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Inventory,
    Kind,
    Method,
    Route,
    Trait,
)
from simulacro.engines.access.result import Finding
from simulacro.engines.access.rules import MAIN_QUESTIONS, Ask, Question, guards

FACTORS: Final = frozenset({Kind.AUTHENTICATOR, Kind.BACKUP_CODES, Kind.SIM})


class Answered(Protocol):
    """The part of a verdict that findings look at."""

    @property
    def question(self) -> Question: ...
    @property
    def subject(self) -> str | None: ...
    @property
    def alone(self) -> tuple[str, ...]: ...
    @property
    def outlasting(self) -> tuple[str, ...]: ...
    @property
    def always(self) -> bool: ...
    @property
    def hours(self) -> tuple[float, ...]:
        """The chance at each hour of the week; empty where nobody asked."""


@dataclass(frozen=True)
class Look:
    """What the findings look at: the inventory and the verdicts on its channels."""

    inventory: Inventory
    verdicts: Sequence[Answered]
    brand_silence: Answered | None

    def alone(self, ask: Ask) -> dict[str, list[str]]:
        """For each asset that alone does ``ask``: the channels it does it to."""
        found: dict[str, list[str]] = {}
        for verdict in self.verdicts:
            # Only the main questions: what else was asked must not move the findings.
            if verdict.question.ask is not ask or verdict.question not in MAIN_QUESTIONS:
                continue
            if verdict.subject is not None:
                for asset in dict.fromkeys((*verdict.alone, *verdict.outlasting)):
                    channels = found.setdefault(asset, [])
                    if verdict.subject not in channels:
                        channels.append(verdict.subject)
        return found

    @cached_property
    def involved(self) -> list[Asset]:
        """The assets that some channel's access can hang on, in the inventory's order."""
        wanted = {channel.id for channel in self.inventory.channels}
        todo = list(wanted)
        ways: dict[str, list[Method]] = {}
        for method in self.inventory.methods:
            ways.setdefault(method.target, []).append(method)
        while todo:
            at = todo.pop()
            named = [x for m in ways.get(at, ()) for x in (*m.requires, *m.perhaps)]
            if battery := self.inventory[at].battery:
                named.append(battery.charged_from)
            for x in named:
                if x not in wanted:
                    wanted.add(x)
                    todo.append(x)
        return [asset for asset in self.inventory.assets if asset.id in wanted]

    def opened(self) -> Iterator[Asset]:
        return (asset for asset in self.involved if asset.kind.opened)

    def guards_of(self, method: Method) -> list[Asset]:
        named = (self.inventory[x] for x in method.requires)
        return [asset for asset in named if guards(asset, method)]

    def ways_for_attackers(self, target: str) -> list[Method]:
        return [m for m in self.inventory.methods_of(target) if m.for_attacker]


def find(look: Look) -> tuple[Finding, ...]:
    """Every finding, by class, then in the order of the inventory; each key once."""
    found: dict[str, Finding] = {}
    for check in CHECKS:
        for finding in check(look):
            kept = found.get(finding.key)
            if kept is None or (finding.certain and not kept.certain):
                found[finding.key] = finding
    return tuple(found.values())


def _by_trait(
    kind: str, assets: Iterable[Asset], trait: Trait, answer: Answer
) -> Iterator[Finding]:
    for asset in assets:
        if asset.says(trait, answer):
            yield Finding(kind, (asset.id,))
        elif asset.says(trait, Answer.UNKNOWN):
            yield Finding(kind, (asset.id,), certain=False)


def no_second_factor(look: Look) -> Iterator[Finding]:
    """F1: second factor absent or off; also an account with a door that nothing guards."""
    yield from _by_trait("F1", look.opened(), Trait.SECOND_FACTOR, Answer.NO)
    for asset in look.opened():
        for method in look.ways_for_attackers(asset.id):
            kept_by = {guard.kind for guard in look.guards_of(method)}
            if not kept_by:
                yield Finding("F1", (asset.id,), (("open_door", "yes"),), not method.doubtful)
            elif (
                method.route is Route.LOGIN
                and kept_by == {Kind.CREDENTIAL}
                and not asset.says(Trait.SECOND_FACTOR)
                and not asset.says(Trait.SECOND_FACTOR, Answer.UNKNOWN)
            ):
                yield Finding("F1", (asset.id,), certain=not method.perhaps)


def line_alone_opens(look: Look) -> Iterator[Finding]:
    """F2: a phone line alone resets or opens a channel."""
    for asset, channels in look.alone(Ask.HIJACK).items():
        if look.inventory[asset].kind is Kind.SIM:
            for channel in channels:
                yield Finding("F2", (channel, asset))


def shared_password(look: Look) -> Iterator[Finding]:
    """F3: one password that several people know, instead of roles."""
    passwords = [asset for asset in look.involved if asset.kind is Kind.CREDENTIAL]
    known_by: dict[str, set[str]] = {asset.id: set() for asset in passwords}
    opened_by: dict[str, list[Method]] = {asset.id: [] for asset in passwords}
    for holder in look.inventory.assets:
        for x in holder.holds:
            if x in known_by:
                known_by[x].add(holder.id)
    for method in look.inventory.methods:
        if look.inventory[method.target].kind.opened:
            for x in dict.fromkeys(method.requires):
                if x in opened_by:
                    opened_by[x].append(method)
    for asset in passwords:
        knowers, ways = known_by[asset.id], opened_by[asset.id]
        for method in ways:
            knowers |= {x for x in method.requires if look.inventory[x].kind is Kind.PERSON}
        if len(knowers) > 1 and ways:
            facts = (("known_by", ",".join(sorted(knowers))),)
            yield Finding("F3", (ways[0].target, asset.id), facts)


def poor_password(look: Look) -> Iterator[Finding]:
    """F4: a weak, reused or breached password."""
    for asset in look.involved:
        said = [(t, asset.answer(t)) for t in (Trait.BREACHED, Trait.REUSED, Trait.WEAK)]
        for answer, certain in ((Answer.YES, True), (Answer.UNKNOWN, False)):
            which = ",".join(t.value for t, given in said if given is answer)
            if which:
                yield Finding("F4", (asset.id,), (("because", which),), certain)


def tool_writes(look: Look) -> Iterator[Finding]:
    """F5: a third-party tool or token may publish."""
    for channel in look.inventory.channels:
        for method in look.ways_for_attackers(channel.id):
            for guard in look.guards_of(method):
                if guard.kind is Kind.TOOL or (
                    guard.kind is Kind.SESSION and method.route is Route.TOOL
                ):
                    yield Finding("F5", (channel.id, guard.id), certain=not method.doubtful)


def leaver_or_sole_admin(look: Look) -> Iterator[Finding]:
    """F6: somebody who left, or is outside, still gets in; or one person alone administers."""
    named = {x for method in look.inventory.methods if method.for_team for x in method.requires}
    for asset in look.inventory.of_kind(Kind.PERSON, Kind.ORGANISATION):
        if not asset.holds and asset.id not in named:
            continue
        for trait in (Trait.LEFT, Trait.OUTSIDE):
            for answer, certain in ((Answer.YES, True), (Answer.UNKNOWN, False)):
                if asset.says(trait, answer):
                    yield Finding("F6", (asset.id,), (("because", trait.value),), certain)
    for asset_id, channels in look.alone(Ask.LOCKOUT).items():
        if look.inventory[asset_id].kind is Kind.PERSON:
            facts = (("because", "sole_admin"), ("channels", ",".join(channels)))
            yield Finding("F6", (asset_id,), facts)


def mixed_device(look: Look) -> Iterator[Finding]:
    """F7: personal and brand identities on one device."""
    yield from _by_trait("F7", look.inventory.of_kind(Kind.DEVICE), Trait.MIXED, Answer.YES)


def single_point_of_silence(look: Look) -> Iterator[Finding]:
    """F8: one thing alone silences a channel, or nobody can open it."""
    for asset_id, channels in look.alone(Ask.SILENCE).items():
        kind = look.inventory[asset_id].kind
        if asset_id not in channels and kind is not Kind.PLATFORM:
            yield Finding("F8", (asset_id,), (("channels", ",".join(channels)),))
    for verdict in look.verdicts:
        if verdict.question == MAIN_QUESTIONS[0] and verdict.subject and verdict.always:
            certain = not look.inventory[verdict.subject].ways_unknown
            yield Finding("F8", (verdict.subject,), (("nobody", "yes"),), certain)


def weak_recovery(look: Look) -> Iterator[Finding]:
    """F9: a recovery asks for less than signing in does, or two recover each other."""
    recovers: dict[str, set[str]] = {}
    for asset in look.opened():
        ways = look.ways_for_attackers(asset.id)
        logins = [m for m in ways if m.route in (Route.LOGIN, Route.DELEGATE)]
        least = min((len(look.guards_of(m)) for m in logins), default=0)
        for method in ways:
            if method.route is not Route.RECOVERY:
                continue
            kept_by = look.guards_of(method)
            recovers.setdefault(asset.id, set()).update(g.id for g in kept_by)
            if len(kept_by) < least:
                through = ",".join(g.id for g in kept_by)
                yield Finding("F9", (asset.id,), (("through", through),), not method.doubtful)
    for x, sources in recovers.items():
        for y in sorted(sources):
            if x in recovers.get(y, ()):
                yield Finding("F9", (x,), (("through", y), ("cycle", "yes")))


def queue_without_switch(look: Look) -> Iterator[Finding]:
    """F10: it goes on publishing by itself and nothing stops it."""
    for asset in look.inventory.assets:
        queue, switch = asset.answer(Trait.QUEUE), asset.answer(Trait.KILL_SWITCH)
        if queue in (None, Answer.NO) or switch is Answer.YES:
            continue
        yield Finding("F10", (asset.id,), certain=queue is Answer.YES and switch is Answer.NO)


def no_second_eyes(look: Look) -> Iterator[Finding]:
    """F11: nobody else looks before it is published."""
    yield from _by_trait("F11", look.opened(), Trait.SECOND_EYES, Answer.NO)


def stealable_session(look: Look) -> Iterator[Finding]:
    """F12: an open session alone is enough."""
    for asset, channels in look.alone(Ask.HIJACK).items():
        if look.inventory[asset].kind is Kind.SESSION:
            yield Finding("F12", (asset,), (("channels", ",".join(channels)),))


def platform_alone(look: Look) -> Iterator[Finding]:
    """F13: a platform's outage or insider is enough, and no owned channel is left."""
    channels = look.inventory.channels
    if not channels or any(asset.says(Trait.OWNED) for asset in channels):
        return
    silent = look.brand_silence.alone if look.brand_silence else ()
    platforms = [x for x in silent if look.inventory[x].kind is Kind.PLATFORM]
    yield Finding("F13", tuple(platforms[:1]))


def bound_to_policy(look: Look) -> Iterator[Finding]:
    """F14: a factor that hangs on a platform's plan, domain or rule."""
    assets = look.inventory.of_kind(Kind.AUTHENTICATOR, Kind.SIM)
    yield from _by_trait("F14", assets, Trait.POLICY_BOUND, Answer.YES)


def one_person_fooled(look: Look) -> Iterator[Finding]:
    """F15: one person fooled or coerced is enough to take a channel."""
    for asset_id, channels in look.alone(Ask.HIJACK).items():
        if look.inventory[asset_id].kind is Kind.PERSON:
            yield Finding("F15", (asset_id,), (("channels", ",".join(channels)),))


CHECKS: Final[tuple[Callable[[Look], Iterator[Finding]], ...]] = (
    no_second_factor,
    line_alone_opens,
    shared_password,
    poor_password,
    tool_writes,
    leaver_or_sole_admin,
    mixed_device,
    single_point_of_silence,
    weak_recovery,
    queue_without_switch,
    no_second_eyes,
    stealable_session,
    platform_alone,
    bound_to_policy,
    one_person_fooled,
)
