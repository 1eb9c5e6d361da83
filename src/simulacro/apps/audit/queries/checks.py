"""The checks that a brand is asked, what was answered, and how much of it is covered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from django.utils.crypto import salted_hmac

from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.models import CheckAnswer, CheckRequest, CheckRound, StepsFollowed
from simulacro.apps.audit.queries.inventory import current_inventory, current_revision
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.brands.models import Brand
from simulacro.apps.packs.queries import SHIPPED, installed_packs, shipped_pack
from simulacro.apps.people.models import User
from simulacro.content.checks import Check, check_from, has_network, scene_answers
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.effect_marks import MARK
from simulacro.engines.access.inventory import Answer, Inventory, Kind
from simulacro.engines.access.predicates import Scene

# An answer, and a fact of the packs, older than this asks to be confirmed.
AGES_AFTER: Final = dt.timedelta(days=183)
WHOLE_BRAND: Final = ""


@dataclass(frozen=True, slots=True)
class Given:
    """The newest answer to one question; ``by`` is empty where nobody signed in gave it."""

    id: uuid.UUID
    number: int
    check: str
    subject: str
    said: Said
    at: dt.datetime
    by: str

    def aged(self, now: dt.datetime) -> bool:
        """Whether it asks to be confirmed."""
        return now - self.at > AGES_AFTER


@dataclass(frozen=True, slots=True)
class Asked:
    """A check that applies to a subject (empty: the brand as a whole). ``place`` is the network or
    the area that it belongs to."""

    check: Check
    subject: str
    place: str
    given: Given | None
    decided: Answer

    @property
    def pair(self) -> tuple[str, str]:
        return self.check.id, self.subject

    @property
    def answer(self) -> Answer:
        """Yes or no by a person's word, or else by the inventory's."""
        if self.given is not None and self.given.said in (Said.YES, Said.NO):
            return self.given.said.answer
        return Answer.UNKNOWN if self.given is not None else self.decided

    @property
    def is_open(self) -> bool:
        """Nobody has answered yet, and the inventory does not either."""
        return self.given is None and self.decided is Answer.UNKNOWN

    @property
    def is_weak(self) -> bool:
        return self.answer is self.check.bad


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is answered of what applies; ``aged`` answers ask to be confirmed.

    A "don't know" is no answer; what does not apply counts on neither side. ``by_severity`` pairs
    the same two numbers, from 4 (critical) to 1.
    """

    answered: int
    applicable: int
    aged: int
    by_severity: Mapping[int, tuple[int, int]]

    @property
    def share(self) -> float:
        """In [0, 1]; 1 where nothing applies."""
        return self.answered / self.applicable if self.applicable else 1.0


@cache
def shipped_checks() -> Mapping[str, Check]:
    items = [item for name in SHIPPED for item in shipped_pack(name).section("checks")]
    return {item.id: check_from(item) for item in items}


def all_checks() -> Mapping[str, Check]:
    """Every check by its id: those which ship, then those of packs that were added."""
    added = [item for pack in installed_packs() for item in pack.section("checks")]
    if not added:
        return shipped_checks()
    return {**shipped_checks(), **{item.id: check_from(item) for item in added}}


def pair_digest(brand: Brand, check: str, subject: str) -> str:
    """What rows of one question share; tells nothing without the installation's secret."""
    salt = f"simulacro.checks.{brand.id}"
    return salted_hmac(salt, f"{check}\0{subject}", algorithm="sha256").hexdigest()


def steps_key(brand: Brand, check: Check) -> str:
    return pair_digest(brand, check.id, "steps")


def steps_followed(brand: Brand, check: Check) -> StepsFollowed | None:
    """When somebody of the brand last found the steps of a check right."""
    rows = StepsFollowed.objects.select_related("author")
    return rows.filter(brand=brand, key=steps_key(brand, check)).first()


# The answers that count of the last few brands that were looked at, each with its author's id.
# What a person is called may change, an answer never.
_ANSWERS = Opened[list[tuple[Given, uuid.UUID | None]]](most=8)


def newest_answers(brand: Brand) -> dict[tuple[str, str], Given]:
    """The answer that counts of each question; one taken back is none."""
    rows = CheckAnswer.objects.filter(brand=brand).order_by("number")
    ids = dict(rows.values_list("pair", "pk"))

    def opened() -> list[tuple[Given, uuid.UUID | None]]:
        newest = rows.filter(pk__in=ids.values()).defer("note", "photos", "moved")
        return [(_unsigned(row), row.author_id) for row in newest]

    kept = _ANSWERS.get((brand.pk, frozenset(ids.values())), opened)
    people = User.objects.in_bulk({author for _given, author in kept})
    found = {}
    for given, author in kept:
        if given.said is not Said.WITHDRAWN:
            by = str(people[author]) if author in people else ""
            found[given.check, given.subject] = replace(given, by=by)
    return found


def given_of(row: CheckAnswer) -> Given:
    return replace(_unsigned(row), by=str(row.author) if row.author else "")


def _unsigned(row: CheckAnswer) -> Given:
    """The answer of a row, without who gave it."""
    said = row.said
    check, subject = said["check"], said["subject"]
    return Given(row.id, row.number, check, subject, Said(said["answer"]), row.created_at, "")


