"""Pages of drills cost the same after three years as after three weeks.

How long they take is measured by benchmarks/drills_at_size.py; here it is counted.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.models import DrillCalendar, PlannedDrill
from simulacro.apps.drills.wishes import default_wishes
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.foresight.factors import document_of, keep_factors
from simulacro.apps.foresight.services import note_possibility
from simulacro.apps.people.models import User
from simulacro.engines.drill import Phase
from simulacro.kit.sealing import cipher

pytestmark = pytest.mark.django_db
COMBINATION = {"trigger": "trolls", "channel": "x", "severity": "high"}
PAGES = (
    "",
    "foresight/",
    "foresight/files/",
    "drills/",
    "drills/micro/",
    "drills/calendar/",
    "drills/calendar/uncovered/",
    "exercises/",
)


def drilled(brand: Brand, count: int) -> None:
    """So many drills that ended, each rated and with an action; the rows that the events make."""
    now = timezone.now()
    for i in range(count):
        at = now - dt.timedelta(days=5 * i + 1)
        action = {"id": str(i), "text": "Write it", "task": "answer.first", "owner": "",
                  "due": "2026-12-01", "poete": "planning", "by": "me", "at_ms": 0}  # fmt: skip
        Exercise.objects.create(
            brand=brand,
            format="micro",
            phase=Phase.ENDED,
            opened_at=at,
            ended_at=at + dt.timedelta(minutes=3),
            words={"case_key": "base.micro.phone-lost", "title": "A drill",
                   "combination": COMBINATION, "nameless": False},
            outcome={"tasks": {"answer.first": "S"}, "capabilities": {"answer": "S"}, "counts": {},
                     "players": ["member-1"], "facilitator": "", "actions": [action]},
        )  # fmt: skip


def planned(brand: Brand, first: int, last: int) -> None:
    today = timezone.now().date()
    DrillCalendar.objects.update_or_create(
        brand=brand,
        defaults={
            "wishes": default_wishes(),
            "seed": 1,
            "planned_at": timezone.now(),
            "summary": {
                "possible": 100, "done": 10, "planned": 90, "needed": 50, "at_most": 60,
                "drills": last, "uncovered": [COMBINATION] * last, "uncovered_count": last,
                "weeks": [], "families": [], "family": "trigger", "unplaced": [],
            },
        },
    )  # fmt: skip
    for i in range(first, last):
        content = {"combination": COMBINATION, "facilitator": "", "players": [], "why": [],
                   "at_hand": 1.0, "pulled": False}  # fmt: skip
        PlannedDrill.objects.create(
            brand=brand,
            slot=f"micro.{i}",
            format="micro",
            date=today + dt.timedelta(days=i + 1),
            hour=10,
            minutes=15,
            content=content,
        )


def noted(brand: Brand, first: int, last: int) -> None:
    for i in range(first, last):
        note_possibility(brand, source="brainstorm", key=str(i), title="¿Y si…?", at=timezone.now())


def queries_of(client: Client, brand: Brand) -> dict[str, int]:
    counted = {}
    for page in PAGES:
        client.get(f"/b/{brand.slug}/{page}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/b/{brand.slug}/{page}").status_code == 200, page
        counted[page] = len(asked)
    return counted


def test_no_page_asks_the_database_more_when_there_is_more(
    brand: Brand, olga: User, client: Client
) -> None:
    keep_factors(
        brand=brand, actor=olga, document=document_of(brand), at=timezone.now(), expected=0
    )
    client.force_login(olga)
    drilled(brand, 2)
    planned(brand, 0, 2)
    noted(brand, 0, 2)
    few = queries_of(client, brand)
    drilled(brand, 28)
    planned(brand, 2, 12)
    noted(brand, 2, 26)
    many = queries_of(client, brand)
    assert many == few
    assert max(many.values()) <= 32


def test_a_drill_that_ended_is_opened_once_by_the_pages_that_count_them(
    brand: Brand, olga: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(olga)
    drilled(brand, 30)
    planned(brand, 0, 2)
    pages = ("drills/", "drills/micro/", "drills/calendar/")
    for page in pages:
        client.get(f"/b/{brand.slug}/{page}")
    opened: list[str] = []
    unseal = cipher.unseal

    def watched(key: bytes, sealed: bytes, place: cipher.Place) -> bytes:
        opened.append(str(place))
        return unseal(key, sealed, place)

    monkeypatch.setattr(cipher, "unseal", watched)
    for page in pages:
        client.get(f"/b/{brand.slug}/{page}")
    assert [place for place in opened if place.startswith("exercises_")] == []
