import datetime as dt
import io
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from tests.conftest import member

from simulacro.apps.brands.models import Brand
from simulacro.apps.exercises import queries
from simulacro.apps.exercises.models import Exercise, ExerciseEvent
from simulacro.apps.exercises.services import (
    Opening,
    invite,
    join,
    member_id,
    new_guest_id,
    open_exercise,
    record,
)
from simulacro.apps.foresight.models import Evidence
from simulacro.apps.foresight.services import note_possibility
from simulacro.apps.people.models import Role, User
from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.content.cases import made_key
from simulacro.engines.drill import AlreadyRevealed, Kind, NotOpen, Part, Phase
from simulacro.kit.policies import Denied

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
OPENING = Opening("case", "base.case.trolls.x", "A troll appears", {"trigger": "trolls"}, "case.1")
COMBINATION = {
    "trigger": "trolls",
    "channel": "x",
    "actor": "group",
    "format": "text",
    "moment": "night",
    "gap": "none",
    "truth": "true",
    "severity": "high",
}


def later(seconds: int) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def drilled(brand: Brand, ada: User, rating: str = "M", **opening: Any) -> Exercise:
    exercise = open_exercise(brand=brand, actor=ada, opening=OPENING, at=NOW, **opening)
    me, guest = member_id(ada), new_guest_id()
    join(exercise, participant=guest, name="Ben", part=Part.PLAYER, at=later(1))
    ask = {"question": "q1", "task": "answer.first"}
    record(exercise, Kind.QUESTION_OPENED, ask, by=me, at=later(2))
    given = {"question": "q1", "text": "We are looking into it."}
    record(exercise, Kind.ANSWER_GIVEN, given, by=guest, at=later(12))
    record(exercise, Kind.ANSWERS_REVEALED, {"question": "q1"}, by=me, at=later(20))
    rated = {"task": "answer.first", "rating": rating}
    record(exercise, Kind.TASK_RATED, rated, by=guest, at=later(30))
    record(exercise, Kind.EXERCISE_ENDED, {}, by=me, at=later(40))
    return exercise


def test_an_exercise_is_its_events(brand: Brand, ada: User) -> None:
    exercise = drilled(brand, ada)
    state = queries.state_of(exercise)
    assert state.phase is Phase.ENDED
    assert state.sequence == ExerciseEvent.objects.count() == exercise.sequence
    (fact,) = queries.completed(brand)
    assert (fact.ratings, fact.planned_id) == ({"answer": "M"}, "case.1")
    assert fact.facilitator == member_id(ada)
    # Words of the brand are sealed, in the row and in its events.
    raw = Exercise.objects.values_list("words", flat=True).query
    assert "A troll" not in str(raw)


def test_what_is_sent_again_is_kept_once(brand: Brand, ada: User) -> None:
    exercise = open_exercise(brand=brand, actor=ada, opening=OPENING, at=NOW)
    said = {"text": "Write it down", "about": "improvement"}
    name = uuid.uuid4()
    for _again in range(2):
        record(exercise, Kind.HOT_WASH_SAID, said, by=member_id(ada), at=later(1), event_id=name)
    assert len(queries.state_of(exercise).hot_wash) == 1


def test_what_may_not_happen_leaves_nothing(brand: Brand, ada: User) -> None:
    exercise = drilled(brand, ada)
    before = ExerciseEvent.objects.count()
    with pytest.raises(NotOpen):
        record(exercise, Kind.HOT_WASH_OPENED, {}, by=member_id(ada), at=later(60))
    assert ExerciseEvent.objects.count() == before
    fresh = open_exercise(brand=brand, actor=ada, opening=OPENING, at=NOW)
    me = member_id(ada)
    ask = {"question": "q1", "task": "answer.first"}
    record(fresh, Kind.QUESTION_OPENED, ask, by=me, at=later(1))
    record(fresh, Kind.ANSWERS_REVEALED, {"question": "q1"}, by=me, at=later(2))
    given = {"question": "q1", "text": "Too late"}
    with pytest.raises(AlreadyRevealed):
        record(fresh, Kind.ANSWER_GIVEN, given, by=me, at=later(3))


