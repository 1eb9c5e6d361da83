"""Real tests: planned, tried, failed, passed, grown old; the map and the weak points follow."""

import datetime as dt
import re
import struct
import zlib
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.apps.audit.inventories import cafe, with_asset

from simulacro.apps.audit import cycle_status, queries
from simulacro.apps.audit.finding_states import State
from simulacro.apps.audit.models import Finding, RealTestTry
from simulacro.apps.audit.paper.tries import tries_on_paper
from simulacro.apps.audit.queries.real_tests import (
    Stand,
    Standing,
    planned_real_tests,
    real_test_standings,
    to_try_next,
    what_real_tests_need,
)
from simulacro.apps.audit.real_test_dates import real_test_dates
from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.findings import NotOfTheBrand
from simulacro.apps.audit.services.inventory import SecretsOffered, save_inventory
from simulacro.apps.audit.services.real_tests import (
    NoDay,
    NotTriable,
    drop_plan,
    plan_real_test,
    tick_real_test,
)
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Answer, Asset, Kind, Trait
from simulacro.kit.audit_log.models import LogEntry
from simulacro.kit.policies import Denied

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
PHONE = "base.real-test.second-phone"
CARD = "base.real-test.airplane-mode"
NIGHT = "base.real-test.deputy-at-night"
SPARE = "repuesto"
Outcome = RealTestTry.Outcome


def chunk(kind: bytes, content: bytes) -> bytes:
    whole = kind + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


# One grey point.
PICTURE = b"\x89PNG\r\n\x1a\n" + b"".join(
    (
        chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        chunk(b"IDAT", zlib.compress(b"\x00\x80")),
        chunk(b"IEND", b""),
    )
)


@pytest.fixture
def audited(brand: Brand) -> Brand:
    """The café with a spare phone, audited once."""
    inventory = with_asset(cafe(), Asset(SPARE, Kind.DEVICE, "Teléfono de repuesto"))
    save_inventory(brand=brand, inventory=inventory, actor=None, base_revision=None, at=NOW)
    run_audit(brand=brand, actor=None, at=NOW)
    return brand


def stands(brand: Brand, test: str = PHONE, subject: str = SPARE, days: int = 0) -> Standing:
    day = TODAY + dt.timedelta(days=days)
    return next(x for x in real_test_standings(brand, day) if x.pair == (test, subject))


def tick(
    brand: Brand,
    actor: User,
    outcome: Outcome,
    days: int = 0,
    *,
    test: str = PHONE,
    subject: str = SPARE,
    note: str = "",
    put_off_to: dt.date | None = None,
) -> RealTestTry:
    return tick_real_test(
        brand=brand,
        test=test,
        subject=subject,
        outcome=outcome,
        actor=actor,
        at=NOW + dt.timedelta(days=days),
        note=note,
        put_off_to=put_off_to,
    )


def plan(brand: Brand, actor: User, on: dt.date, who: User | None = None) -> RealTestTry:
    return plan_real_test(
        brand=brand, test=PHONE, subject=SPARE, on=on, who=who, actor=actor, at=NOW
    )


def spare_is_absent(brand: Brand) -> Answer | None:
    inventory = queries.current_inventory(brand)
    assert inventory is not None
    return inventory[SPARE].answer(Trait.ABSENT)


def test_a_failed_test_changes_the_map_at_once_and_opens_a_weak_point(
    audited: Brand, ben: User
) -> None:
    before = queries.current_revision(audited)
    row = tick(audited, ben, Outcome.FAILED)
    assert row.revision not in (None, before)
    assert row.revision
    assert row.revision.author == ben
    assert spare_is_absent(audited) is Answer.YES
    found = [f for f in Finding.objects.filter(brand=audited) if PHONE in f.seen.subjects]
    assert [(f.seen.code, f.state) for f in found] == [("F8", State.OPEN.value)]
    run_audit(brand=audited, actor=None, at=NOW + dt.timedelta(hours=1))
    found[0].refresh_from_db()
    assert found[0].state == State.OPEN
    assert queries.reading_of_audit(queries.audits(audited)[0]).findings


def test_passing_takes_the_map_back_and_the_next_audit_verifies_the_weak_point(
    audited: Brand, ben: User
) -> None:
    tick(audited, ben, Outcome.FAILED)
    tick(audited, ben, Outcome.PASSED, days=1)
    assert spare_is_absent(audited) is Answer.NO
    run_audit(brand=audited, actor=None, at=NOW + dt.timedelta(days=1, hours=1))
    (row,) = [f for f in Finding.objects.filter(brand=audited) if PHONE in f.seen.subjects]
    assert row.state == State.VERIFIED


