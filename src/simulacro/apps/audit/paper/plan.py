"""The report's plan: who does what by when, and a day proposed where nobody set one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from simulacro.apps.audit.finding_states import State

# Days from the audit, by severity: what one careful week, two, a month and a quarter can hold.
PROPOSED_DAYS: Final = {4: 7, 3: 14, 2: 30, 1: 90}

Day = Callable[[dt.date], str]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do; `proposed` where nobody gave it a day."""

    day: dt.date
    proposed: bool
    who: str
    what: str
    how: str


def plan_on_paper(
    rows: Sequence[dict[str, Any]],
    tries: Sequence[tuple[dt.date, str, str, str]],
    audited: dt.date,
    today: dt.date,
    day: Day,
) -> dict[str, Any] | None:
    """Open weak points and the real tests that have a day, the earliest first.

    `rows` are those of :func:`~simulacro.apps.audit.finding_rows.rows_of`, the gravest first.
    Where nobody set a day, one is proposed by severity, counted from the day of the audit and
    never before `today`. None where there is nothing to do.
    """
    tasks = [
        *_of_weak_points(rows, audited, today),
        *(Task(d, False, *words) for d, *words in tries),
    ]
    if not tasks:
        return None
    # Python's sort keeps the gravest first among those of a day.
    tasks.sort(key=lambda task: task.day)
    return {
        "title": _("The plan"),
        "says": _about_proposals(tasks),
        "heads": [_("By when"), _("Who"), _("What"), _("How")],
        "widths": [2, 2, 4, 5],
        "rows": [[_when(task, day), task.who, task.what, task.how] for task in tasks],
    }


def _of_weak_points(rows: Sequence[dict[str, Any]], audited: dt.date, today: dt.date) -> list[Task]:
    """One task for each; those of a kind with the same person and day together."""
    where: dict[tuple[dt.date, bool, str, str, str], list[str]] = {}
    for row in rows:
        if row["state"] != State.OPEN.value:
            continue
        finding, words = row["row"], row["words"]
        proposed = audited + dt.timedelta(days=PROPOSED_DAYS[words.severity])
        due = finding.due or max(today, proposed)
        who = str(finding.owner) if finding.owner else _("nobody yet")
        key = (due, not finding.due, who, str(words.title), str(words.how))
        where.setdefault(key, []).append(words.about)
    tasks = []
    for (due, is_proposed, who, title, how), abouts in where.items():
        about = "; ".join(filter(None, abouts))
        tasks.append(Task(due, is_proposed, who, f"{title}: {about}" if about else title, how))
    return tasks


def _when(task: Task, day: Day) -> str:
    if task.proposed:
        return _("%(day)s (proposed)") % {"day": day(task.day)}
    return day(task.day)


def _about_proposals(tasks: Sequence[Task]) -> str:
    if not any(task.proposed for task in tasks):
        return ""
    return _(
        "Where nobody set a day, one is proposed, counted from the audit: a week for what is "
        "critical, two for what is grave, a month for what is serious, three for the rest."
    )