def test_the_matrix_shows_how_it_went_and_follows_the_report(brand: Brand, ada: User) -> None:
    row = note_possibility(brand, source="brainstorm", key="troll", title="¿Y si…?", at=NOW)
    exercise = drilled(brand, ada, rating="S", possibility=row)
    cell = Evidence.objects.get(possibility=row, column="drilled")
    assert (cell.rating, cell.place) == ("S", f"exercises/{exercise.pk}/")
    worse = {"task": "answer.first", "rating": "U"}
    record(exercise, Kind.TASK_RATED, worse, by=member_id(ada), at=later(99))
    cell.refresh_from_db()
    assert cell.rating == "U"


def test_an_action_waits_for_the_next_drill(brand: Brand, ada: User) -> None:
    first = drilled(brand, ada, rating="U")
    action = {
        "id": "a1",
        "text": "Write the first message",
        "task": "answer.first",
        "owner": "Ben",
        "due": "2026-12-01",
        "poete": "planning",
    }
    record(first, Kind.ACTION_RECORDED, action, by=member_id(ada), at=later(100))
    assert [s.action.id for s in queries.open_actions(brand)] == ["a1"]
    again = drilled(brand, ada, rating="S")
    Exercise.objects.filter(pk=again.pk).update(opened_at=later(500), ended_at=later(600))
    assert queries.open_actions(brand) == ()


def test_a_link_lets_a_guest_into_one_drill_until_it_ends(brand: Brand, ada: User) -> None:
    exercise = open_exercise(brand=brand, actor=ada, opening=OPENING, at=NOW)
    token = invite(exercise, actor=ada, at=NOW)
    assert queries.by_join_token(token, later(60)) == exercise
    with pytest.raises(LinkSpent):
        queries.by_join_token(token, NOW + dt.timedelta(days=1))
    record(exercise, Kind.EXERCISE_ENDED, {}, by=member_id(ada), at=later(5))
    # Those at the table read that it is over; nobody sits down any more.
    assert queries.by_join_token(token, later(60)).phase == Phase.ENDED
    with pytest.raises(NotOpen):
        join(exercise, participant=new_guest_id(), name="Dot", part=Part.PLAYER, at=later(61))
    with pytest.raises(LinkSpent):
        queries.by_join_token(token, later(4000))


def test_observers_and_outsiders_open_nothing(brand: Brand, cy: User, dot: User) -> None:
    for somebody in (cy, dot):
        with pytest.raises(Denied):
            open_exercise(brand=brand, actor=somebody, opening=OPENING, at=NOW)


def test_the_report_and_what_leaves_it(brand: Brand, ada: User, client: Client) -> None:
    opening = replace(OPENING, case_key=made_key(COMBINATION))
    exercise = open_exercise(brand=brand, actor=ada, opening=opening, at=NOW)
    me = member_id(ada)
    ask = {"question": "answer", "task": "answer.first"}
    record(exercise, Kind.QUESTION_OPENED, ask, by=me, at=later(2))
    record(exercise, Kind.ANSWERS_REVEALED, {"question": "answer"}, by=me, at=later(3))
    rating = {"task": "answer.first", "question": "answer", "rating": "M"}
    record(exercise, Kind.TASK_RATED, rating, by=me, at=later(4))
    record(exercise, Kind.EXERCISE_ENDED, {}, by=me, at=later(5))
    client.force_login(ada)
    for name in ("exercise", "happened"):
        page = client.get(reverse(f"exercises:{name}", args=[brand.slug, exercise.pk]))
        assert "Decir las primeras palabras" in page.content.decode()
    workbook = client.get(reverse("exercises:msel", args=[brand.slug, exercise.pk])).content
    sheet = load_workbook(io.BytesIO(workbook)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[0][:3] == ("N.º", "Minuto", "Sinopsis")
    assert [row[0] for row in rows[1:]] == list(range(1, len(rows)))
    assert "SIMULACRO" in str(sheet["A1"].value)
    told = client.get(reverse("exercises:cexf", args=[brand.slug, exercise.pk])).json()
    assert [flow["inject_uuid"] for flow in told["inject_flow"]] == [
        inject["uuid"] for inject in told["injects"]
    ]
    assert told["exercise"]["name"].startswith("SIMULACRO")
    client.force_login(member(brand, "Eve", Role.RESPONDER))
    assert client.get(reverse("exercises:msel", args=[brand.slug, exercise.pk])).status_code == 403