def test_a_try_from_before_the_newest_is_kept_and_moves_nothing(
    client: Client, audited: Brand, ben: User
) -> None:
    hours = dt.timedelta(hours=5)

    def told_late(outcome: Outcome, done_at: dt.datetime) -> RealTestTry:
        return tick_real_test(
            brand=audited,
            test=PHONE,
            subject=SPARE,
            outcome=outcome,
            actor=ben,
            at=NOW + dt.timedelta(days=2),
            done_at=done_at,
        )

    tick(audited, ben, Outcome.FAILED)
    failed = queries.current_revision(audited)
    assert told_late(Outcome.PASSED, NOW - hours).revision is None
    assert queries.current_revision(audited) == failed
    assert spare_is_absent(audited) is Answer.YES
    assert stands(audited).stand is Stand.FAILED
    # Nor does an older fail undo a newer pass.
    tick(audited, ben, Outcome.PASSED, days=1)
    run_audit(brand=audited, actor=None, at=NOW + dt.timedelta(days=1, hours=1))
    told_late(Outcome.FAILED, NOW + hours)
    assert spare_is_absent(audited) is Answer.NO
    (weak,) = [f for f in Finding.objects.filter(brand=audited) if PHONE in f.seen.subjects]
    assert weak.state == State.VERIFIED
    client.force_login(ben)
    page = reverse("audit:real_test", args=[audited.slug, PHONE, SPARE])
    given = {"outcome": "failed", "done_at": "2026-01-01T10:00"}
    said = client.post(page, given, follow=True).context["messages"]
    assert len(list(said)) == 1, "and not that the map follows"
    assert spare_is_absent(audited) is Answer.NO


def test_a_passed_test_ages_and_asks_to_be_tried_again(audited: Brand, ben: User) -> None:
    tick(audited, ben, Outcome.PASSED)
    assert stands(audited, days=59).stand is Stand.PASSED
    assert stands(audited, days=59).age_days == 59
    assert stands(audited, days=60).stand is Stand.STALE
    assert what_real_tests_need(audited, TODAY).pressing == 0
    assert what_real_tests_need(audited, TODAY + dt.timedelta(days=60)).pressing == 1


def test_a_pass_too_old_to_count_is_kept_told_as_old_and_leaves_the_map(
    client: Client, audited: Brand, ben: User
) -> None:
    before = queries.current_revision(audited)
    ben.language = "en"
    ben.save()
    client.force_login(ben)
    page = reverse("audit:real_test", args=[audited.slug, PHONE, SPARE])

    def said(outcome: str, done_at: dt.datetime) -> list[str]:
        given = {"outcome": outcome, "done_at": done_at.strftime("%Y-%m-%dT%H:%M")}
        told = client.post(page, given, follow=True)
        return [str(message) for message in told.context["messages"]]

    now = timezone.now()
    (words,) = said("passed", now - dt.timedelta(days=400))
    assert "too long ago to count on it" in words
    assert queries.current_revision(audited) == before
    assert spare_is_absent(audited) is not Answer.NO
    words, *_follows = said("passed", now - dt.timedelta(days=2))
    assert "That counts for a while" in words
    assert spare_is_absent(audited) is Answer.NO


def test_days_of_a_slipped_pen_are_refused(client: Client, audited: Brand, ben: User) -> None:
    client.force_login(ben)
    page = reverse("audit:real_test", args=[audited.slug, PHONE, SPARE])
    by_plan = reverse("audit:real_test_plan", args=[audited.slug, PHONE, SPARE])
    for done_at in ("0001-01-01T00:00", "1999-12-31T10:00"):
        refused = client.post(page, {"outcome": "passed", "done_at": done_at})
        assert refused.context["form"].errors["done_at"], done_at
    late = {"outcome": "postponed", "done_at": "2026-01-01T10:00", "put_off_to": "9999-12-31"}
    assert client.post(page, late).context["form"].errors["put_off_to"]
    assert client.post(by_plan, {"on": "9999-12-31"}).context["plan_form"].errors["on"]
    with pytest.raises(NoDay):
        plan(audited, ben, TODAY + dt.timedelta(days=732))
    assert not RealTestTry.objects.exists()


