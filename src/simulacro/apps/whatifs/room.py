"""A brainstorm as one participant sees it: what there is to do now, and nothing before its time.

While all write, each sees their own ideas alone; while all vote, their own votes alone; names stand
at no idea, ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from simulacro.apps.packs.queries import what_ifs
from simulacro.apps.whatifs.models import Brainstorm, Idea, Participant, Phase, Vote
from simulacro.apps.whatifs.services.ideas import MOST_IDEAS
from simulacro.apps.whatifs.services.locking import standing_ideas
from simulacro.engines.possibilities.likeness import Shelf, near_duplicates

VOTES_A_PAGE: Final = 8
RESULTS_A_PAGE: Final = 20
# Below it a what-if of the library says too little of an idea's family.
LEAST_FOR_A_FAMILY: Final = 0.3
SHOWN_AT_MOST: Final = 60
# The rest come when these are put together; on a phone more is no help.
SUGGESTED_AT_ONCE: Final = 12


@dataclass(frozen=True, slots=True)
class Group:
    """An idea that stands for itself or for others, and those."""

    head: Idea
    others: tuple[Idea, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Groups that say nearly the same."""

    groups: tuple[Group, ...]
    percent: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A group on somebody's ballot, and what they hold of it so far."""

    group: Group
    number: int
    likelihood: int | None
    damage: int | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A group in the result; `rank` is 0 where nobody voted on it."""

    group: Group
    rank: int
    likelihood: float | None
    damage: float | None
    voters: int


@dataclass(frozen=True)
class Room:
    """What the page of a brainstorm shows to `me`, who is None for a member who only looks in."""

    storm: Brainstorm
    me: Participant | None
    leads: bool

    @property
    def phase(self) -> str:
        return self.storm.phase

    @property
    def steps(self) -> list[tuple[str, bool, bool]]:
        """Each phase: its name, whether it is past, whether it is now."""
        order = list(Phase)
        now = order.index(Phase(self.phase))
        return [(str(step.label), i < now, i == now) for i, step in enumerate(order)]

    @cached_property
    def people(self) -> int:
        return self.storm.participants.count()

    @cached_property
    def names(self) -> list[str]:
        """Those who gave a name, while all write; afterwards nobody may guess who wrote what."""
        if self.phase != Phase.WRITING or self.storm.alone:
            return []
        seats = self.storm.participants.select_related("member")
        names = [seat.member.name if seat.member else seat.name for seat in seats]
        return [name for name in names if name]

    @property
    def nameless(self) -> int:
        return self.people - len(self.names)

    @cached_property
    def idea_count(self) -> int:
        return int(standing_ideas(self.storm).count())

    @property
    def is_full(self) -> bool:
        return self.idea_count >= MOST_IDEAS

    @cached_property
    def voted(self) -> int:
        """How many people have said anything of any group."""
        given = Vote.objects.filter(idea__brainstorm=self.storm)
        return given.order_by().values("author").distinct().count()

    @cached_property
    def my_ideas(self) -> list[Idea]:
        return [idea for idea in self._mine if idea.withdrawn_at is None]

    @cached_property
    def taken_back(self) -> list[Idea]:
        """One's own ideas that were taken back, or out."""
        return [idea for idea in self._mine if idea.withdrawn_at is not None]

    @cached_property
    def _mine(self) -> list[Idea]:
        return list(self.storm.ideas.filter(author=self.me)) if self.me else []

    @cached_property
    def shown(self) -> list[str]:
        """The titles of the board that those who take part may read."""
        rows = self.storm.shown.filter(set_aside_at=None)[:SHOWN_AT_MOST]
        return [row.title for row in rows]

    @cached_property
    def groups(self) -> list[Group]:
        """Every group, once writing is over; nothing before."""
        if self.phase == Phase.WRITING:
            return []
        return groups_of(self.storm)

    @property
    def has_groups(self) -> bool:
        return any(group.others for group in self.groups)

    @cached_property
    def suggestions(self) -> list[Suggested]:
        """Groups that whoever leads may want to put together."""
        if not self.leads or self.phase != Phase.GROUPING:
            return []
        by_id = {str(group.head.pk): group for group in self.groups}
        texts = {pk: group.head.text for pk, group in by_id.items()}
        most_alike = sorted(near_duplicates(texts), key=lambda found: -found.likeness)
        return [
            Suggested(tuple(by_id[pk] for pk in found.ids), round(100 * found.likeness))
            for found in most_alike[:SUGGESTED_AT_ONCE]
        ]

    def ballot(self, number: str | int) -> Page[Asked]:
        """A page of what is asked of me, in an order of my own: nothing is always asked last."""
        if self.me is None:
            return Paginator[Asked]([], VOTES_A_PAGE).get_page(1)
        asked = sorted(self.groups, key=lambda group: _shuffled(self.storm.pk, self.me, group))
        mine = {vote.idea_id: vote for vote in Vote.objects.filter(author=self.me)}
        rows = [
            Asked(
                group,
                i,
                mine[group.head.pk].likelihood if group.head.pk in mine else None,
                mine[group.head.pk].damage if group.head.pk in mine else None,
            )
            for i, group in enumerate(asked, 1)
        ]
        return Paginator(rows, VOTES_A_PAGE).get_page(number)

    @cached_property
    def my_votes(self) -> int:
        """On how many groups I have said both."""
        if self.me is None:
            return 0
        both = Vote.objects.filter(author=self.me, likelihood__isnull=False, damage__isnull=False)
        return both.filter(idea__in=[group.head.pk for group in self.groups]).count()

    @cached_property
    def results(self) -> list[Ranked]:
        """Every group, the likeliest and worst first; nothing before the end."""
        return ranked(self.groups) if self.phase == Phase.ENDED else []