def answers_to(brand: Brand, check: str, subject: str) -> list[CheckAnswer]:
    """Every answer to one question, the newest first."""
    rows = CheckAnswer.objects.filter(brand=brand, pair=pair_digest(brand, check, subject))
    return list(rows.select_related("author", "request").order_by("-number"))


def applicable(
    inventory: Inventory,
    checks: Mapping[str, Check],
    given: Mapping[tuple[str, str], Given],
) -> Iterator[Asked]:
    """Every question that is asked of an inventory, the brand's own first.

    What an agency shares, and what an answer added, is not asked about.
    """
    said = {pair: answer.said.answer for pair, answer in given.items()}
    by_kind: dict[Kind | None, list[Check]] = {}
    for check in checks.values():
        for kind in check.about or (None,):
            by_kind.setdefault(kind, []).append(check)
    whole = Scene(inventory)
    subjects = [(WHOLE_BRAND, None), *((a.id, a.kind) for a in inventory.assets)]
    for subject, kind in subjects:
        if subject.startswith((SHARED, f"{MARK}.")):
            continue
        scene = whole.of(subject or None, scene_answers(said, subject))
        for check in by_kind.get(kind, ()):
            if check.applies(scene) is not Answer.NO:
                answer = given.get((check.id, subject))
                place = place_of(inventory, check, subject)
                yield Asked(check, subject, place, answer, check.decided(scene))


def place_of(inventory: Inventory, check: Check, subject: str) -> str:
    """The network that a question is about, or else its area."""
    if subject:
        asset = inventory[subject]
        if asset.network:
            return asset.network
        # A person or a device has no network of its own: the check names the one it is about.
        if check.networks and not has_network(asset.kind):
            return check.networks[0]
        # A question asked of accounts and mailboxes alike.
        return "mailbox" if check.area == "network" and asset.kind is Kind.MAILBOX else check.area
    return check.networks[0] if check.networks else check.area


# What is asked of an inventory after so many answers, nothing of it answered yet, and the place of
# each question: for the last few that were looked at.
_LOOKED_AT = Opened[tuple[list[Asked], dict[tuple[str, str], int]]](most=8)


def asked_of(brand: Brand, inventory: Inventory | None = None) -> list[Asked]:
    """Every question that is asked of the brand now; none before its first inventory."""
    revision = current_revision(brand)
    if revision is None:
        return []
    checks, given = all_checks(), newest_answers(brand)
    above = current_revision(brand.agency) if brand.agency else None
    # By its id, not its number: what a transaction took back may leave its number to another.
    last = max(given.values(), key=lambda answer: answer.number, default=None)
    key = (revision.pk, above.pk if above else None, last.id if last else None, len(given))
    if checks is not shipped_checks():
        return list(applicable(inventory or _inventory(brand), checks, given))

    def make() -> tuple[list[Asked], dict[tuple[str, str], int]]:
        asked = applicable(inventory or _inventory(brand), checks, given)
        unanswered = [replace(question, given=None) for question in asked]
        return unanswered, {question.pair: i for i, question in enumerate(unanswered)}

    unanswered, places = _LOOKED_AT.get(key, make)
    found = list(unanswered)
    for pair, answer in given.items():
        if pair in places:
            found[places[pair]] = replace(found[places[pair]], given=answer)
    return found


def _inventory(brand: Brand) -> Inventory:
    inventory = current_inventory(brand)
    if inventory is None:
        raise LookupError("a brand without an inventory")
    return inventory


def check_coverage(brand: Brand, *, at: dt.datetime | None = None) -> Coverage:
    """How much of what applies to the brand is answered."""
    return coverage_of(asked_of(brand), at or dt.datetime.now(dt.UTC))


def coverage_of(asked: list[Asked], now: dt.datetime) -> Coverage:
    """Count what is answered, as :class:`Coverage` says."""
    counts = {severity: [0, 0] for severity in (4, 3, 2, 1)}
    aged = 0
    for question in asked:
        given = question.given
        if given is None:
            answered = question.decided is not Answer.UNKNOWN
        elif given.said is Said.NOT_APPLICABLE:
            continue
        else:
            answered = question.answer is not Answer.UNKNOWN
            aged += answered and given.aged(now)
        count = counts[question.check.severity]
        count[0] += answered
        count[1] += 1
    by_severity = {severity: (done, whole) for severity, (done, whole) in counts.items()}
    return Coverage(
        sum(done for done, _ in by_severity.values()),
        sum(whole for _, whole in by_severity.values()),
        aged,
        by_severity,
    )


def open_round(brand: Brand) -> CheckRound | None:
    return CheckRound.objects.filter(brand=brand, closed_at=None).first()


def last_round(brand: Brand) -> CheckRound | None:
    return CheckRound.objects.filter(brand=brand).first()


def round_questions(row: CheckRound, asked: list[Asked]) -> tuple[list[Asked], list[bool]]:
    """The questions of a round that still apply, and which of them were answered in it."""
    by_pair = {question.pair: question for question in asked}
    questions = [by_pair[c, s] for c, s in row.pairs if (c, s) in by_pair]
    done = [q.given is not None and q.given.number > row.answers_before for q in questions]
    return questions, done


def requests_of(brand: Brand, now: dt.datetime) -> list[CheckRequest]:
    """Questions that wait for somebody's answer."""
    rows = CheckRequest.objects.filter(
        brand=brand, used_at=None, revoked_at=None, expires_at__gt=now
    )
    return list(rows)
