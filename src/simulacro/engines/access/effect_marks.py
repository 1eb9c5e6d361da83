"""The marks by which an effect of a check knows again what it added to an inventory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from simulacro.engines.access.editing import Edit
from simulacro.engines.access.inventory import Audience, Kind, Level, Method, Route

MARK: Final = "check"
AGENCY: Final = "agency"
LONGEST_ID: Final = 80


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one fact about one subject."""

    fact: str
    subject: str

    @property
    def way(self) -> str:
        """The name of the ways in that the fact adds."""
        return f"{MARK}.{self.fact}"

    @property
    def asset(self) -> str:
        """The id of the asset that the fact adds."""
        return self.asset_for("")

    def asset_for(self, other: str) -> str:
        """The id of what the fact adds for one of several, such as a person."""
        whole = ".".join(part for part in (self.way, self.subject, other) if part)
        if len(whole) <= LONGEST_ID:
            return whole
        return f"{self.way}.{hashlib.sha256(whole.encode()).hexdigest()[:16]}"

    def attackers_way(
        self,
        edit: Edit,
        requires: Iterable[str],
        route: Route,
        *,
        sure: bool,
        gives: Level = Level.ADMIN,
    ) -> None:
        """A way that only an attacker walks; ``sure`` False: perhaps there is none."""
        needed = tuple(dict.fromkeys(x for x in requires if x != self.subject))
        if needed:
            edit.open(
                Method(
                    self.subject,
                    needed,
                    gives=gives,
                    audience=Audience.ATTACKER,
                    route=route,
                    doubtful=not sure,
                    name=self.way,
                )
            )

    def retract(self, edit: Edit) -> None:
        """Take away all that the fact added."""
        ours = {self.asset_for(x) for x in ("", AGENCY, *edit.assets)} & edit.assets.keys()

        def added(method: Method) -> bool:
            named = {*method.requires, *method.perhaps}
            marked = method.name == self.way
            # A way that somebody edited may need nothing but what goes.
            return (
                method.target in ours
                or {*method.requires} <= ours
                or (marked and (method.target == self.subject or bool(ours & named)))
            )

        edit.drop(added)
        edit.swap(lambda method: [_without(method, ours)])
        for asset in list(edit.assets.values()):
            if ours & {*asset.holds, *asset.may_hold}:
                edit.change(
                    asset.id,
                    holds=tuple(x for x in asset.holds if x not in ours),
                    may_hold=tuple(x for x in asset.may_hold if x not in ours),
                )
        for asset_id in ours:
            del edit.assets[asset_id]


def _without(method: Method, gone: set[str]) -> Method:
    if not gone & {*method.requires, *method.perhaps}:
        return method
    return replace(
        method,
        requires=tuple(x for x in method.requires if x not in gone),
        perhaps=tuple(x for x in method.perhaps if x not in gone),
    )


def spoken_name(method: Method) -> str:
    """A way's name for people: a mark is none."""
    return "" if method.name.startswith(f"{MARK}.") else method.name


def first_of(edit: Edit, kind: Kind, ids: Iterable[str]) -> str | None:
    """The first of ``ids`` that is of ``kind``."""
    return next((x for x in ids if edit[x].kind is kind), None)
