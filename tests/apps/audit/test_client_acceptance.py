"""A client takes one weak point on by a link, and sees nothing else of the map."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from tests.apps.audit.inventories import cafe, cafe_with_line

from simulacro.apps.audit import cycle_status, figures, queries
from simulacro.apps.audit.advice import fix_words
from simulacro.apps.audit.finding_states import State
from simulacro.apps.audit.models import AcceptanceRequest, Finding
from simulacro.apps.audit.paper.content import weak_points
from simulacro.apps.audit.services.acceptances import (
    answer_request,
    ask_client,
    open_request,
    revoke_request,
)
from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.findings import NeedsReason, look_after_finding
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.audit.services.paper import report_of
from simulacro.apps.brands.days import today_of
from simulacro.apps.brands.models import Agency, AgencyLook, Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.kit.audit_log.models import LogEntry
from simulacro.kit.policies import Denied
from simulacro.kit.templatetags.regional import day


@pytest.fixture
def weak(brand: Brand) -> Finding:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None)
    run_audit(brand=brand, actor=None, at=timezone.now())
    found = queries.findings(brand).first()
    assert found is not None
    return found


def link(weak: Finding, actor: User, at: dt.datetime | None = None) -> str:
    return ask_client(
        finding=weak, for_whom="La dueña", language="es", actor=actor, at=at or timezone.now()
    )[1]


def token(path: str) -> str:
    return path.split("/")[2]


def soon() -> str:
    return (timezone.localdate() + dt.timedelta(days=60)).isoformat()


def test_client_takes_one_weak_point_on_with_name_reason_and_day(
    client: Client, weak: Finding, ada: User
) -> None:
    cache.clear()
    client.force_login(ada)
    page = f"/b/{weak.brand.slug}/audit/findings/{weak.pk}/"
    assert client.post(f"{page}client/", {"for_whom": "La dueña"}).status_code == 302
    shown = client.get(page).content.decode()
    path = "/accept/" + shown.split("/accept/")[1].split("/")[0] + "/"
    assert path not in client.get(page).content.decode()

    stranger = Client()
    text = stranger.get(path).content.decode()
    assert "¿Asumes este riesgo?" in text
    inventory = queries.current_inventory(weak.brand)
    assert inventory is not None
    others = {a.name for a in inventory.assets if a.id not in weak.seen.subjects}
    assert not [name for name in others if f">{name}<" in text]
    given = {"name": "Rosa", "reason": "Cerramos en enero", "until": "", "decision": "accept"}
    assert stranger.post(path, given).status_code == 422
    assert stranger.post(path, given | {"until": "2020-01-01"}).status_code == 422
    too_far = stranger.post(path, given | {"until": "9999-12-31"})
    assert too_far.status_code == 422
    last = day(today_of(weak.brand) + dt.timedelta(days=366), weak.brand)
    assert last in too_far.content.decode()
    assert stranger.post(path, given | {"reason": "clave: Perro2024!"}).status_code == 422
    weak.refresh_from_db()
    assert weak.state == "open"
    assert stranger.post(path, given | {"until": soon()}).status_code == 200
    weak.refresh_from_db()
    assert (weak.state, weak.reason) == ("accepted", "Cerramos en enero")
    assert weak.accepted_until == dt.date.fromisoformat(soon())
    assert "Rosa" in client.get(page).content.decode()
    entry = LogEntry.objects.get(verb="finding.client_accepted")
    assert (entry.scope, entry.actor, entry.details) == (weak.brand_id, None, {})
    # Used once; and whoever comes later learns nothing.
    again = stranger.post(path, given | {"until": soon(), "reason": "Otra cosa"})
    assert again.status_code == 410
    assert stranger.get(path).status_code == 410


def test_client_of_an_agency_is_told_which_one_asks(
    client: Client, weak: Finding, ada: User
) -> None:
    cache.clear()
    weak.brand.agency = Agency.objects.create(name="Agencia Brújula")
    weak.brand.save()
    path = link(weak, ada)
    assert "Agencia Brújula" in client.get(path).content.decode()
    AgencyLook.objects.create(
        agency=weak.brand.agency, name="Faro", colour="#005f56", accent="#8a4b00"
    )
    asked = client.get(path).content.decode()
    thanked = client.post(path, {"name": "Rosa", "decision": "decline"}).content.decode()
    for page in (asked, thanked):
        assert "Faro" in page
        assert 'fill="#005f56"' in page


def test_client_is_told_what_a_change_that_solves_that_very_weak_point_is_worth(
    client: Client, brand: Brand, ada: User
) -> None:
    cache.clear()
    save_inventory(brand=brand, inventory=cafe_with_line(), actor=None, base_revision=None)
    audit = run_audit(brand=brand, actor=None, at=timezone.now())
    line, boss, loss = (
        next(row for row in queries.findings(brand) if row.seen.code == code)
        for code in ("F2", "F15", "F13")
    )
    fixes = queries.reading_of_audit(audit).fixes
    (best, *_rest) = [fix for fix in fixes if line.seen.key in (fix.closes or ())]
    assert best.fall_h < fixes[0].fall_h, "another change does more, for something else"
    told = client.get(link(line, ada)).content.decode()
    assert figures.exact_hours(best.fall_h, brand.region) in told
    assert figures.exact_hours(fixes[0].fall_h, brand.region) not in told
    assert "Lo que cuesta" not in told
    assert "hasta" not in client.get(link(boss, ada)).content.decode().split("<form")[0]
    client.force_login(ada)
    page = client.get(f"/b/{brand.slug}/audit/findings/{line.pk}/").content.decode()
    assert fix_words(cafe_with_line(), best).do in page
    assert fix_words(cafe_with_line(), fixes[0]).do not in page
    page = client.get(f"/b/{brand.slug}/audit/findings/{loss.pk}/").content.decode()
    owned = next(fix for fix in fixes if fix.kind == "add_owned_channel")
    assert (fix_words(cafe_with_line(), owned).do in page) == (owned.fall_h <= 0)


def test_the_report_names_who_accepted_the_client_or_one_of_the_team(
    client: Client, weak: Finding, ada: User
) -> None:
    cache.clear()
    brand, until = weak.brand, timezone.localdate() + dt.timedelta(days=60)
    given = {"name": "Rosa", "reason": "Cerramos en enero", "decision": "accept"}
    assert client.post(link(weak, ada), given | {"until": until.isoformat()}).status_code == 200

    def states() -> str:
        with translation.override("en"):
            part = weak_points(report_of(brand=brand, made_by="Ada", at=timezone.now()))
        assert part is not None
        return " ".join(row[-1] for row in part["rows"])

    assert "accepted by Rosa until" in states()
    client.force_login(ada)
    assert "Rosa" in client.get(f"/b/{brand.slug}/audit/findings/").content.decode()

    def look_after(owner: User | None, until: dt.date) -> None:
        weak.refresh_from_db()
        look_after_finding(
            finding=weak,
            actor=ada,
            version=weak.version,
            at=timezone.now(),
            state=State.ACCEPTED,
            owner=owner,
            due=None,
            reason=weak.reason,
            accepted_until=until,
        )

    look_after(ada, until)
    assert "accepted by Rosa until" in states(), "who looks after it changes nothing of that"
    look_after(ada, until + dt.timedelta(days=200))
    assert "accepted by Ada until" in states(), "the client did not accept that day"


def test_home_and_list_count_a_weak_point_as_open_once_its_acceptance_has_ended(
    client: Client, weak: Finding, ada: User
) -> None:
    brand, today = weak.brand, today_of(weak.brand)
    whole = queries.findings(brand).count()

    def counts(until: dt.date) -> tuple[str, int]:
        weak.state, weak.accepted_until = State.ACCEPTED.value, until
        weak.save()
        listed = client.get(f"/b/{brand.slug}/audit/findings/").context["open_count"]
        with translation.override("en"):
            return cycle_status.status(brand, ada).needs, listed

    client.force_login(ada)
    assert counts(today) == (f"{whole - 1} open weak points", whole - 1)
    assert counts(today - dt.timedelta(days=1)) == (f"{whole} open weak points", whole)


def test_client_who_declines_leaves_it_open(client: Client, weak: Finding, ada: User) -> None:
    cache.clear()
    path = link(weak, ada)
    answer = client.post(path, {"name": "Rosa", "decision": "decline"})
    assert answer.status_code == 200
    weak.refresh_from_db()
    assert weak.state == "open"
    (asked,) = queries.client_asked(weak)
    assert asked.answer == {"accepts": False, "name": "Rosa", "reason": "", "until": None}
    assert LogEntry.objects.filter(verb="finding.client_declined").count() == 1


def test_enter_in_a_field_decides_nothing(client: Client, weak: Finding, ada: User) -> None:
    cache.clear()
    path = link(weak, ada)
    form = client.get(path).content.decode().split('<form method="post" class="card')[1]
    (button,) = re.findall(r"<button[^>]*>", form.split("</form>")[0])
    assert "name=" not in button, "Enter sends what the first button carries"
    assert "checked" not in form
    sent = client.post(path, {"name": "Rosa", "reason": "", "until": ""})
    assert sent.status_code == 422
    assert "Elige una de las dos" in sent.content.decode()
    assert 'value="Rosa"' in sent.content.decode()
    (asked,) = queries.client_asked(weak)
    assert asked.answer is None
    assert client.post(path, {"name": "Rosa", "decision": "maybe"}).status_code == 422


def test_link_ends_with_time_by_a_newer_one_when_closed_and_when_solved(
    weak: Finding, ada: User
) -> None:
    now = timezone.now()
    old = link(weak, ada, now - dt.timedelta(days=15))
    first, second = link(weak, ada), link(weak, ada)
    for spent in (token(old), token(first), token(second)[::-1], "x"):
        with pytest.raises(LinkSpent):
            open_request(spent, at=now)
    asked = AcceptanceRequest.objects.first()
    assert asked is not None
    assert open_request(token(second), at=now) == asked
    revoke_request(finding=weak, request=asked.pk, actor=ada, at=now)
    third = link(weak, ada)
    weak.state = "fixed"
    weak.save()
    for spent in (second, third):
        with pytest.raises(LinkSpent):
            open_request(token(spent), at=now)


def test_nothing_changes_by_a_word_that_is_not_whole_or_by_who_may_not_ask(
    weak: Finding, ada: User, ben: User
) -> None:
    with pytest.raises(Denied):
        link(weak, ben)
    path, now = link(weak, ada), timezone.now()
    beyond = now.date() + dt.timedelta(days=400)
    for name, reason, until in (("", "x", now.date()), ("R", " ", now.date()), ("R", "x", beyond)):
        with pytest.raises(NeedsReason):
            answer_request(
                token=token(path), accepts=True, name=name, reason=reason, until=until, at=now
            )
    assert open_request(token(path), at=now)


def test_guesses_are_counted(client: Client, db: None) -> None:
    cache.clear()
    codes = {client.get("/accept/guess/").status_code for _ in range(31)}
    assert codes == {410, 429}
    cache.clear()


def test_visits_of_a_link_that_opens_are_not_counted(
    client: Client, weak: Finding, ada: User
) -> None:
    cache.clear()
    path = link(weak, ada)
    assert {client.get(path).status_code for _ in range(32)} == {200}
    assert client.get("/accept/guess/").status_code == 410


def test_today_is_the_brands_day_where_the_server_already_writes_tomorrow(
    client: Client, weak: Finding, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    # 18:30 on the 30th in Mexico City is 00:30 on the 1st in UTC.
    evening = dt.datetime(2030, 12, 1, 0, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)
    assert today_of(weak.brand) == dt.date(2030, 11, 30)
    path = link(weak, ada, evening)
    given = {"name": "Rosa", "reason": "Cerramos hoy", "decision": "accept", "until": "2030-11-30"}
    assert client.post(path, given).status_code == 200
    client.force_login(ada)
    page = f"/b/{weak.brand.slug}/audit/findings/"
    text = client.get(f"{page}{weak.pk}/").content.decode()
    assert "Se aceptó porque: Cerramos hoy" in text
    weak.refresh_from_db()
    assert weak.state_on(today_of(weak.brand)) == "accepted"