def test_report_and_page_say_of_an_aged_test_that_it_passed_too_long_ago(
    client: Client, audited: Brand, ben: User
) -> None:
    tick(audited, ben, Outcome.PASSED)
    inventory = queries.current_inventory(audited)
    assert inventory is not None

    def came_of_it(days: int) -> str:
        standing = stands(audited, days=days)
        with translation.override("en"):
            told = tries_on_paper(inventory, [standing], str)
        assert told is not None
        return str(told["rows"][0][1])

    assert came_of_it(59) == "passed"
    assert came_of_it(213) == "passed 213 days ago: it is time to repeat it"
    RealTestTry.objects.update(done_at=timezone.now() - dt.timedelta(days=213))
    ben.language = "en"
    ben.save()
    client.force_login(ben)
    page = client.get(f"/b/{audited.slug}/audit/real-tests/").content.decode()
    assert "what people say. Nobody has tried it yet" not in page
    assert "<em>One</em> real test passed, too long ago" in page
    plan(audited, ben, timezone.localdate() + dt.timedelta(days=3))
    page = client.get(f"/b/{audited.slug}/audit/real-tests/").content.decode()
    assert "<em>One</em> real test passed, too long ago" in page, "planned, and aged all the same"


def test_where_nothing_can_be_tried_yet_the_page_leads_to_the_inventory(
    client: Client, brand: Brand, ada: User, cy: User
) -> None:
    start = f"/b/{brand.slug}/audit/start/"
    for person, is_led in ((ada, True), (cy, False)):
        client.force_login(person)
        page = client.get(f"/b/{brand.slug}/audit/real-tests/").content.decode()
        assert (f'href="{start}"' in page) == is_led
        assert page.count("<h1") == 1


def test_a_plan_has_a_day_and_a_person_and_its_day_can_pass(
    audited: Brand, ben: User, ada: User
) -> None:
    on = TODAY + dt.timedelta(days=3)
    plan(audited, ben, on, who=ada)
    (planned,) = planned_real_tests(audited, TODAY)
    assert planned.plan is not None
    assert (planned.plan.planned_for, planned.plan.who) == (on, ada)
    (named,) = real_test_dates(audited, ben, NOW, True)
    (unnamed,) = real_test_dates(audited, ben, NOW, False)
    assert named.start == dt.datetime(2026, 11, 25, 15, 0, tzinfo=dt.UTC)
    assert "repuesto" in named.title
    assert "repuesto" not in unnamed.title + unnamed.words
    assert stands(audited, days=4).stand is Stand.LATE
    later = on + dt.timedelta(days=7)
    tick(audited, ben, Outcome.POSTPONED, days=3, put_off_to=later)
    assert stands(audited, days=4).stand is Stand.PLANNED
    waiting = stands(audited, days=4).plan
    assert waiting is not None
    assert (waiting.planned_for, waiting.who) == (later, ada)
    drop_plan(brand=audited, test=PHONE, subject=SPARE, actor=ben, at=NOW)
    assert stands(audited).stand is Stand.NEVER


def test_a_call_that_nobody_hears_at_night_darkens_it_until_one_is_heard(
    audited: Brand, ben: User
) -> None:
    before = queries.current_inventory(audited)
    assert before is not None
    person = before.of_kind(Kind.PERSON)[0]
    tick(audited, ben, Outcome.FAILED, test=NIGHT, subject=person.id)
    after = queries.current_inventory(audited)
    assert after is not None
    (added,) = [a for a in after.assets if a.id not in before]
    assert added.name == f"Que {person.name} oiga el teléfono de noche"
    assert all(added.id in m.requires for m in after.methods_of(person.id))
    tick(audited, ben, Outcome.PASSED, test=NIGHT, subject=person.id)
    assert queries.current_inventory(audited) == before


def test_a_test_of_the_whole_brand_fails_without_moving_the_map(audited: Brand, ben: User) -> None:
    row = tick(audited, ben, Outcome.FAILED, test=CARD, subject="")
    assert row.revision is None
    assert stands(audited, CARD, "").has_failed
    assert any(f.seen.subjects == (CARD,) for f in Finding.objects.filter(brand=audited))


def test_what_is_refused_changes_nothing(audited: Brand, ben: User, cy: User, dot: User) -> None:
    for actor in (cy, dot):
        with pytest.raises(Denied):
            tick(audited, actor, Outcome.PASSED)
    with pytest.raises(NotTriable):
        tick(audited, ben, Outcome.PASSED, subject="nowhere")
    with pytest.raises(NotTriable):
        tick(audited, ben, Outcome.PASSED, test="base.real-test.stop-queue")
    with pytest.raises(NoDay):
        tick(audited, ben, Outcome.POSTPONED)
    with pytest.raises(SecretsOffered):
        tick(audited, ben, Outcome.FAILED, note="contraseña: Tr0ub4dor&3-correct-horse")
    with pytest.raises(NoDay):
        plan(audited, ben, TODAY - dt.timedelta(days=1))
    with pytest.raises(NotOfTheBrand):
        plan(audited, ben, TODAY, who=dot)
    assert not RealTestTry.objects.exists()


