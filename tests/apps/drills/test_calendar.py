import datetime as dt
from typing import Any

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.availability import people_told
from simulacro.apps.availability.people_told import PersonTold, Told
from simulacro.apps.availability.services.feeds import make_address
from simulacro.apps.brands.models import Brand
from simulacro.apps.drills import services
from simulacro.apps.drills.calendar import coming, drills_for_feeds
from simulacro.apps.drills.models import DrillCalendar, PlannedDrill
from simulacro.apps.drills.services import plan_in_a_job
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.services import Opening, member_id, open_exercise, record
from simulacro.apps.people.models import User
from simulacro.engines.availability.pattern import Availability, Shift
from simulacro.engines.drill import Kind
from simulacro.engines.planning import Cadence, Format, Unit, Wishes
from simulacro.kit.jobs.models import Job
from simulacro.kit.policies import Denied

pytestmark = pytest.mark.django_db
OFFICE = Availability((Shift((0, 1, 2, 3, 4), 540, 1080, 0.9),), zone="America/Mexico_City")
TEAM = Told((PersonTold("p-ada", "Ada", OFFICE), PersonTold("p-ben", "Ben", OFFICE)))


class Work:
    """A job's hands, without a job."""

    job_id = scope = None
    attempt = 1

    def __init__(self, brand: Brand) -> None:
        self.scope = brand.id

    def report(self, progress: float, step: str = "") -> None:
        assert 0 <= progress <= 1

    def check(self) -> None: ...


@pytest.fixture
def planned(brand: Brand, ada: User, monkeypatch: pytest.MonkeyPatch) -> Brand:
    """Six weeks, a short drill each, planned for Ada and Ben."""
    monkeypatch.setattr(people_told, "_tellers", [lambda _brand: TEAM])
    monkeypatch.setattr(services, "HORIZON_DAYS", 42)
    wishes = Wishes(cadences=(Cadence(Format.MICRO, 1, Unit.WEEK, 15),), surprise=0.0)
    row = services.calendar_of(brand)
    services.save_wishes(brand=brand, actor=ada, wishes=wishes, expected=row.version)
    plan_again(brand)
    return brand


def plan_again(brand: Brand) -> None:
    work: Any = Work(brand)
    plan_in_a_job(work)


def slots(brand: Brand) -> dict[str, dt.date]:
    return {row.slot: row.date for row in PlannedDrill.objects.filter(brand=brand)}


def test_a_plan_has_a_drill_a_week_on_days_when_the_team_is_there(planned: Brand) -> None:
    rows = list(PlannedDrill.objects.filter(brand=planned))
    assert 5 <= len(rows) <= 7
    for row in rows:
        assert row.date.weekday() < 5
        assert 9 <= row.hour < 18
        assert {row.content["facilitator"], *row.content["players"]} == {"p-ada", "p-ben"}
    summary = DrillCalendar.objects.get(brand=planned).summary
    assert summary["done"] == 0 < summary["planned"] <= summary["at_most"] <= summary["possible"]
    assert summary["uncovered_count"] == summary["possible"] - summary["planned"]


def test_planning_again_keeps_what_was_moved_and_what_was_done(planned: Brand, ada: User) -> None:
    before = slots(planned)
    first, second, *_rest = PlannedDrill.objects.filter(brand=planned)
    saturday = second.date + dt.timedelta(days=(5 - second.date.weekday()) % 7)
    today = timezone.localdate()
    services.move(drill=second, actor=ada, to=saturday, hour=8, today=today)
    opening = Opening("micro", "made:x=1", "A case", first.content["combination"], first.slot)
    exercise = open_exercise(brand=planned, actor=ada, opening=opening, at=timezone.now())
    record(exercise, Kind.EXERCISE_ENDED, {}, by=member_id(ada), at=timezone.now())
    # What was drilled makes the plan anew by itself.
    assert Job.objects.filter(kind=services.KIND, scope=planned.id).count() == 1
    plan_again(planned)
    after = slots(planned)
    assert after[second.slot] == saturday
    assert first.slot not in after
    assert set(after) == set(before) - {first.slot}
    assert DrillCalendar.objects.get(brand=planned).summary["done"] > 0


def test_one_that_is_left_out_stays_so_and_covers_nothing(planned: Brand, ada: User) -> None:
    drill = PlannedDrill.objects.filter(brand=planned)[1]
    covered = DrillCalendar.objects.get(brand=planned).summary["planned"]
    services.set_skipped(drill=drill, actor=ada, skipped=True)
    plan_again(planned)
    drill.refresh_from_db()
    assert drill.skipped
    assert DrillCalendar.objects.get(brand=planned).summary["planned"] < covered


