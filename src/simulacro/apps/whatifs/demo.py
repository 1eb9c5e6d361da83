"""What can happen to the demo brand: some of the library, and a brainstorm that its team held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from simulacro.apps.brands.models import Brand
from simulacro.apps.packs import queries as packs
from simulacro.apps.people.models import User
from simulacro.apps.whatifs.models import Phase
from simulacro.apps.whatifs.services import brainstorms, voting
from simulacro.apps.whatifs.services.board import add_cases, add_what_ifs
from simulacro.apps.whatifs.services.ideas import write_idea
from simulacro.apps.whatifs.services.voting import Ballot
from simulacro.content.drill_model import families

OF_A_FAMILY: Final = 2

QUESTION: Final = "¿Qué podría salir mal en la campaña de fin de año?"
# Each idea, its family, and how likely and how bad each of the three holds it to be.
IDEAS: Final = (
    (
        "Se cae la aplicación de pedidos el 24 por la tarde",
        "platform",
        ((4, 4), (5, 4), (4, 3)),
    ),
    (
        "Un panetón en mal estado y un video en TikTok",
        "service",
        ((2, 5), (3, 5), (3, 5)),
    ),
    (
        "Sale una publicación festiva justo después de un temblor",
        "values",
        ((3, 4), (3, 5), (2, 4)),
    ),
    (
        "Una cuenta falsa sortea canastas con nuestro logo",
        "rumours",
        ((4, 3), (4, 2), (5, 3)),
    ),
    (
        "La encargada de los sábados se enferma y nadie más tiene la clave",
        "access",
        ((3, 2), (2, 2), (3, 3)),
    ),
)
KEPT: Final = 4


@transaction.atomic
def ask_what_ifs(brand: Brand, people: list[User], *, at: dt.datetime) -> None:
    """Put them on the board; `people` are three of the team, of whom the first leads."""
    lead = people[0]
    asked = (w for w in packs.what_ifs() if w.concerns(brand.region))
    wanted = _some_of_each_family((w.family, w.id) for w in asked)
    if wanted:
        add_what_ifs(brand=brand, actor=lead, ids=wanted, at=at)
    cases = packs.shelf().documented.values()
    happened = _some_of_each_family(((case.family, case.id) for case in cases), most=1)
    if happened:
        add_cases(brand=brand, actor=lead, ids=happened, at=at)
    _brainstorm(brand, people, at)


def _brainstorm(brand: Brand, people: list[User], at: dt.datetime) -> None:
    lead = people[0]
    began = at - dt.timedelta(days=3)
    storm = brainstorms.open_brainstorm(
        brand=brand, actor=lead, question=QUESTION, minutes=5, alone=False, at=began
    )
    seats = [brainstorms.join(storm, member=p, at=began) for p in people]
    ideas = [
        write_idea(
            storm, by=seats[i % len(seats)], text=text, at=began + dt.timedelta(minutes=1 + i)
        )
        for i, (text, _family, _votes) in enumerate(IDEAS)
    ]
    later = began + dt.timedelta(minutes=20)
    for phase in (Phase.GROUPING, Phase.VOTING):
        brainstorms.go_to(storm, phase, actor=lead, at=later)
    for i, seat in enumerate(seats):
        ballots = {
            idea.pk: Ballot(*votes[i])
            for idea, (_text, _family, votes) in zip(ideas, IDEAS, strict=True)
        }
        voting.vote(storm, by=seat, ballots=ballots)
    brainstorms.go_to(storm, Phase.ENDED, actor=lead, at=later)
    chosen = {idea.pk: family for idea, (_t, family, _v) in zip(ideas, IDEAS, strict=True)}
    kept = dict(list(chosen.items())[:KEPT])
    voting.keep(storm, actor=lead, chosen=kept, at=later)


def _some_of_each_family(items: Iterable[tuple[str, str]], *, most: int = OF_A_FAMILY) -> list[str]:
    found: dict[str, list[str]] = {family: [] for family in families()}
    for family, name in items:
        if len(found[family]) < most:
            found[family].append(name)
    return [name for names in found.values() for name in names]