def test_nothing_of_a_test_stands_in_the_clear_and_the_log_tells_no_subject(
    audited: Brand, ben: User
) -> None:
    tick(audited, ben, Outcome.FAILED, note="la batería estaba muerta")
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {RealTestTry._meta.db_table}")
        stored = " ".join(str(value) for row in cursor.fetchall() for value in row)
    assert not [word for word in (SPARE, PHONE, "muerta") if word in stored]
    entries = LogEntry.objects.filter(verb="real_test.failed")
    assert entries.count() == 1
    assert SPARE not in str([entry.__dict__ for entry in entries])


def test_the_proposals_name_each_test_once_and_the_gravest_first(audited: Brand) -> None:
    proposed = to_try_next(real_test_standings(audited, TODAY), 5)
    assert len({x.test.id for x in proposed}) == len(proposed) == 5
    assert [x.test.severity for x in proposed] == sorted(
        (x.test.severity for x in proposed), reverse=True
    )


def test_home_proposes_a_first_test_and_then_what_presses(audited: Brand, ben: User) -> None:
    first = cycle_status.next_real_test(audited, ben)
    assert first is not None
    assert first.urgency == 30
    tick(audited, ben, Outcome.FAILED)
    pressing = cycle_status.next_real_test(audited, ben)
    assert pressing is not None
    assert pressing.urgency == 50


def test_a_mistake_in_the_plan_keeps_each_form_with_its_own_address(
    client: Client, audited: Brand, ben: User
) -> None:
    client.force_login(ben)
    page = reverse("audit:real_test", args=[audited.slug, PHONE, SPARE])
    by_plan = reverse("audit:real_test_plan", args=[audited.slug, PHONE, SPARE])
    before = timezone.localtime(timezone=ZoneInfo(audited.timezone)).replace(tzinfo=None)
    wrong = client.post(by_plan, {"on": "2001-01-01"}).content.decode()
    for address in (page, by_plan):
        assert f'method="post" action="{address}"' in wrong
    (written,) = re.findall(r'name="done_at" value="([^"]*)"', wrong)
    assert abs(dt.datetime.fromisoformat(written) - before) < dt.timedelta(minutes=2)
    led = client.get(by_plan)
    assert (led.status_code, led.headers["Location"]) == (302, page)


def test_a_responder_plans_and_ticks_by_the_forms(
    client: Client, audited: Brand, ben: User
) -> None:
    client.force_login(ben)
    listed = reverse("audit:real_tests", args=[audited.slug])
    page = reverse("audit:real_test", args=[audited.slug, PHONE, SPARE])
    by_plan = reverse("audit:real_test_plan", args=[audited.slug, PHONE, SPARE])
    assert "eléfono de repuesto" in client.get(page).content.decode()
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    assert client.post(by_plan, {"on": "2001-01-01"}).status_code == 200
    assert client.post(by_plan, {"on": tomorrow.isoformat(), "who": ben.pk}).status_code == 302
    wrong = client.post(page, {"outcome": "postponed", "done_at": "2026-01-01T10:00"})
    assert wrong.status_code == 200
    assert RealTestTry.objects.get().outcome == Outcome.PLANNED
    said = {"outcome": "failed", "done_at": "2026-01-01T10:00", "note": "sin saldo"}
    assert (
        client.post(page, {**said, "photo": SimpleUploadedFile("a.png", b"no")}).status_code == 200
    )
    told = client.post(page, {**said, "photo": SimpleUploadedFile("a.png", PICTURE)})
    assert told.status_code == 302
    row = RealTestTry.objects.get()
    assert (row.outcome, row.done_by, row.note) == (Outcome.FAILED, ben, "sin saldo")
    # Ten in the morning of the brand's own clock.
    assert row.done_at == dt.datetime(2026, 1, 1, 16, 0, tzinfo=dt.UTC)
    assert "sin saldo" in client.get(page).content.decode()
    shown = client.get(reverse("audit:real_test_photo", args=[audited.slug, row.pk, 0]))
    assert (shown.content, shown["Content-Type"]) == (PICTURE, "image/png")
    (finding,) = [f for f in Finding.objects.filter(brand=audited) if PHONE in f.seen.subjects]
    told_of_it = client.get(reverse("audit:finding", args=[audited.slug, finding.pk]))
    assert page in told_of_it.content.decode()
    assert listed in client.get(reverse("audit:results", args=[audited.slug])).content.decode()
    assert client.get(listed).status_code == 200
    client.post(by_plan, {"on": tomorrow.isoformat()})
    client.post(by_plan, {"drop": "1"})
    assert not RealTestTry.objects.filter(outcome=Outcome.PLANNED).exists()
    assert (
        client.get(reverse("audit:real_test", args=[audited.slug, PHONE, "-"])).status_code == 404
    )
