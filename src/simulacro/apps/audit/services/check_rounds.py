"""A few questions at a time: the twelve that move the risk most, then three a week."""

import datetime as dt
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import CheckAnswer, CheckRound
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.checks import Asked
from simulacro.apps.audit.services.audits import SOLVED_AT_ONCE
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.content.rates import default_rates
from simulacro.engines.access.inventory import Inventory
from simulacro.kit import audit_log

COUNTS = {CheckRound.Kind.FIRST: 12, CheckRound.Kind.WEEKLY: 3}
# The effect of a question that nobody wants to meet first: whether somebody is still there.
WHO_LEFT = "person_left"
# Of a large inventory only the questions about what matters most are weighed.
WEIGHED_OF_A_LARGE_ONE = 40


class NothingToAsk(Exception):
    """All that applies is answered, and nothing has aged."""


def start_round(*, brand: Brand, actor: User, at: dt.datetime) -> CheckRound:
    """Choose the next few questions, or go on with those which are open. Raises Denied and
    NothingToAsk."""
    POLICY.require(actor, "answer_checks", brand)
    with transaction.atomic():
        Brand.objects.select_for_update().get(pk=brand.pk)
        there = queries.open_round(brand)
        if there is not None:
            return there
        inventory = queries.current_inventory(brand)
        asked = queries.asked_of(brand, inventory)
        kind = next_kind(brand)
        waiting = [q for q in asked if q.is_open or (q.given is not None and q.given.aged(at))]
        if inventory is None or not waiting:
            raise NothingToAsk
        chosen = choose(brand, inventory, waiting, COUNTS[kind], day_of(brand, at))
        return _begin(brand, kind, chosen, actor, at)


def round_of_the_week(*, brand: Brand, at: dt.datetime) -> CheckRound | None:
    """The three questions of the week, which begins on Monday on the brand's clock.

    They are chosen once, by the first who looks, and stay the same until the week ends; what was
    left of the week before goes back among the others. None before the first twelve are closed,
    in the week in which they were, and where nothing waits.
    """
    monday = monday_of(brand, at)
    if not _begins_a_week(brand, monday):
        return _of_this_week(brand, monday)
    inventory = queries.current_inventory(brand)
    asked = queries.asked_of(brand, inventory)
    waiting = [q for q in asked if q.is_open or (q.given is not None and q.given.aged(at))]
    if inventory is None or not waiting:
        return None
    # A page waits: what hangs on each thing is read from the last audit, and not solved again.
    chosen = in_order(waiting, _hanging(brand, waiting), COUNTS[CheckRound.Kind.WEEKLY])
    with transaction.atomic():
        Brand.objects.select_for_update().get(pk=brand.pk)
        if not _begins_a_week(brand, monday):
            return _of_this_week(brand, monday)
        CheckRound.objects.filter(brand=brand, closed_at=None).update(closed_at=at)
        return _begin(brand, CheckRound.Kind.WEEKLY, chosen, None, at)


def monday_of(brand: Brand, at: dt.datetime) -> dt.datetime:
    """When the week of a moment began on the brand's clock."""
    clock = ZoneInfo(brand.timezone)
    day = day_of(brand, at)
    return dt.datetime.combine(day - dt.timedelta(days=day.weekday()), dt.time(), clock)


def _begins_a_week(brand: Brand, monday: dt.datetime) -> bool:
    """Whether the last round is one of an earlier week: the first twelve closed, or three."""
    last = queries.last_round(brand)
    if last is None:
        return False
    if last.kind == CheckRound.Kind.FIRST:
        return last.closed_at is not None and last.closed_at < monday
    return last.started_at < monday


def _of_this_week(brand: Brand, monday: dt.datetime) -> CheckRound | None:
    last = queries.last_round(brand)
    weekly = last is not None and last.kind == CheckRound.Kind.WEEKLY
    return last if last is not None and weekly and last.started_at >= monday else None


def _begin(
    brand: Brand,
    kind: CheckRound.Kind,
    chosen: Sequence[Asked],
    actor: User | None,
    at: dt.datetime,
) -> CheckRound:
    """Keep what was chosen; called inside the transaction that chose it."""
    last = CheckAnswer.objects.filter(brand=brand).aggregate(last=Max("number"))["last"]
    row = CheckRound.objects.create(
        brand=brand,
        kind=kind,
        pairs=[list(question.pair) for question in chosen],
        started_at=at,
        answers_before=last or 0,
        started_by=actor,
    )
    audit_log.record(
        "checks.started" if actor is not None else "checks.chosen",
        actor=actor,
        target=row,
        scope=brand.id,
        details={"count": len(chosen)},
        at=at,
    )
    return row


