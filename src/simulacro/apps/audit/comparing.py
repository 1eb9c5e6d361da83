"""Two audits side by side: what got better, what got worse, what is new and what is gone."""

from __future__ import annotations

from dataclasses import dataclass

from simulacro.apps.audit.reading import Answer, FindingSeen, Question, Reading


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One question about one channel, before and after; None where it was not asked."""

    channel: str
    question: Question
    before: Answer | None
    after: Answer | None
    started: tuple[str, ...]
    stopped: tuple[str, ...]

    @property
    def better(self) -> bool:
        before = self.before.hours_per_year if self.before else 0.0
        after = self.after.hours_per_year if self.after else 0.0
        return after < before

    @property
    def alike(self) -> bool:
        """Whether it costs as much as before, to the minute: only what lies behind it changed."""
        before = self.before.hours_per_year if self.before else 0.0
        after = self.after.hours_per_year if self.after else 0.0
        return abs(after - before) <= 1 / 60


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two readings. ``answers`` only has those that changed."""

    change_h: float
    answers: tuple[AnswerChange, ...]
    new_findings: tuple[FindingSeen, ...]
    gone_findings: tuple[FindingSeen, ...]


def compare(before: Reading, after: Reading) -> Comparison:
    """What changed from one audit to the next; ``started`` and ``stopped`` are the assets that are
    now enough alone, and that no longer are."""
    pairs = dict.fromkeys((a.channel, a.question) for a in (*after.answers, *before.answers))
    changes = []
    for channel, question in pairs:
        old, new = before.answer(channel, question), after.answer(channel, question)
        was = set(old.singles) if old else set()
        now = set(new.singles) if new else set()
        if old is None or new is None or was != now or _moved(old, new):
            changes.append(
                AnswerChange(
                    channel, question, old, new, tuple(sorted(now - was)), tuple(sorted(was - now))
                )
            )
    old_keys = {f.key for f in before.findings}
    new_keys = {f.key for f in after.findings}
    return Comparison(
        after.risk_h - before.risk_h,
        tuple(changes),
        tuple(f for f in after.findings if f.key not in old_keys),
        tuple(f for f in before.findings if f.key not in new_keys),
    )


def _moved(old: Answer, new: Answer) -> bool:
    return old.by_order != new.by_order or abs(old.hours_per_year - new.hours_per_year) > 1 / 60
