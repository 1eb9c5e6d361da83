"""A table for a room: twenty guests at once, a screen that names nobody, and what counts after."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.models import PlannedDrill
from simulacro.apps.exercises import queries
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.services import invite, member_id, record
from simulacro.apps.people.models import User
from simulacro.engines.drill import Kind

pytestmark = pytest.mark.django_db
CASE = "base.case.payday-outage"
QUESTION = {"question": "gauge", "task": "detect.gauge"}


@pytest.fixture(autouse=True)
def forgotten_tries() -> None:
    cache.clear()


def begun(client: Client, brand: Brand, who: User, **sent: str) -> Exercise:
    client.force_login(who)
    client.post(reverse("drills:begin", args=[brand.slug, CASE]), sent)
    return Exercise.objects.latest("opened_at")


def test_twenty_people_behind_one_address_play_from_one_qr(
    brand: Brand, ada: User, client: Client
) -> None:
    exercise = begun(client, brand, ada, how="meetup")
    token = invite(exercise, actor=ada, at=timezone.now())
    table, say = reverse("play:guest", args=[token]), reverse("play:say", args=[token, "answer"])
    guests = [Client() for _ in range(20)]
    for number, guest in enumerate(guests):
        guest.post(table, {"name": f"Guest {number}", "part": "player"})
    record(exercise, Kind.QUESTION_OPENED, QUESTION, by=member_id(ada), at=timezone.now())
    for guest in guests:
        # Each sees the table again with everything that happens at it.
        answers = [guest.get(table).status_code for _ in range(35)]
        assert set(answers) == {200}
        sent = guest.post(say, {"question": "gauge", "text": "I ask what does not work."})
        assert sent.status_code == 302
    assert len(queries.state_of(exercise).answers) == 20


def test_at_a_meetup_nothing_shows_the_brand_and_nothing_counts_as_the_teams(
    brand: Brand, ada: User, client: Client
) -> None:
    exercise = begun(client, brand, ada, how="meetup")
    token = invite(exercise, actor=ada, at=timezone.now())
    guest = Client()
    guest.post(reverse("play:guest", args=[token]), {"name": "Eva", "part": "player"})
    screen = client.get(reverse("drills:screen", args=[brand.slug, exercise.pk]))
    for page in (guest.get(reverse("play:guest", args=[token])), screen):
        seen = re.sub(r"<[^>]*>", " ", page.content.decode())
        assert "tu marca" in seen
        assert brand.name not in seen
    rated = {"task": "detect.gauge", "question": "gauge", "rating": "U"}
    for kind, data in ((Kind.QUESTION_OPENED, QUESTION), (Kind.TASK_RATED, rated)):
        record(exercise, kind, data, by=member_id(ada), at=timezone.now())
    record(exercise, Kind.EXERCISE_ENDED, {}, by=member_id(ada), at=timezone.now())
    assert queries.completed(brand) == []


def test_a_planned_drill_keeps_its_format_and_a_micro_one_asks_three_questions(
    brand: Brand, ada: User, client: Client
) -> None:
    content = {"combination": {}, "facilitator": "", "players": [], "why": [], "at_hand": 1.0}
    PlannedDrill.objects.create(
        brand=brand,
        slot="micro.1week.1",
        format="micro",
        date=timezone.localdate(),
        hour=10,
        minutes=15,
        content={**content, "pulled": ""},
    )
    exercise = begun(client, brand, ada, how="room", planned="micro.1week.1")
    assert (exercise.format, exercise.planned_id) == ("micro", "micro.1week.1")
    page = client.get(reverse("drills:table", args=[brand.slug, exercise.pk]))
    assert len(page.context["table"].questions) == 3
    assert begun(client, brand, ada, how="room", planned="nonsense").planned_id == ""
