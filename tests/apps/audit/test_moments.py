"""Weak moments on the pages: the usual week, the next 90 days, a day, a calendar."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.apps.audit.inventories import cafe, with_asset

from simulacro.apps.audit import queries
from simulacro.apps.audit.moment_words import failing_words
from simulacro.apps.audit.outlooks import days_ahead, name_of, usual_days
from simulacro.apps.audit.pictures.calendar import calendar_svg, runs
from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.audit.services.real_tests import plan_real_test
from simulacro.apps.audit.weak_moments import weak_moments
from simulacro.apps.availability import queries as availability
from simulacro.apps.availability.dates import Absence, Event, EventKind
from simulacro.apps.availability.feeds import entries_of
from simulacro.apps.availability.queries import Rule
from simulacro.apps.availability.services.events import write_event
from simulacro.apps.availability.services.rota import remove_change, set_holidays, write_change
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Asset, Battery, Kind
from simulacro.engines.access.outlook import Group
from simulacro.engines.availability.pattern import Availability, Shift
from simulacro.engines.availability.rota import Change

MEXICO = ZoneInfo("America/Mexico_City")
NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
WEEKDAYS = Availability((Shift((0, 1, 2, 3, 4, 5), 480, 1320, 0.9),))


@pytest.fixture
def shop(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> Brand:
    """Ada and Ben from Monday to Saturday, 8 to 22; nobody on Sundays or by night."""
    inventory = cafe()
    assets = tuple(
        replace(a, at_hand=WEEKDAYS) if a.id in ("ada", "ben") else a for a in inventory.assets
    )
    inventory = replace(inventory, assets=assets)
    save_inventory(brand=brand, inventory=inventory, actor=None, base_revision=None, at=NOW)
    run_audit(brand=brand, actor=None, at=NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return brand


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=MEXICO)


def page(client: Client, brand: Brand, name: str, *args: Any, **query: Any) -> Any:
    answer = client.get(reverse(f"audit:{name}", args=[brand.slug, *args]), query)
    assert answer.status_code == 200
    return answer


def test_the_usual_week_is_that_of_the_audit(shop: Brand) -> None:
    audit = queries.latest_audit(shop)
    assert audit is not None
    reading = queries.reading_of_audit(audit)
    study = usual_days(shop, queries.inventory_of(audit.revision), dt.date(2026, 1, 5))
    assert np.allclose(study.outlook.chance(study.outlook.dark), reading.week, atol=1e-9)


def test_the_calendar_says_why_and_a_deputy_lights_the_sundays_up(
    client: Client, shop: Brand, ben: User
) -> None:
    trip = Absence("ada", Change.AWAY, at("2026-12-01"), at("2026-12-02"), 0.0, words="Feria")
    also = replace(trip, person="ben", words="Consulta")
    for absence in (trip, also):
        write_change(brand=shop, actor=ben, absence=absence)
    write_event(
        brand=shop,
        actor=ben,
        event=Event(EventKind.LAUNCH, "Estreno", at("2026-12-01"), at("2026-12-02"), load=5),
    )
    client.force_login(ben)
    answer = page(client, shop, "calendar")
    text = answer.content.decode()
    rows = {row.day: row for row in answer.context["rows"]}
    assert len(rows) == 90
    sunday, away = rows[dt.date(2026, 11, 29)], rows[dt.date(2026, 12, 1)]
    assert (sunday.weak_h, sunday.unusual) == (24, False)
    assert "Nadie cubre esta hora: Ada y Ben, fuera de turno" in sunday.why
    assert (away.weak_h, away.unusual, away.marks) == (24, True, ["Estreno"])
    christmas = rows[dt.date(2026, 12, 25)]
    assert christmas.unusual
    assert "Navidad" in christmas.marks[0]
    assert [row.day for row in answer.context["unusual"]][:1] == [away.day]
    assert "style=" not in text
    assert len(text.encode()) < 100_000, "a page is light"

    switches = {s.words: s for s in answer.context["switches"]}
    deputy = switches["Suplente de Ada los domingos"]
    lit = page(client, shop, "calendar", light=deputy.key)
    assert lit.context["says"] != answer.context["says"]
    after = {row.day: row for row in lit.context["rows"]}
    assert after[dt.date(2026, 11, 29)].weak_h == 0
    assert after[dt.date(2026, 11, 30)] == replace(
        rows[dt.date(2026, 11, 30)], why=after[dt.date(2026, 11, 30)].why
    )
    assert f'value="{deputy.key}" checked' in lit.content.decode()
    partial = client.get(
        reverse("audit:calendar", args=[shop.slug]), {"light": deputy.key}, HTTP_HX_REQUEST="true"
    )
    assert "<html" not in partial.content.decode()
    assert partial.context["says"] == lit.context["says"]

    day = page(client, shop, "calendar_day", "2026-12-01", light=deputy.key)
    hours = day.context["hours"]
    assert len(hours) == 24
    assert hours[10].why == "Nadie cubre esta hora: Ada, no está: Feria; Ben, no está: Consulta"
    assert "unas 5 veces más que responder" in day.content.decode()
    for wrong in ("2026-11-21", "2027-02-20", "mañana"):
        address = reverse("audit:calendar_day", args=[shop.slug, wrong])
        assert client.get(address).status_code == 404


def test_every_day_darker_than_usual_is_told_the_later_ones_in_a_fold(
    client: Client, shop: Brand, ben: User
) -> None:
    for person in ("ada", "ben"):
        gone = Absence(person, Change.AWAY, at("2026-12-01"), at("2026-12-13"), 0.0)
        write_change(brand=shop, actor=ben, absence=gone)
    client.force_login(ben)
    answer = page(client, shop, "calendar")
    days = answer.context["unusual"]
    assert len(days) > 9
    text = answer.content.decode()
    told = text[text.index('id="unusual"') : text.index("<form", text.index('id="unusual"'))]
    at_once, folded = told.split("<details")
    assert f"Y {len(days) - 8} días más" in folded
    for place, row in enumerate(days):
        assert f"/{row.day.isoformat()}/" in (at_once if place < 8 else folded)


def test_the_week_says_why_an_hour_is_dark_and_works_without_script(
    client: Client, shop: Brand, ben: User
) -> None:
    client.force_login(ben)
    ben.language = "en"
    ben.save()
    answer = page(client, shop, "week", hour=6 * 24 + 3)
    assert answer.context["hour_name"] == "on Sundays at 03:00"
    assert "Local time of Mexico City." in answer.content.decode()
    assert "Nobody covers this hour: Ada and Ben, off shift" in answer.content.decode()
    assert 'href="?hour=150#why"' in answer.content.decode()
    deputy = next(s for s in answer.context["switches"] if "Ada on Sundays" in s.words)
    lit = page(client, shop, "week", hour=6 * 24 + 3, light=deputy.key)
    table = lit.context["table"]
    assert table.days[6].cells[3].level < 5
    assert table.days[0].cells[3].level == 5
    assert f"light={deputy.key}&amp;hour=150" in lit.content.decode()
    assert page(client, shop, "week", hour="x", light="nothing", channel="nobody")


def test_both_pages_rest_on_the_revision_that_their_footer_names(
    client: Client, shop: Brand, ben: User
) -> None:
    client.force_login(ben)
    write_change(
        brand=shop,
        actor=ben,
        absence=Absence("ada", Change.AWAY, at("2026-12-01"), at("2026-12-02"), 0.0),
    )
    before = {name: page(client, shop, name).context["says"] for name in ("calendar", "week")}
    now = queries.current_inventory(shop)
    assert now is not None
    always = tuple(replace(a, at_hand=None) if a.id == "ada" else a for a in now.assets)
    save_inventory(
        brand=shop,
        inventory=replace(now, assets=always),
        actor=None,
        base_revision=queries.current_revision(shop),
        at=NOW,
    )
    for name, says in before.items():
        answer = page(client, shop, name)
        assert answer.context["says"] == says
        assert answer.context["it"].stale, "and the page says so"
    # What is dated needs no new audit.
    row = next(row for row, _ in availability.rota_changes(shop))
    remove_change(brand=shop, actor=ben, row=row)
    assert page(client, shop, "calendar").context["says"] != before["calendar"]
    run_audit(brand=shop, actor=None, at=NOW + dt.timedelta(hours=1))
    for name, says in before.items():
        assert page(client, shop, name).context["says"] != says


def test_what_nobody_knows_is_an_interval_on_both_pages(
    client: Client, shop: Brand, ben: User
) -> None:
    unknown = Availability(unknown=True)
    now = queries.current_inventory(shop)
    assert now is not None
    people = tuple(replace(a, at_hand=unknown) if a.id in ("ada", "ben") else a for a in now.assets)
    save_inventory(
        brand=shop,
        inventory=replace(now, assets=people),
        actor=None,
        base_revision=queries.current_revision(shop),
        at=NOW,
    )
    run_audit(brand=shop, actor=None, at=NOW + dt.timedelta(hours=1))
    client.force_login(ben)
    ben.language = "en"
    ben.save()
    week = page(client, shop, "week")
    assert "between 0 and 168 hours" in week.context["says"]
    assert "taken at its worst" in week.content.decode()
    ahead = page(client, shop, "calendar")
    assert re.search(r"between \d+ and 2,160 hours</em> of 2,160", ahead.context["says"])
    assert "taken at its worst" in ahead.content.decode()
    lit = page(client, shop, "calendar", light=ahead.context["switches"][0].key)
    assert lit.context["says"].count("between") == 2
    assert "between 0 and 168" in page(client, shop, "report").context["week_says"]


def test_without_anything_unknown_there_is_no_interval(
    client: Client, shop: Brand, ben: User, ada: User
) -> None:
    set_holidays(brand=shop, actor=ada, person="", rule=Rule("MX", "", 0.0))
    client.force_login(ben)
    ben.language = "en"
    ben.save()
    for name in ("week", "calendar"):
        answer = page(client, shop, name)
        assert not re.search("between|depending", answer.context["says"])
        assert "taken at its worst" not in answer.content.decode()


def test_works_that_cut_the_power_off_are_a_reason(shop: Brand, ben: User) -> None:
    write_event(
        brand=shop,
        actor=ben,
        event=Event(
            EventKind.WORKS, "Obras", at("2026-12-03 10:00"), at("2026-12-03 12:00"),
            all_day=False, asset="telefono",
        ),
    )  # fmt: skip
    study = days_ahead(shop, NOW)
    assert study is not None
    (index,) = [
        i for i in range(study.hours.count) if study.hours.start_of(i) == at("2026-12-03 11:00")
    ]
    assert study.outlook.chance(study.outlook.dark)[index] == 1.0
    assert study.outlook.chance(study.outlook.usual())[index] < 0.5


def test_each_battery_is_told_with_its_own_hours() -> None:
    inventory = with_asset(cafe(), Asset("mains", Kind.POWER, "Mains"))
    for name, lasts_h in (("Ben's phone", 9.0), ("Brand's phone", 12.0)):
        battery = Asset(name, Kind.POWER, f"Battery of {name}", battery=Battery("mains", lasts_h))
        inventory = with_asset(inventory, battery)
    with translation.override("en"):
        told = failing_words(inventory, Group.POWER, ["Ben's phone", "Brand's phone"])
    assert told.endswith(
        ": the battery of Ben's phone (it lasts 9 h) and "
        "the battery of Brand's phone (it lasts 12 h)"
    )


def test_reasons_are_true_of_the_whole_hour(client: Client, shop: Brand, ben: User) -> None:
    until_half_past = Availability((Shift(tuple(range(7)), 480, 1230, 0.9),))
    now = queries.current_inventory(shop)
    assert now is not None
    assets = tuple(
        replace(a, at_hand=until_half_past) if a.id in ("ada", "ben") else a for a in now.assets
    )
    save_inventory(
        brand=shop,
        inventory=replace(now, assets=assets),
        actor=None,
        base_revision=queries.current_revision(shop),
        at=NOW,
    )
    run_audit(brand=shop, actor=None, at=NOW + dt.timedelta(hours=1))
    write_event(
        brand=shop,
        actor=ben,
        event=Event(
            EventKind.WORKS, "Obras", at("2026-12-03 10:00"), at("2026-12-03 10:20"),
            all_day=False, asset="telefono",
        ),
    )  # fmt: skip
    client.force_login(ben)
    hours = page(client, shop, "calendar_day", "2026-12-03").context["hours"]
    assert hours[20].why == (
        "Hay poca gente a mano: Ada y Ben, fuera de turno, salvo 30 minutos de la hora"
    )
    assert hours[21].why == "Nadie cubre esta hora: Ada y Ben, fuera de turno"
    assert "Obras" in hours[10].why
    assert "Obras" not in hours[11].why


def test_the_file_of_weak_moments_names_nobody_unless_asked(
    client: Client, shop: Brand, ben: User, cy: User
) -> None:
    plan_real_test(
        brand=shop,
        test="base.real-test.airplane-mode",
        subject="",
        on=dt.date(2026, 12, 3),
        who=None,
        actor=ben,
        at=NOW,
    )
    assert len(entries_of(shop, ben, NOW, with_names=False)) > len(
        weak_moments(shop, ben, NOW, False)
    ), "the feed also holds what is planned"
    client.force_login(ben)
    plain = page(client, shop, "weak_moments_file").content.decode()
    events = vobject.readOne(plain).vevent_list
    assert {e.summary.value for e in events} == {"Momento débil: cobertura baja"}
    assert not re.search("Ada|Ben|Instagram|Teléfono", plain)
    assert min(e.dtstart.value for e in events) == at("2026-11-22")
    saturday_night = next(e for e in events if e.dtstart.value == at("2026-11-28 22:00"))
    assert saturday_night.dtend.value == at("2026-11-30 08:00"), "to Monday morning"
    assert len({e.uid.value for e in events}) == len(events)
    named = page(client, shop, "weak_moments_file", names=1).content.decode()
    said = vobject.readOne(named).vevent_list[0].description.value
    often = "Con qué frecuencia nadie podría responder en su peor hora, 00:00: siempre "
    assert said.startswith(often)
    assert ". Nadie cubre esta hora: Ada y Ben, fuera de turno." in said
    client.force_login(cy)
    assert client.get(reverse("audit:weak_moments_file", args=[shop.slug])).status_code == 403


def test_names_of_lights_tell_nothing_of_the_inventory(shop: Brand) -> None:
    study = days_ahead(shop, NOW)
    assert study is not None
    for light in study.lights:
        assert re.fullmatch("[0-9a-f]{10}", name_of(light))
    assert days_ahead(shop, NOW) is study, "kept warm"


def test_the_picture_joins_hours_alike_and_marks_the_days(
    client: Client, shop: Brand, ben: User
) -> None:
    client.force_login(ben)
    rows = page(client, shop, "calendar").context["rows"]
    sunday = next(row for row in rows if row.day == dt.date(2026, 11, 29))
    assert runs(sunday) == [(0, 24, 5)]
    svg = calendar_svg(rows, title="T<", words="W")
    assert svg.count("cal-holiday") == sum(bool(row.holidays) for row in rows)
    assert "T&lt;" in svg


def test_usual_hours_are_written_on_a_form_over_midnight_too(
    client: Client, shop: Brand, ada: User, ben: User
) -> None:
    client.force_login(ada)
    address = reverse("audit:hours_of", args=[shop.slug, "ada"])
    form = client.get(address).context["form"]
    assert form["from_0"].value() == "08:00"
    base = client.get(address).context["base"].pk
    night = {
        "base": base,
        "when": "shifts",
        "days_0": ["4", "5"],
        "from_0": "22:00",
        "to_0": "06:00",
        "sure_0": "0.8",
        "zone": "Europe/Madrid",
        "days_1": ["0"],
    }
    refused = client.post(address, night)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"from_1", "to_1"}
    assert client.post(address, {**night, "days_1": []}).status_code == 302
    inventory = queries.current_inventory(shop)
    assert inventory is not None
    assert inventory["ada"].at_hand == Availability(
        (Shift((4, 5), 1320, 360, 0.8),), zone="Europe/Madrid"
    )
    for word, expected in (("unknown", Availability(unknown=True)), ("usual", None)):
        assert client.post(address, {"when": word}).status_code == 302
        changed = queries.current_inventory(shop)
        assert changed is not None
        assert changed["ada"].at_hand == expected
    client.force_login(ben)
    assert client.get(address).status_code == 403


def test_a_page_for_whom_nothing_was_audited_is_a_lesson(
    client: Client, brand: Brand, ben: User
) -> None:
    client.force_login(ben)
    assert client.get(reverse("audit:calendar", args=[brand.slug])).status_code == 200
    assert (
        client.get(reverse("audit:calendar_day", args=[brand.slug, "2026-12-01"])).status_code
        == 404
    )
