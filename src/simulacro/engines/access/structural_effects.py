"""The effects that add ways in, or things that ways need; see :mod:`effects`.

What makes it harder for the team is a thing of a kind that never keeps an attacker out (a place, a
connection), so that no adverse effect lowers the risk anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from simulacro.engines.access.editing import Edit, for_team, with_also, with_instead
from simulacro.engines.access.effect_marks import AGENCY, Marks, first_of
from simulacro.engines.access.findings import FACTORS
from simulacro.engines.access.inventory import (
    UNGUARDING,
    Answer,
    Asset,
    Audience,
    Kind,
    Level,
    LossMode,
    Method,
    Profile,
    Route,
    Trait,
)

CREDIT_RAN_OUT: Final = LossMode("credit ran out", 2.0, 24.0, source="Judgement")
# From 22:00 to 08:00, as a deputy for the night is counted: one night in two, after one call that
# nobody heard.
NIGHT: Final = Profile(hour=tuple(float(hour >= 22 or hour < 8) for hour in range(24)))
ASLEEP: Final = LossMode("asleep", 365.0, 10.0, NIGHT, source="Judgement")
SLOWLY_MIN: Final = 60
_SIGNING_IN: Final = frozenset({Route.LOGIN, Route.DELEGATE})
_RECOVERING: Final = frozenset({Route.RECOVERY})
_ANY: Final = frozenset(Route)
_PASSING: Final = frozenset({Kind.SESSION, Kind.TOOL})


def nothing(edit: Edit, marks: Marks, sure: bool) -> None:
    """Adds nothing."""


def _ways(edit: Edit, target: str) -> list[Method]:
    return [m for m in edit.methods if m.target == target]


def _named(edit: Edit, target: str) -> list[str]:
    """What the ways into an asset name, in their order, each once."""
    return list(dict.fromkeys(x for m in _ways(edit, target) for x in (*m.requires, *m.perhaps)))


def passwords_of(edit: Edit, subject: str) -> list[str]:
    """The credentials among the ways in; a credential itself."""
    if edit[subject].kind is Kind.CREDENTIAL:
        return [subject]
    return [x for x in _named(edit, subject) if edit[x].kind is Kind.CREDENTIAL]


def backup_codes_of(edit: Edit, subject: str) -> list[str]:
    """The backup codes among the ways in."""
    return [x for x in _named(edit, subject) if edit[x].kind is Kind.BACKUP_CODES]


def _one(edit: Edit, marks: Marks, kind: Kind) -> str:
    """The thing of ``kind`` that a subject hangs on: one that its ways name, or that what they
    name hangs on, or that its people hold; a new one where nothing is listed."""
    named = [x for x in _named(edit, marks.subject) if x != marks.subject]
    behind = [y for x in named for y in _named(edit, x) if y != marks.subject]
    held = [y for x in named for y in edit[x].holds if y != marks.subject]
    found = first_of(edit, kind, (*named, *behind, *held))
    return found or edit.add(Asset(marks.asset, kind, marks.asset))


def _logins(edit: Edit, target: str) -> list[Method]:
    """The ways by which somebody signs in with something they know."""
    return [
        m
        for m in _ways(edit, target)
        if m.route in _SIGNING_IN
        and m.audience is not Audience.ATTACKER
        and not edit.kinds_of(m) & _PASSING
    ]


def _guards(edit: Edit, method: Method) -> list[str]:
    return [x for x in method.requires if edit[x].kind not in UNGUARDING]


def no_second_factor(edit: Edit, marks: Marks, sure: bool) -> None:
    for method in _logins(edit, marks.subject):
        if not edit.kinds_of(method) & FACTORS:
            if not sure:
                _ask_for_code(edit, marks, method, sure=False)
        elif method.for_attacker:
            kept = [x for x in _guards(edit, method) if edit[x].kind not in FACTORS]
            marks.attackers_way(edit, kept, Route.LOGIN, sure=sure)


def second_factor(edit: Edit, marks: Marks, sure: bool) -> None:
    for method in _logins(edit, marks.subject):
        if not edit.kinds_of(method) & FACTORS:
            _ask_for_code(edit, marks, method, sure=True)


def _ask_for_code(edit: Edit, marks: Marks, method: Method, *, sure: bool) -> None:
    """A login asks for the code of whoever signs in; perhaps."""
    code = _code_of(edit, marks, method)
    more = with_also(method, [code]) if sure else replace(method, perhaps=(*method.perhaps, code))
    edit.put(method, more)


def _code_of(edit: Edit, marks: Marks, method: Method) -> str:
    """The code app of whoever walks a way, on the device they hold."""
    person = next(iter(edit.people_of(method)), "")
    code = marks.asset_for(person)
    if code not in edit.assets:
        edit.add(Asset(code, Kind.AUTHENTICATOR, code))
        if person:
            for device in edit.devices_of(person)[:1]:
                edit.open(Method(code, (device,), name=marks.way))
            edit.hold(person, code)
    return code


def _listed(edit: Edit, target: str, routes: frozenset[Route], *kinds: Kind) -> list[Method]:
    """The ways listed for attackers that nothing but ``kinds``, all of them, guards."""
    return [
        m
        for m in _ways(edit, target)
        if m.for_attacker
        and m.route in routes
        and {edit[x].kind for x in _guards(edit, m)} == {*kinds}
    ]


def _no_more(edit: Edit, ways: Iterable[Method]) -> None:
    """No attacker walks these ways; the team still does."""
    for method in ways:
        edit.put(method, *([for_team(method)] if method.for_team else ()))


def _perhaps_no_more(edit: Edit, ways: Iterable[Method]) -> None:
    for method in ways:
        if not method.doubtful:
            guards = tuple(_guards(edit, method))
            theirs = replace(
                method, requires=guards, perhaps=(), audience=Audience.ATTACKER, doubtful=True
            )
            edit.put(method, *([for_team(method)] if method.for_team else ()), theirs)


def codes_not_by_sms(edit: Edit, marks: Marks, sure: bool) -> None:
    """An app gives the codes: the line serves the team only where it did."""
    ways = _listed(edit, marks.subject, _SIGNING_IN, Kind.CREDENTIAL, Kind.SIM)
    for method in ways:
        lines = [x for x in method.requires if edit[x].kind is Kind.SIM]
        code = _code_of(edit, marks, method)
        by_app = replace(with_instead(method, lines, [code]), name=marks.way)
        edit.put(method, *([for_team(method)] if method.for_team else ()), by_app)


def sms_only(edit: Edit, marks: Marks, sure: bool) -> None:
    if not sure:
        _perhaps_no_more(edit, _listed(edit, marks.subject, _SIGNING_IN, Kind.CREDENTIAL, Kind.SIM))
    passwords = passwords_of(edit, marks.subject)
    if passwords:
        line = _one(edit, marks, Kind.SIM)
        for password in passwords:
            marks.attackers_way(edit, (password, line), Route.LOGIN, sure=sure)


def _somebody(edit: Edit, marks: Marks, sure: bool, *traits: Trait) -> str:
    """Somebody nobody named, who knows the passwords, or else is simply let in."""
    said = tuple((trait, Answer.YES if sure else Answer.UNKNOWN) for trait in traits)
    passwords = tuple(passwords_of(edit, marks.subject))
    return edit.add(
        Asset(
            marks.asset,
            Kind.ORGANISATION,
            marks.asset,
            traits=said,
            holds=passwords if sure else (),
            may_hold=() if sure else passwords,
        )
    )


def shared_password(edit: Edit, marks: Marks, sure: bool) -> None:
    somebody = _somebody(edit, marks, sure)
    if not passwords_of(edit, marks.subject):
        marks.attackers_way(edit, [somebody], Route.LOGIN, sure=sure)


def former_member_inside(edit: Edit, marks: Marks, sure: bool) -> None:
    somebody = _somebody(edit, marks, sure, Trait.LEFT)
    marks.attackers_way(edit, [somebody], Route.DELEGATE, sure=sure)


def tool_can_post(edit: Edit, marks: Marks, sure: bool) -> None:
    if not sure:
        _perhaps_no_more(edit, _listed(edit, marks.subject, _ANY, Kind.TOOL))
    tool = edit.add(Asset(marks.asset, Kind.TOOL, marks.asset))
    marks.attackers_way(edit, [tool], Route.TOOL, sure=sure, gives=Level.PUBLISH)


def session_left_open(edit: Edit, marks: Marks, sure: bool) -> None:
    if not sure:
        _perhaps_no_more(edit, _listed(edit, marks.subject, _ANY, Kind.SESSION))
    session = edit.add(Asset(marks.asset, Kind.SESSION, marks.asset))
    marks.attackers_way(edit, [session], Route.SESSION, sure=sure)


def recovery_by_phone_alone(edit: Edit, marks: Marks, sure: bool) -> None:
    if not sure:
        _perhaps_no_more(edit, _listed(edit, marks.subject, _RECOVERING, Kind.SIM))
    marks.attackers_way(edit, [_one(edit, marks, Kind.SIM)], Route.RECOVERY, sure=sure)


def recovery_by_mailbox_alone(edit: Edit, marks: Marks, sure: bool) -> None:
    if not sure:
        _perhaps_no_more(edit, _listed(edit, marks.subject, _RECOVERING, Kind.MAILBOX))
    marks.attackers_way(edit, [_one(edit, marks, Kind.MAILBOX)], Route.RECOVERY, sure=sure)


def no_tool_posts(edit: Edit, marks: Marks, sure: bool) -> None:
    _no_more(edit, _listed(edit, marks.subject, _ANY, Kind.TOOL))


def sessions_closed(edit: Edit, marks: Marks, sure: bool) -> None:
    _no_more(edit, _listed(edit, marks.subject, _ANY, Kind.SESSION))


def phone_recovery_guarded(edit: Edit, marks: Marks, sure: bool) -> None:
    _no_more(edit, _listed(edit, marks.subject, _RECOVERING, Kind.SIM))


def mailbox_recovery_guarded(edit: Edit, marks: Marks, sure: bool) -> None:
    _no_more(edit, _listed(edit, marks.subject, _RECOVERING, Kind.MAILBOX))


def codes_in_vault_with_password(edit: Edit, marks: Marks, sure: bool) -> None:
    marks.attackers_way(edit, [_one(edit, marks, Kind.VAULT)], Route.LOGIN, sure=sure)


def _admin_ways(edit: Edit, target: str) -> list[Method]:
    ways = _ways(edit, target)
    return [m for m in ways if m.for_team and m.gives is not Level.PUBLISH and edit.people_of(m)]


def _lacking(method: Method, what: str, sure: bool) -> Method:
    """The way with one more need; perhaps."""
    if sure:
        return with_also(method, [what])
    return replace(method, perhaps=(*method.perhaps, what))


def _only_publish(
    edit: Edit, marks: Marks, ways: Iterable[Method], lacking: str, sure: bool
) -> None:
    """For the team these ways give admin only with ``lacking``; without it they still publish."""
    for method in ways:
        admin = _lacking(method, lacking, sure)
        publish = replace(method, gives=Level.PUBLISH, audience=Audience.TEAM, name=marks.way)
        edit.put(method, admin, publish)


def one_admin(edit: Edit, marks: Marks, sure: bool) -> None:
    ways = _admin_ways(edit, marks.subject)
    first = edit.people_of(ways[0])[:1] if ways else []
    others = [m for m in ways if not set(first) & set(m.requires)]
    if others:
        said = ((Trait.ABSENT, Answer.YES),)
        lacking = edit.add(Asset(marks.asset, Kind.PLACE, marks.asset, traits=said))
        _only_publish(edit, marks, others, lacking, sure)


def slow_to_publish(edit: Edit, marks: Marks, sure: bool) -> None:
    """The team's ways take an hour; within a quarter of one they lack the practice."""
    quick = [
        m
        for m in _ways(edit, marks.subject)
        if m.for_team and m.latency_min is not None and m.latency_min < SLOWLY_MIN
    ]
    if not quick:
        return
    said = ((Trait.ABSENT, Answer.YES),)
    practice = edit.add(Asset(marks.asset, Kind.PLACE, marks.asset, traits=said))
    for method in quick:
        slowly = replace(method, latency_min=SLOWLY_MIN, audience=Audience.TEAM, name=marks.way)
        edit.put(method, _lacking(method, practice, sure), slowly)