def groups_of(storm: Brainstorm) -> list[Group]:
    """The groups of a brainstorm, the first written first."""
    ideas = list(standing_ideas(storm))
    under: dict[UUID, list[Idea]] = {}
    for idea in ideas:
        if idea.under_id is not None:
            under.setdefault(idea.under_id, []).append(idea)
    return [Group(idea, tuple(under.get(idea.pk, ()))) for idea in ideas if idea.under_id is None]


def ranked(groups: Iterable[Group]) -> list[Ranked]:
    """By likelihood times damage, then damage, then how many said so, then who wrote first.

    Those of which nobody said both stand last, without a rank.
    """

    def weight(group: Group) -> tuple[float, float, int]:
        head = group.head
        likely, bad = head.likelihood or 0.0, head.damage or 0.0
        return (-likely * bad, -bad, -head.voters)

    ordered = sorted(groups, key=weight)
    said = [g for g in ordered if g.head.likelihood is not None and g.head.damage is not None]
    ranks = {group.head.pk: i for i, group in enumerate(said, 1)}
    return [
        Ranked(
            group,
            ranks.get(group.head.pk, 0),
            group.head.likelihood,
            group.head.damage,
            group.head.voters,
        )
        for group in ordered
    ]


def likely_family(text: str) -> str:
    """The family of the library's what-if that says most nearly the same; empty where none does."""
    asked = tuple(
        (words.question, what_if.family)
        for what_if in what_ifs()
        for words in what_if.texts.values()
    )
    found, value = _shelf(asked).nearest(text)
    return asked[found][1] if value >= LEAST_FOR_A_FAMILY else ""


@lru_cache(maxsize=2)
def _shelf(asked: tuple[tuple[str, str], ...]) -> Shelf:
    return Shelf([question for question, _family in asked])


def _shuffled(storm: UUID, me: Participant | None, group: Group) -> bytes:
    seed = f"{storm}{me.pk if me else ''}{group.head.pk}"
    return hashlib.sha256(seed.encode()).digest()
