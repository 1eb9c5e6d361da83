"""Who covers when: pages, services, calendars in and out."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.apps.audit.inventories import cafe

from simulacro.apps.audit.hours_form import HoursForm
from simulacro.apps.audit.queries import current_revision
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.availability import queries
from simulacro.apps.availability.calendar_files import BadCalendar, read_calendar
from simulacro.apps.availability.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    Absence,
    Event,
    EventKind,
    whole_days,
)
from simulacro.apps.availability.feeds import Entry
from simulacro.apps.availability.forms import HolidayForm, offered, zone_choices
from simulacro.apps.availability.models import (
    BrandEvent,
    FeedAddress,
    FeedEntry,
    HolidayRule,
    RotaChange,
)
from simulacro.apps.availability.queries import Rule
from simulacro.apps.availability.services.events import import_events, write_event
from simulacro.apps.availability.services.feeds import (
    NoSuchFeed,
    find_feed,
    make_address,
    read_feed,
)
from simulacro.apps.availability.services.rota import set_holidays, write_change
from simulacro.apps.availability.suggestions import days_of, suggested
from simulacro.apps.availability.views.coverage import PEOPLE_A_PAGE
from simulacro.apps.availability.words import rule_words
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, User
from simulacro.engines.access.inventory import Asset, Kind
from simulacro.engines.availability.pattern import Availability, Shift
from simulacro.engines.availability.rota import Change, Why
from simulacro.kit.audit_log.models import LogEntry
from simulacro.kit.policies import Denied
from simulacro.kit.regional import alphabetical

MEXICO = ZoneInfo("America/Mexico_City")
NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
OFFICE = Availability((Shift((0, 1, 2, 3, 4), 540, 1080, 0.9), Shift((4,), 1320, 120)))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=MEXICO)


@pytest.fixture
def covered(brand: Brand) -> Brand:
    """Ada in office hours and on Friday nights, Ben whenever."""
    inventory = cafe()
    assets = tuple(replace(a, at_hand=OFFICE) if a.id == "ada" else a for a in inventory.assets)
    save_inventory(
        brand=brand,
        inventory=replace(inventory, assets=assets),
        actor=None,
        base_revision=None,
        at=NOW,
    )
    return brand


def absence(person: str, first: str, last: str, kind: Change = Change.AWAY) -> Absence:
    return Absence(person, kind, at(first), at(last), 0.0, words="feria")


def chance_of(brand: Brand, person: str, when: dt.datetime) -> tuple[float, Why]:
    (one,) = [x for x in queries.who_is_at_hand(brand, when) if x.person.id == person]
    return one.reason.chance, one.reason.why


def test_who_is_available_is_asked_without_the_audit_room(covered: Brand, ben: User) -> None:
    assert chance_of(covered, "ada", at("2026-11-24 10:00")) == (0.9, Why.PERHAPS)
    assert chance_of(covered, "ada", at("2026-11-28 01:00")) == (1.0, Why.HERE)
    assert chance_of(covered, "ada", at("2026-11-24 20:00")) == (0.0, Why.OFF_SHIFT)
    assert chance_of(covered, "ada", at("2026-12-25 10:00")) == (0.0, Why.HOLIDAY)
    write_change(
        brand=covered,
        actor=ben,
        absence=absence("ada", "2026-11-24 00:00", "2026-11-25 00:00"),
        covered_by="ben",
    )
    assert chance_of(covered, "ada", at("2026-11-24 10:00")) == (0.0, Why.AWAY)
    assert chance_of(covered, "ben", at("2026-11-24 10:00"))[0] >= 0.9


def test_whoever_covers_a_journey_takes_the_travellers_hours_and_no_others(
    covered: Brand, ada: User, ben: User
) -> None:
    inventory = cafe()
    mornings = Availability((Shift((0, 1, 2, 3, 4), 360, 600, 0.7),))
    hours = {"ada": OFFICE, "ben": mornings}
    assets = tuple(
        replace(a, at_hand=hours[a.id]) if a.id in hours else a for a in inventory.assets
    )
    save_inventory(
        brand=covered,
        inventory=replace(inventory, assets=assets),
        actor=None,
        base_revision=current_revision(covered),
        at=NOW,
    )
    # Monday to Friday, and Friday is a holiday of Ada's, on which nobody works.
    set_holidays(brand=covered, actor=ada, person="ada", rule=Rule("MX", "", 0.0))
    journey = absence("ada", "2026-12-21 00:00", "2026-12-26 00:00", Change.TRAVEL)
    write_change(brand=covered, actor=ben, absence=journey, covered_by="ben")
    for when, expected in {
        "2026-12-22 11:00": 0.9,  # hers
        "2026-12-22 09:30": 0.9,  # hers and his
        "2026-12-22 07:00": 0.7,  # his own
        "2026-12-22 20:00": 0.0,  # after both
        "2026-12-23 03:00": 0.0,  # the night, which nobody covers
        "2026-12-25 11:00": 0.0,  # her holiday
        "2026-12-28 11:00": 0.0,  # she is back
    }.items():
        assert chance_of(covered, "ben", at(when))[0] == pytest.approx(expected), when


def test_the_page_says_whose_hours_a_cover_takes(client: Client, covered: Brand, ben: User) -> None:
    client.force_login(ben)
    start = timezone.now() + dt.timedelta(days=1)
    gone = Absence("ada", Change.AWAY, start, start + dt.timedelta(days=2), 0.0)
    write_change(brand=covered, actor=ben, absence=gone, covered_by="ben")
    page = client.get(reverse("availability:coverage", args=[covered.slug]))
    (line,) = next(p["changes"] for p in page.context["people"] if p["person"].id == "ben")
    ada = cafe()["ada"].name
    assert ada in line["kind"], "not an extra shift of every hour"


@pytest.mark.django_db
def test_more_people_than_anybody_reads_at_once_are_leafed_through(
    client: Client, covered: Brand, ben: User
) -> None:
    inventory, more = cafe(), PEOPLE_A_PAGE + 5
    shops = tuple(Asset(f"shop{i}", Kind.PERSON, f"Tienda {i}") for i in range(more))
    save_inventory(
        brand=covered,
        inventory=replace(inventory, assets=(*inventory.assets, *shops)),
        actor=None,
        base_revision=current_revision(covered),
        at=NOW,
    )
    client.force_login(ben)
    address = reverse("availability:coverage", args=[covered.slug])
    first, second = client.get(address), client.get(address, {"page": 2})
    named = [one["person"].id for page in (first, second) for one in page.context["people"]]
    assert len(first.context["people"]) == PEOPLE_A_PAGE
    assert set(named) == {a.id for a in (*inventory.assets, *shops) if a.kind is Kind.PERSON}
    assert first.context["here"] == second.context["here"]
    assert not first.context["others"]


def test_holidays_of_one_person_are_their_own(covered: Brand, ada: User, ben: User) -> None:
    set_holidays(brand=covered, actor=ada, person="", rule=Rule("MX", "", 0.5))
    set_holidays(brand=covered, actor=ada, person="ada", rule=Rule("ES", "MD", 0.0))
    # Constitution Day of Spain's Monday after; no holiday in Mexico.
    assert chance_of(covered, "ada", at("2026-12-07 10:00")) == (0.0, Why.HOLIDAY)
    set_holidays(brand=covered, actor=ada, person="ada", rule=None)
    assert chance_of(covered, "ada", at("2026-12-07 10:00"))[0] == 0.9
    assert chance_of(covered, "ada", at("2026-12-25 10:00")) == (0.45, Why.HOLIDAY)
    with pytest.raises(Denied):
        set_holidays(brand=covered, actor=ben, person="", rule=Rule("PE"))


def test_how_much_is_worked_on_holidays_reads_well() -> None:
    with translation.override("es"):
        words = rule_words(Rule("MX", "", 0.5))
    assert words == "México: se cubren unas 50 de cada 100 horas habituales"


def post(client: Client, name: str, brand: Brand, data: dict[str, Any], *args: Any) -> Any:
    address = reverse(f"availability:{name}", args=[brand.slug, *args])
    return client.post(address, {"idempotency_key": uuid.uuid4().hex, **data})


def test_a_responder_writes_an_absence_takes_it_out_and_takes_that_back(
    client: Client, covered: Brand, ben: User
) -> None:
    client.force_login(ben)
    given = {
        "version": 1,
        "person": "ada",
        "kind": "away",
        "first": "2027-01-04",
        "last": "2027-01-03",
        "answers": "no",
        "covered_by": "ada",
    }
    refused = post(client, "change_new", covered, given)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"last", "covered_by"}
    given |= {"last": "2027-01-06", "end": "12:30", "covered_by": "ben"}
    assert post(client, "change_new", covered, given).status_code == 302
    mine, theirs = [a for _row, a in queries.rota_changes(covered)]
    assert {mine.person, theirs.person} == {"ada", "ben"}
    assert mine.end == at("2027-01-06 12:30")
    row = next(r for r, a in queries.rota_changes(covered) if a.person == "ada")
    page = client.get(reverse("availability:change", args=[covered.slug, row.pk]))
    assert page.context["form"].initial["end"] == dt.time(12, 30)
    # Somebody else saved meanwhile: both are shown, nothing is lost.
    write_change(brand=covered, actor=ben, absence=mine, row=row, expected=1)
    clash = post(client, "change", covered, {**given, "words": "x"}, row.pk)
    assert clash.status_code == 409
    assert post(client, "change_remove", covered, {}, row.pk).status_code == 302
    assert not RotaChange.objects.exists(), "the shift of whoever took over went with it"
    offered = client.get(reverse("availability:coverage", args=[covered.slug])).content.decode()
    undo = offered.split('action="/undo/')[1].split('"')[0]
    assert client.post(f"/undo/{undo}").status_code == 302
    assert RotaChange.objects.count() == 2


def test_a_cover_moves_with_the_absence_and_not_the_absence_with_its_cover(
    client: Client, covered: Brand, ben: User
) -> None:
    client.force_login(ben)
    away = absence("ada", "2026-12-14 00:00", "2026-12-19 00:00")
    row = write_change(brand=covered, actor=ben, absence=away, covered_by="ben")
    given = {
        "version": 1,
        "person": "ada",
        "kind": "away",
        "first": "2026-12-14",
        "last": "2026-12-16",
        "end": "13:00",
        "answers": "no",
    }
    assert post(client, "change", covered, given, row.pk).status_code == 302

    def spans() -> dict[str, tuple[dt.datetime, dt.datetime]]:
        return {a.person: (a.start, a.end) for _row, a in queries.rota_changes(covered)}

    shorter = (at("2026-12-14 00:00"), at("2026-12-16 13:00"))
    assert spans() == {"ada": shorter, "ben": shorter}
    cover = next(r for r, a in queries.rota_changes(covered) if a.person == "ben")
    assert cover.version == 2, "whoever had its form open is told"
    # Only the first day is covered: the absence stays, also when it is only called otherwise.
    part = {**given, "version": 2, "person": "ben", "kind": "extra", "answers": "usual"}
    part |= {"last": "2026-12-14", "end": ""}
    assert post(client, "change", covered, part, cover.pk).status_code == 302
    renamed = {**given, "version": 2, "words": "feria"}
    assert post(client, "change", covered, renamed, row.pk).status_code == 302
    assert spans() == {"ada": shorter, "ben": (at("2026-12-14 00:00"), at("2026-12-15 00:00"))}
    # Both go, and both come back as they were.
    before = spans()
    assert post(client, "change_remove", covered, {}, row.pk).status_code == 302
    page = client.get(reverse("availability:coverage", args=[covered.slug])).content.decode()
    undo = page.split('action="/undo/')[1].split('"')[0]
    assert client.post(f"/undo/{undo}").status_code == 302
    assert spans() == before


def test_pages_speak_both_languages_and_observers_see_none(
    client: Client, covered: Brand, ada: User, cy: User
) -> None:
    write_event(
        brand=covered,
        actor=ada,
        event=Event(EventKind.LAUNCH, "Estreno", at("2031-01-01"), at("2031-01-02"), load=5),
    )
    names = (
        "coverage",
        "change_new",
        "holidays",
        "event_new",
        "event_import",
        "suggestions",
        "feed",
    )
    for user, status in ((ada, 200), (cy, 403)):
        client.force_login(user)
        for language in ("es", "en"):
            user.language = language
            user.save()
            for name in names:
                answer = client.get(reverse(f"availability:{name}", args=[covered.slug]))
                assert answer.status_code == status, name
            answer = client.get(reverse("availability:coverage", args=[covered.slug]))
            if status == 200:
                text = answer.content.decode()
                assert "Estreno" in text
                assert ("feriado" in text) is (language == "es")
    client.force_login(ada)
    assert (
        client.get(reverse("availability:holidays_of", args=[covered.slug, "x"])).status_code == 404
    )


ICS = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//ES
BEGIN:VEVENT
UID:1@x
DTSTAMP:20261101T000000Z
DTSTART;VALUE=DATE:20261127
DTEND;VALUE=DATE:20261201
SUMMARY:Black Friday
END:VEVENT
BEGIN:VEVENT
UID:2@x
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/Madrid:20261203T100000
DURATION:PT2H
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE;TZID=Europe/Madrid:20261210T100000
SUMMARY:En vivo
END:VEVENT
BEGIN:VEVENT
UID:3@x
DTSTAMP:20261101T000000Z
DTSTART:20200101T100000Z
SUMMARY:Ya fue
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


def test_a_calendar_file_comes_in_whole_and_twice_is_once(covered: Brand, ada: User) -> None:
    found = read_calendar(ICS, zone="America/Lima", kind=EventKind.SALES, now=NOW)
    assert [(e.title, e.start.astimezone(dt.UTC).isoformat()) for e in found] == [
        ("Black Friday", "2026-11-27T05:00:00+00:00"),
        ("En vivo", "2026-12-03T09:00:00+00:00"),
        ("En vivo", "2026-12-17T09:00:00+00:00"),
    ]
    assert found[0].end - found[0].start == dt.timedelta(days=4)
    assert import_events(brand=covered, actor=ada, found=found) == (3, 0)
    moved = [replace(found[0], title="Viernes negro"), *found[1:]]
    assert import_events(brand=covered, actor=ada, found=moved) == (0, 1)
    assert BrandEvent.objects.count() == 3


def test_a_bad_calendar_file_says_every_mistake_and_changes_nothing(
    client: Client, covered: Brand, ada: User, tmp_path: Any
) -> None:
    bad = ICS.replace(b"SUMMARY:Black Friday\r\n", b"").replace(b"DURATION:PT2H", b"DURATION:-PT2H")
    with pytest.raises(BadCalendar) as refused:
        read_calendar(bad, zone="UTC", kind=EventKind.SALES, now=NOW)
    assert [m.entry for m in refused.value.mistakes] == [1, 2]
    for junk in (b"", b"hola", b"\x00\xff", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"):
        with pytest.raises(BadCalendar):
            read_calendar(junk, zone="UTC", kind=EventKind.SALES, now=NOW)
    client.force_login(ada)
    file = tmp_path / "bad.ics"
    file.write_bytes(bad)
    with file.open("rb") as stream:
        answer = post(client, "event_import", covered, {"kind": "sales", "file": stream})
    assert answer.status_code == 422
    assert answer.content.decode().count("SUMMARY") == 1
    assert not BrandEvent.objects.exists()


@pytest.mark.parametrize(
    "moments",
    [
        "DTSTART;VALUE=DATE:99991231",
        "DTSTART;VALUE=DATE:00010101",
        "DTSTART;VALUE=DATE:21010101",
        "DTSTART:99991231T235959Z",
        "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:99991231",
        "DTSTART;VALUE=DATE:20261201\r\nDURATION:P99999999D",
    ],
)
def test_a_far_date_of_a_file_is_one_mistake_among_the_others(moments: str) -> None:
    black = b"DTSTART;VALUE=DATE:20261127\r\nDTEND;VALUE=DATE:20261201"
    bad = ICS.replace(black, moments.encode()).replace(b"SUMMARY:Ya fue\r\n", b"")
    for zone in ("America/Lima", "Asia/Tokyo"):
        with pytest.raises(BadCalendar) as refused:
            read_calendar(bad, zone=zone, kind=EventKind.SALES, now=NOW)
        assert [m.entry for m in refused.value.mistakes] == [1, 3]
        words = refused.value.mistakes[0].words
        assert all(str(x) in words for x in ("Black Friday", FIRST_YEAR, LAST_YEAR))


@pytest.mark.parametrize(
    ("moments", "name"),
    [
        ("DTSTART;VALUE=DATE:00000101", "DTSTART"),
        ("DTSTART:20261127T100000Z/PT1H", "DTSTART"),
        ("DTSTART:20261127T100000\r\nDTEND:20261127T110000Z", "DTEND"),
        ("DTSTART;VALUE=DATE:20261127\r\nRRULE:FREQ=DAILY;INTERVAL=99999999999", "RRULE"),
    ],
)
def test_what_cannot_be_read_of_a_file_is_told_with_its_place(moments: str, name: str) -> None:
    black = b"DTSTART;VALUE=DATE:20261127\r\nDTEND;VALUE=DATE:20261201"
    bad = ICS.replace(black, moments.encode())
    with pytest.raises(BadCalendar) as refused:
        read_calendar(bad, zone="America/Lima", kind=EventKind.SALES, now=NOW)
    (mistake,) = refused.value.mistakes
    assert mistake.entry == 1
    assert name in mistake.words


def test_what_repeats_for_ever_is_read_for_the_days_ahead() -> None:
    for until in (b"99991231T235959Z", b"99991231"):
        endless = ICS.replace(b"COUNT=3", b"UNTIL=" + until)
        found = read_calendar(endless, zone="Asia/Tokyo", kind=EventKind.SALES, now=NOW)
        assert sum(event.title == "En vivo" for event in found) > 50
    birthday = ICS.replace(b"20261127", b"19500412").replace(
        b"DTEND;VALUE=DATE:20261201", b"RRULE:FREQ=YEARLY"
    )
    first = read_calendar(birthday, zone="America/Lima", kind=EventKind.SALES, now=NOW)[-1]
    assert first.start.date() == dt.date(2027, 4, 12)


def test_days_out_of_the_known_years_are_refused_by_name(
    client: Client, covered: Brand, ada: User
) -> None:
    client.force_login(ada)
    absence = {"person": "ada", "kind": "away", "answers": "no"}
    event = {"kind": "launch", "title": "Estreno", "load": "2"}
    far = (("9999-12-30", "9999-12-31"), ("0001-01-01", "0001-01-02"))
    for first, last in far:
        for name, given in (("change_new", absence), ("event_new", event)):
            given = {**given, "version": 1, "first": first, "last": last}
            refused = post(client, name, covered, given)
            assert refused.status_code == 422
            errors = refused.context["form"].errors
            assert set(errors) == {"first", "last"}
            assert all(str(x) in errors["first"][0] for x in (FIRST_YEAR, LAST_YEAR))
    event |= {"version": 1, "first": f"{LAST_YEAR}-12-30", "last": f"{LAST_YEAR}-12-31"}
    assert post(client, "event_new", covered, event).status_code == 302
    page = client.get(reverse("availability:coverage", args=[covered.slug]))
    assert str(LAST_YEAR) in page.content.decode()


def test_dates_are_suggested_where_the_brand_is_and_say_what_is_not_verified(
    client: Client, covered: Brand, ada: User
) -> None:
    offered = suggested(covered, NOW.date())
    keys = {one.event.key.partition("@")[0] for one in offered}
    assert "base.occasion.elections-mx-2027" in keys
    assert "base.occasion.cyber-day-cl" not in keys
    assert [one.event.start for one in offered] == sorted(one.event.start for one in offered)
    client.force_login(ada)
    # The page offers what comes from today on, with figures as the brand writes them.
    covered.region = "PE"
    covered.save()
    address = reverse("availability:suggestions", args=[covered.slug])
    page = client.get(address, headers={"accept-language": "es"}).content.decode()
    assert "1.5 veces" in page
    assert "2 veces" in page
    assert "1,5 veces" not in page
    assert "2.0 veces" not in page
    chosen = suggested(covered, timezone.now().date())[0].event.key
    assert post(client, "suggestions", covered, {"date": [chosen]}).status_code == 302
    (event,) = [event for _row, event in queries.events(covered)]
    assert (event.key, event.source) == (chosen, "pack")
    leap = {"month": 2, "day": 29}
    assert [d.isoformat() for d, _ in days_of(leap, dt.date(2027, 11, 1))] == ["2028-02-29"]
    last = {"month": 5, "weekday": "mon", "nth": -1}
    assert [d.isoformat() for d, _ in days_of(last, dt.date(2026, 11, 22))] == ["2027-05-31"]


def heard(text: bytes) -> dict[str, Any]:
    """The feed as another program reads it."""
    return {e.uid.value: e for e in vobject.readOne(text.decode()).vevent_list}


def test_a_feed_is_secret_rotates_and_numbers_what_changes(
    client: Client, covered: Brand, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, end = whole_days("UTC", dt.date(2031, 1, 1), dt.date(2031, 1, 1))
    told = [Entry("a", start, end, "Momento débil"), Entry("b", start, end, "Momento débil")]
    monkeypatch.setattr("simulacro.apps.availability.feeds._tellers", [lambda *_: list(told)])
    client.force_login(ada)
    page = post(client, "feed", covered, {"names": "on"})
    link = page.context["link"]
    path = "/calendar/" + link.rpartition("/")[2]
    assert (
        link not in client.get(reverse("availability:feed", args=[covered.slug])).content.decode()
    )
    stranger = Client()
    first = stranger.get(path)
    assert first["Content-Type"].startswith("text/calendar")
    events = heard(first.content)
    assert {int(e.sequence.value) for e in events.values()} == {0}
    assert {e.status.value for e in events.values()} == {"CONFIRMED"}
    told[0] = replace(told[0], end=end + dt.timedelta(hours=2))
    del told[1]
    later = heard(stranger.get(path).content)
    assert later.keys() == events.keys(), "the same names"
    assert sorted((int(e.sequence.value), e.status.value) for e in later.values()) == [
        (1, "CANCELLED"),
        (1, "CONFIRMED"),
    ]
    assert LogEntry.objects.filter(verb="feed.read").count() == 1, "once a day"
    assert FeedEntry.objects.count() == 2
    renewed = post(client, "feed", covered, {}).context["link"]
    assert stranger.get(path).status_code == 404, "the old address is dead"
    assert stranger.get("/calendar/" + renewed.rpartition("/")[2]).status_code == 200
    Membership.objects.filter(user=ada).delete()
    assert stranger.get("/calendar/" + renewed.rpartition("/")[2]).status_code == 404


def test_a_closed_feed_and_a_persons_who_left_answer_nothing(covered: Brand, ben: User) -> None:
    row, token = make_address(brand=covered, actor=ben, with_names=False, at=NOW)
    said = read_feed(find_feed(token), NOW)
    assert {one.entry.title for one in said} <= {"Momento débil: cobertura baja"}
    assert not any(one.entry.words for one in said)
    Membership.objects.filter(user=ben).update(role="observer")
    with pytest.raises(NoSuchFeed):
        find_feed(token)
    assert FeedAddress.objects.get() == row


def test_a_clock_is_chosen_by_its_city_and_an_old_name_stays_as_it_was_kept() -> None:
    with translation.override("es"):
        names = dict(zone_choices("—", "Asia/Calcutta"))
        assert names["America/Havana"] == "La Habana (Cuba)"
        assert names["Asia/Calcutta"] == "Calcuta (India)"
        assert "Asia/Calcutta" not in dict(zone_choices("—"))
        assert next(iter(names)) == ""
        cities = [alphabetical(name) for name in list(names.values())[1:]]
    assert cities == sorted(cities)
    pattern = Availability((Shift((0,), 0, 60),), zone="Asia/Calcutta")
    assert HoursForm(None, pattern=pattern, region="MX")["zone"].value() == "Asia/Calcutta"


def test_a_country_is_offered_once(brand: Brand) -> None:
    names = [
        name
        for _code, name in offered(HolidayForm(row=HolidayRule(brand=brand)), "country").choices
    ]
    assert len(set(names)) == len(names)
    assert "UK" not in names
    kept = HolidayForm({"country": "UK", "version": "1"}, row=HolidayRule(brand=brand))
    assert "UK" in dict(offered(kept, "country").choices)


def test_usual_hours_are_offered_to_whoever_may_write_them_and_read_well(
    client: Client, covered: Brand, ada: User, ben: User
) -> None:
    inventory = cafe()
    assets = tuple(replace(a, name="el chico") if a.id == "ada" else a for a in inventory.assets)
    save_inventory(
        brand=covered,
        inventory=replace(inventory, assets=assets),
        actor=None,
        base_revision=current_revision(covered),
        at=NOW,
    )
    address = reverse("availability:coverage", args=[covered.slug])
    for person, may_write in ((ada, True), (ben, False)):
        client.force_login(person)
        page = client.get(address, headers={"accept-language": "es"}).content.decode()
        assert (f"/b/{covered.slug}/audit/hours/ada/" in page) is may_write
        assert ("Horas habituales del chico" in page) is may_write
        assert "Ausencia del chico" in page
