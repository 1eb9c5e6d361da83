"""What a page of the log shows."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from simulacro.kit.audit_log.models import LogEntry
from simulacro.kit.audit_log.people import names_of
from simulacro.kit.audit_log.sentences import sentence_of


@dataclass(frozen=True)
class Line:
    """One entry, ready to read; `name` is empty for the installation or an erased person."""

    number: int
    at: dt.datetime
    name: str
    is_person: bool
    sentence: str
    target: str


def page_of(
    scope: uuid.UUID, *, before: int | None = None, actor: uuid.UUID | None = None,
    kind: str = "", size: int = 50,
) -> tuple[list[Line], int | None]:  # fmt: skip
    """Return up to `size` lines, newest first, and the number to continue before, or None.

    `kind` is the first word of the verb, such as "member".
    """
    rows = LogEntry.objects.filter(scope=scope)
    if before is not None:
        rows = rows.filter(number__lt=before)
    if actor is not None:
        rows = rows.filter(actor=actor)
    if kind:
        rows = rows.filter(verb__startswith=f"{kind}.")
    found = list(rows.order_by("-number")[: size + 1])
    shown = found[:size]
    return lines_of(shown), shown[-1].number if len(found) > size else None


def lines_of(entries: Iterable[LogEntry]) -> list[Line]:
    entries = list(entries)
    names = names_of(entry.actor_record for entry in entries)
    return [
        Line(
            number=entry.number,
            at=entry.at,
            name=names.get(entry.actor_record, "") if entry.actor_record else "",
            is_person=entry.actor is not None,
            sentence=sentence_of(entry.verb, entry.details),
            target=f"{entry.target_type} {entry.target_id}".strip(),
        )
        for entry in entries
    ]


def actors_in(scope: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Everybody who is in the log of `scope` under the last name they had, by name."""
    rows = (
        LogEntry.objects.filter(scope=scope, actor__isnull=False)
        .order_by("number")
        .values_list("actor", "actor_record")
    )
    latest = dict(rows)
    names = names_of(latest.values())
    found = [
        (actor, names[record]) for actor, record in latest.items() if actor and record in names
    ]
    return sorted(found, key=lambda pair: (pair[1].casefold(), str(pair[0])))


def kinds_in(scope: uuid.UUID) -> list[str]:
    """The first words of the verbs in the log of `scope`."""
    verbs = LogEntry.objects.filter(scope=scope).order_by().values_list("verb", flat=True)
    return sorted({verb.partition(".")[0] for verb in verbs.distinct()})


def moments_of(scope: uuid.UUID, verbs: Iterable[str], *, most: int) -> list[dt.datetime]:
    """When something of these kinds happened, the latest first, at most so often."""
    rows = LogEntry.objects.filter(scope=scope, verb__in=list(verbs)).order_by("-number")
    return list(rows.values_list("at", flat=True)[:most])