def agency_only_admin(edit: Edit, marks: Marks, sure: bool) -> None:
    outside = (Answer.YES, Answer.UNKNOWN)
    ours = [
        m
        for m in _admin_ways(edit, marks.subject)
        if not any(edit[x].answer(Trait.OUTSIDE) in outside for x in edit.people_of(m))
    ]
    said = ((Trait.OUTSIDE, Answer.YES if sure else Answer.UNKNOWN),)
    name = marks.asset_for(AGENCY)
    agency = edit.add(Asset(name, Kind.ORGANISATION, name, traits=said))
    help_of = edit.add(Asset(marks.asset, Kind.PLACE, marks.asset, loss=()))
    edit.open(Method(help_of, (agency,), audience=Audience.TEAM, name=marks.way))
    _only_publish(edit, marks, ours, help_of, sure)
    marks.attackers_way(edit, [agency], Route.DELEGATE, sure=sure)


def _also_needs(edit: Edit, marks: Marks, target: str, need: str, sure: bool) -> None:
    """A primitive works only with ``need``, whatever else it needs; perhaps."""
    ways = [m for m in _ways(edit, target) if m.for_team]
    if not ways:
        edit.open(
            Method(target, (need,), audience=Audience.TEAM, doubtful=not sure, name=marks.way)
        )
    for method in ways:
        edit.put(method, _lacking(method, need, sure))


