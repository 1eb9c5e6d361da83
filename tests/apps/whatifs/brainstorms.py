"""A brainstorm to try things on: Ada leads, two guests take part."""

import datetime as dt
from dataclasses import dataclass

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.whatifs.models import Brainstorm, Idea, Participant, Phase
from simulacro.apps.whatifs.services import brainstorms, ideas

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def later(seconds: int) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


@dataclass(frozen=True)
class Storm:
    row: Brainstorm
    leader: User
    ada: Participant
    eva: Participant
    leo: Participant

    def write(self, by: Participant, text: str, second: int = 1) -> Idea:
        return ideas.write_idea(self.row, by=by, text=text, at=later(second))

    def go_to(self, *phases: Phase) -> None:
        for phase in phases:
            brainstorms.go_to(self.row, phase, actor=self.leader, at=later(600))


def storm(brand: Brand, ada: User, **more: object) -> Storm:
    wanted = {"question": "¿Qué puede salir mal?", "minutes": 5, "alone": False, **more}
    row = brainstorms.open_brainstorm(brand=brand, actor=ada, at=NOW, **wanted)  # type: ignore[arg-type]
    return Storm(
        row,
        ada,
        row.participants.get(member=ada),
        brainstorms.join(row, name="Eva", at=later(1)),
        brainstorms.join(row, name="", at=later(2)),
    )
