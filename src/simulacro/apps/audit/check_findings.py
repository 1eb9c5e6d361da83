"""The weak points that answers tell and no graph sees: a habit missing, a thing not done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.queries.checks import Asked
from simulacro.apps.audit.reading import FindingSeen, Reading


def with_answered(reading: Reading, asked: Iterable[Asked]) -> Reading:
    """The reading with a weak point for each bad answer that the graph does not show already.

    Its subjects are the thing asked about, if any, and the check's id. A "don't know" gives one
    that is not certain.
    """
    shown = {(found.code, subject) for found in reading.findings for subject in found.subjects}
    told = []
    for question in asked:
        given = question.given
        if given is None or not (question.is_weak or given.said is Said.UNKNOWN):
            continue
        if question.subject and (question.check.finding, question.subject) in shown:
            continue
        subjects = tuple(x for x in (question.subject, question.check.id) if x)
        told.append(FindingSeen(question.check.finding, subjects, given.said is not Said.UNKNOWN))
    return replace(reading, findings=(*reading.findings, *told))