def test_a_surprise_is_hidden_from_who_plays_and_told_to_who_leads(
    planned: Brand, ada: User, ben: User
) -> None:
    drill = PlannedDrill.objects.filter(brand=planned)[0]
    drill.content = {**drill.content, "facilitator": "p-ada", "players": ["p-ben"]}
    drill.save()
    services.set_surprise(drill=drill, actor=ada, surprise=True)
    today, now = timezone.localdate(), timezone.now()
    assert drill in coming(planned, ada, today)
    assert drill not in coming(planned, ben, today)
    keys = {entry.key for entry in drills_for_feeds(planned, ben, now, True)}
    assert f"drill:{drill.slot}" not in keys
    assert len(keys) == PlannedDrill.objects.count() - 1
    # Who plans and plays does not see it coming either.
    drill.content = {**drill.content, "facilitator": "p-ben", "players": ["p-ada"]}
    drill.save()
    assert drill not in coming(planned, ada, today)


def test_another_programs_parser_reads_the_feed_and_its_changes(
    planned: Brand, ada: User, client: Client
) -> None:
    _row, token = make_address(brand=planned, actor=ada, with_names=True, at=timezone.now())
    address = reverse("availability:calendar_file", args=[token])

    def events() -> dict[str, Any]:
        text = client.get(address).content.decode()
        read = vobject.readOne(text)
        drills = (e for e in read.vevent_list if e.summary.value.startswith("SIMULACRO"))
        return {event.uid.value: event for event in drills}

    before = events()
    assert len(before) == PlannedDrill.objects.count()
    reminder = next(iter(before.values())).valarm
    assert reminder.trigger.value == -dt.timedelta(minutes=15)
    drill, other, *_rest = PlannedDrill.objects.filter(brand=planned)
    saturday = drill.date + dt.timedelta(days=(5 - drill.date.weekday()) % 7)
    services.move(drill=drill, actor=ada, to=saturday, hour=8, today=timezone.localdate())
    services.set_skipped(drill=other, actor=ada, skipped=True)
    after = events()
    assert set(after) == set(before)
    changed = {uid for uid in after if after[uid].sequence.value != before[uid].sequence.value}
    assert len(changed) == 2
    assert {after[uid].status.value for uid in changed} == {"CONFIRMED", "CANCELLED"}
    services.pause(brand=planned, actor=ada, at=timezone.now())
    assert {event.status.value for event in events().values()} == {"CANCELLED"}


def test_a_real_crisis_pauses_everything(planned: Brand, ada: User, client: Client) -> None:
    services.pause(brand=planned, actor=ada, at=timezone.now())
    with pytest.raises(services.Paused):
        services.plan_calendar(brand=planned, actor=ada)
    client.force_login(ada)
    case = reverse("drills:begin", args=[planned.slug, "base.case.payday-outage"])
    assert client.post(case, {"how": "room"})["Location"].endswith("/calendar/")
    assert not Exercise.objects.filter(brand=planned).exists()
    page = client.get(reverse("drills:calendar", args=[planned.slug])).content.decode()
    assert "crisis" in page
    assert "Lo que viene" not in page
    services.resume(brand=planned, actor=ada)
    assert DrillCalendar.objects.get(brand=planned).is_stale


def test_pages_show_the_plan_and_take_wishes(planned: Brand, ada: User, client: Client) -> None:
    client.force_login(ada)
    page = client.get(reverse("drills:calendar", args=[planned.slug])).content.decode()
    assert "Lo que viene" in page
    assert "Ada" in page
    address = reverse("drills:wishes", args=[planned.slug])
    form = client.get(address).context["form"]
    sent = {**form.initial, "budget": "", "surprise": "150"}
    for name in ("case_every", "storm_every", "half_day_every"):
        sent[name] = ""
    answer = client.post(address, sent)
    assert answer.status_code == 422
    answer = client.post(address, {**sent, "surprise": "10", "micro_every": "2"})
    assert answer.status_code == 302
    kept = services.read_wishes(DrillCalendar.objects.get(brand=planned).wishes)
    assert (kept.surprise, [(c.format, c.every) for c in kept.cadences]) == (0.1, [("micro", 2)])
    assert client.get(reverse("drills:uncovered", args=[planned.slug])).status_code == 200


def test_responders_do_not_plan(planned: Brand, ben: User) -> None:
    drill = PlannedDrill.objects.filter(brand=planned)[0]
    with pytest.raises(Denied):
        services.set_skipped(drill=drill, actor=ben, skipped=True)
    with pytest.raises(Denied):
        services.plan_calendar(brand=planned, actor=ben)


def test_what_remains_undrilled_is_said_of_a_plan_only(
    brand: Brand, ada: User, client: Client
) -> None:
    DrillCalendar.objects.create(brand=brand, wishes={}, summary={}, seed=1)
    client.force_login(ada)
    answer = client.get(reverse("drills:uncovered", args=[brand.slug]))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("drills:calendar", args=[brand.slug])