def next_kind(brand: Brand) -> CheckRound.Kind:
    """The first round has twelve questions, those after it three."""
    first = CheckRound.objects.filter(brand=brand, kind=CheckRound.Kind.FIRST).exists()
    return CheckRound.Kind.WEEKLY if first else CheckRound.Kind.FIRST


def close_round(*, brand: Brand, actor: User, at: dt.datetime) -> CheckRound | None:
    """End the open round, wherever it is; None where none is open. Raises Denied."""
    POLICY.require(actor, "answer_checks", brand)
    with transaction.atomic():
        row = CheckRound.objects.select_for_update().filter(brand=brand, closed_at=None).first()
        if row is not None:
            row.closed_at = at
            row.save(update_fields=["closed_at"])
    return row


def choose(
    brand: Brand, inventory: Inventory, waiting: Sequence[Asked], count: int, day: dt.date
) -> list[Asked]:
    """The questions on which the risk hangs most, those about one thing together.

    Ranked by what an answer can move (exactly), then by severity, what nobody answered yet before
    what has aged.
    """
    return in_order(waiting, stakes_of(brand, inventory, waiting, day), count)


def in_order(
    waiting: Sequence[Asked], hours: Mapping[tuple[str, str], float], count: int
) -> list[Asked]:
    """The `count` questions on which most `hours` hang, those about one thing together.

    Whether somebody has left is asked after the rest, however much hangs on it. Each check is
    asked of the thing on which most hangs; of another one only where there are fewer checks than
    questions.
    """
    ranked = sorted(
        waiting,
        key=lambda q: (
            -hours.get(q.pair, 0.0),
            -q.check.severity,
            q.given is not None,
            q.check.id,
            q.subject,
        ),
    )
    first_of = {q.check.id: q for q in reversed(ranked)}
    # Python's sort keeps the rank among those which are, and among those which are not.
    chosen = sorted(ranked, key=lambda q: first_of[q.check.id] is not q)[:count]
    order = {subject: i for i, subject in reversed(list(enumerate(q.subject for q in chosen)))}
    late = {q.subject for q in chosen if _asks_who_left(q)}
    return sorted(chosen, key=lambda q: (q.subject in late, order[q.subject], _asks_who_left(q)))


def _asks_who_left(question: Asked) -> bool:
    return any(WHO_LEFT in effects for effects in question.check.effects.values())


def stakes_of(
    brand: Brand, inventory: Inventory, asked: Sequence[Asked], day: dt.date
) -> dict[tuple[str, str], float]:
    """By how many hours a year each answer could move the risk, either way."""
    # The engine and its arrays are slow to load, and needed only here.
    from simulacro.engines.access.stakes import Alternative, stakes

    moving = [q for q in asked if q.subject and q.check.effects]
    if len(inventory.assets) > SOLVED_AT_ONCE:
        matters = _matters(brand)
        moving.sort(key=lambda q: (-matters.get(q.subject, 0.0), -q.check.severity, q.pair))
        moving = moving[:WEIGHED_OF_A_LARGE_ONE]
    alternatives = [
        Alternative(
            q.subject,
            tuple(q.check.effects.get(q.check.bad, ())),
            tuple(q.check.effects.get(q.check.good, ())),
        )
        for q in moving
    ]
    found = stakes(inventory, alternatives, default_rates(), day=day)
    return {q.pair: abs(x) for q, x in zip(moving, found, strict=True) if x is not None}


def _hanging(brand: Brand, asked: Sequence[Asked]) -> dict[tuple[str, str], float]:
    """The hours a year that go with what each question is about, where an answer could move any."""
    matters = _matters(brand)
    return {q.pair: matters.get(q.subject, 0.0) for q in asked if q.subject and q.check.effects}


def _matters(brand: Brand) -> dict[str, float]:
    """The hours a year that go with each asset, as the last audit saw it."""
    audit = queries.latest_audit(brand)
    found: dict[str, float] = {}
    for answer in queries.reading_of_audit(audit).answers if audit else ():
        found[answer.channel] = found.get(answer.channel, 0.0) + answer.hours_per_year
        for importance in answer.importances:
            share = importance.fussell_vesely * answer.hours_per_year
            found[importance.asset] = found.get(importance.asset, 0.0) + share
    return found
