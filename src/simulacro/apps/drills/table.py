"""The table of a drill as one participant sees it: what is asked, said and shown now.

One page serves whoever is alone, the facilitator's screen and the phones of those without an
account: what differs is what each may do, and nobody sees another's answer before all are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from simulacro.apps.exercises import queries
from simulacro.apps.exercises.cases import case_played
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.words import rating_words, task_words
from simulacro.content.cases import Case, CaseQuestion, Exhibit
from simulacro.engines.drill import Answer, ExerciseState, Part, Participant, Phase
from simulacro.engines.drill.exercise import ANSWERING
from simulacro.engines.drill.figures import ORDER

SHORT_QUESTIONS: Final = 3


@dataclass(frozen=True, slots=True)
class SomebodysAnswer:
    name: str
    text: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class RatingCount:
    letter: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Table:
    """What the page of a drill shows to `me`, who is None for a screen that only shows."""

    exercise: Exercise
    state: ExerciseState
    case: Case
    me: Participant | None

    @property
    def phase(self) -> str:
        return self.state.phase.value

    @property
    def leads(self) -> bool:
        return self.me is not None and self.state.leads(self.me.id)

    @property
    def is_alone(self) -> bool:
        """Nobody facilitates: somebody drills by themselves."""
        return not self.state.facilitators

    @property
    def questions(self) -> tuple[CaseQuestion, ...]:
        """The questions of this drill: only as many as fit into a micro drill, where it is one.

        What happened to somebody is told to its end: there the last turn has the answer.
        """
        every = self.case.questions
        is_short = self.exercise.format == Exercise.Formats.MICRO and self.case.reveal is None
        return every[:SHORT_QUESTIONS] if is_short else every

    @property
    def question(self) -> CaseQuestion | None:
        """The question on the table."""
        asked = self.state.on_the_table
        if asked is None:
            return None
        return next((q for q in self.case.questions if q.id == asked.question), None)

    @property
    def number(self) -> int:
        return len(self.state.asked)

    @property
    def next_question(self) -> CaseQuestion | None:
        asked = {a.question for a in self.state.asked}
        return next((q for q in self.questions if q.id not in asked), None)

    @property
    def task(self) -> str:
        return task_words(self.question.task) if self.question else ""

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """What has come to light so far: a share of the exhibits with each question."""
        every, whole = self.case.exhibits, max(1, len(self.questions))
        if self.phase in (Phase.HOT_WASH, Phase.ENDED):
            return every
        return every[: -(-len(every) * self.number // whole)]

    @property
    def may_answer(self) -> bool:
        return self.me is not None and self.me.part in ANSWERING

    @property
    def may_rate(self) -> bool:
        return self.me is not None and self.me.part is not Part.OBSERVER

    @property
    def my_answer(self) -> Answer | None:
        if self.me is None or self.question is None:
            return None
        return self.state.answers.get((self.question.id, self.me.id))

    @property
    def my_rating(self) -> str:
        if self.me is None or self.question is None:
            return ""
        key = (self.question.task, self.question.id, self.me.id)
        given = self.state.ratings.get(key)
        return given.rating if given else ""

    @property
    def answered(self) -> int:
        return len(self.state.answers_to(self.question.id)) if self.question else 0

    @property
    def answering(self) -> int:
        return sum(p.part in ANSWERING for p in self.state.participants.values())

    @property
    def answers(self) -> tuple[SomebodysAnswer, ...]:
        """Everybody's answers, once they are shown; nothing before."""
        asked = self.state.on_the_table
        if asked is None or not asked.revealed_at_ms:
            return ()
        mine = self.me.id if self.me else ""
        return tuple(
            SomebodysAnswer(self.state.participants[a.by].name, a.text, a.by == mine)
            for a in self.state.answers_to(asked.question)
        )

    @property
    def rating_counts(self) -> tuple[RatingCount, ...]:
        """How many gave each letter to the task on the table."""
        return tuple(self._counted())

    def _counted(self) -> Iterator[RatingCount]:
        given = [
            r.rating
            for r in self.state.ratings.values()
            if self.question and r.question == self.question.id
        ]
        for letter in (*ORDER, "N"):
            yield RatingCount(letter, rating_words(letter), given.count(letter))

    @property
    def people(self) -> list[Participant]:
        return sorted(self.state.participants.values(), key=lambda p: (p.part, p.name.casefold()))


def table_of(exercise: Exercise, participant: str) -> Table:
    """The table as this participant sees it. Raises UnknownCase."""
    state = queries.state_of(exercise)
    return Table(exercise, state, case_played(exercise), state.participants.get(participant))