def line_expires(edit: Edit, marks: Marks, sure: bool) -> None:
    credit = edit.add(
        Asset(marks.asset, Kind.CONNECTION, marks.asset, loss=(CREDIT_RAN_OUT,), theft=())
    )
    _also_needs(edit, marks, marks.subject, credit, sure)


def silent_at_night(edit: Edit, marks: Marks, sure: bool) -> None:
    heard = edit.add(Asset(marks.asset, Kind.CONNECTION, marks.asset, loss=(ASLEEP,), theft=()))
    _also_needs(edit, marks, marks.subject, heard, sure)


def same_network(edit: Edit, marks: Marks, sure: bool) -> None:
    own = first_of(edit, Kind.CARRIER, _named(edit, marks.subject))
    lines = [a.id for a in edit.assets.values() if a.kind is Kind.SIM and a.id != marks.subject]
    theirs = [x for line in lines for x in _named(edit, line)]
    other = first_of(edit, Kind.CARRIER, (x for x in theirs if x != own))
    target = own or marks.subject
    if other is None or _hangs_on(edit, other, target):
        return
    network = edit.add(Asset(marks.asset, Kind.CONNECTION, marks.asset, loss=(), theft=()))
    edit.open(Method(network, (other,), audience=Audience.TEAM, name=marks.way))
    _also_needs(edit, marks, target, network, sure)


def _hangs_on(edit: Edit, asset: str, other: str) -> bool:
    """Whether ``asset`` can hang on ``other``: then the other way round would be a circle."""
    todo, seen = [asset], {asset}
    while todo:
        for x in _named(edit, todo.pop()):
            if x not in seen:
                seen.add(x)
                todo.append(x)
    return other in seen
