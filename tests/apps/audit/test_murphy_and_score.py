"""Murphy's list with its decisions, and a score that only the map of accesses moves."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.apps.audit.inventories import cafe, renamed, with_asset, without
from tests.apps.audit.test_words_of_questions import demo

from simulacro.apps.audit import auditing, queries
from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.figures import hours_a_year
from simulacro.apps.audit.models import AcceptedRisk, Audit, MurphyList, RealTestTry
from simulacro.apps.audit.murphy_words import (
    cover,
    effect,
    is_slip,
    stakes,
    title,
    ways,
    what_if,
    when,
)
from simulacro.apps.audit.page_sentences import moved_sentence
from simulacro.apps.audit.scoring import score_of
from simulacro.apps.audit.services import audits as audit_services
from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.checks import answer_check
from simulacro.apps.audit.services.findings import NeedsReason
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.audit.services.murphy import accept_risk, ask_what_if, reopen_risk
from simulacro.apps.audit.services.real_tests import tick_real_test
from simulacro.apps.brands.days import today_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility
from simulacro.apps.people.models import User
from simulacro.content.drill_model import families
from simulacro.engines.access.inventory import Answer, Asset, Inventory, Kind
from simulacro.engines.access.murphy_rows import Mode, Row, Standing
from simulacro.engines.access.rates import Rates
from simulacro.kit.policies import Denied
from simulacro.kit.templatetags import regional
from simulacro.kit.versions import VersionConflict

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
END = dt.date(2027, 1, 31)


def audited(brand: Brand, inventory: Inventory, days: int = 0) -> Audit:
    save_inventory(
        brand=brand,
        inventory=inventory,
        actor=None,
        base_revision=queries.current_revision(brand),
        at=NOW,
    )
    made = run_audit(brand=brand, actor=None, at=NOW + dt.timedelta(days=days))
    assert isinstance(made, Audit)
    return made


def rows_of(audit: Audit) -> tuple[Row, ...]:
    found = queries.murphy_of(audit)
    assert found is not None
    return found.rows


def steps(audit: Audit) -> dict[str, float]:
    assert audit.moved is not None
    found = dict(audit.moved["steps"])
    assert sum(found.values()) == pytest.approx(audit.moved["change"], abs=1e-9)
    return found


# -- Murphy's list -----------------------------------------------------------------------------


def test_a_row_is_accepted_with_name_reason_and_end_lapses_and_can_be_reopened(
    brand: Brand, ada: User, ben: User
) -> None:
    row = rows_of(audited(brand, cafe()))[0]
    assert row.standing is Standing.BARE
    given = {"brand": brand, "row": row, "accepted_by": "Olga", "reason": "Cierra en enero"}
    with pytest.raises(Denied):
        accept_risk(**given, actor=ben, version=1, until=END, at=NOW)
    with pytest.raises(NeedsReason):
        accept_risk(**given, actor=ada, version=1, until=dt.date(2026, 11, 1), at=NOW)
    with pytest.raises(NeedsReason):
        accept_risk(**given, actor=ada, version=1, until=dt.date(2027, 11, 24), at=NOW)
    accept_risk(**given, actor=ada, version=1, until=END, at=NOW)
    # Two who both saw it open: the second is told.
    with pytest.raises(VersionConflict):
        accept_risk(**given, actor=ada, version=1, until=END, at=NOW)
    assert set(queries.accepted_rows(brand, END)) == {row.key}
    assert queries.accepted_rows(brand, END + dt.timedelta(days=1)) == {}
    # A new name for everything leaves the decision where it was.
    again = rows_of(audited(brand, renamed(cafe(), "ig", "Otro nombre"), days=1))
    assert row.key in {r.key for r in again}
    risk = queries.accepted_risk(brand, row.key)
    assert risk is not None
    reopen_risk(brand=brand, row=row, actor=ada, version=risk.version, at=NOW)
    assert queries.accepted_rows(brand, NOW.date()) == {}


def test_a_row_whose_backup_nobody_could_work_out_says_so(brand: Brand) -> None:
    rows = rows_of(audited(brand, cafe()))
    row = next(r for r in rows if r.standing is Standing.COVERED and any(r.backup))
    unknown = replace(row, backup=(None,) * len(row.subjects), then=(), backup_told=False)
    with translation.override("en"):
        assert str(cover(cafe(), unknown)).startswith("Something still covers it. What, we do not")
        assert "two more things" in str(cover(cafe(), replace(unknown, backup_told=True)))


def test_people_are_missing_as_people_things_as_things_and_all_are_named(brand: Brand) -> None:
    audit = audited(brand, cafe())
    inventory = cafe()
    for n in range(14):
        inventory = with_asset(inventory, Asset(f"p{n}", Kind.PERSON, f"Persona {n}"))
    row = replace(
        rows_of(audit)[0],
        mode=Mode.AWAY,
        kind=Kind.PERSON,
        subjects=("ben", "clave-ig"),
        missing=(),
    )
    everybody = replace(row, subjects=tuple(f"p{n}" for n in range(14)))
    with translation.override("en"):
        said = str(title(inventory, row))
        people, things = said.split(". ")
        assert "Ben" in people
        assert inventory["clave-ig"].name.lower() not in people.lower()
        assert inventory["clave-ig"].name.lower() in things.lower()
        assert "Nobody" not in str(title(inventory, replace(row, subjects=("clave-ig",))))
        alone = str(title(inventory, replace(row, subjects=("ben",))))
        assert alone == "Nobody is left who can get in: Ben is away", "others may be there"
        for text in (title(inventory, everybody), what_if(inventory, everybody)):
            assert all(f"Persona {n}" in text for n in range(14)), text
        hours = replace(row, mode=Mode.LOST, hours=(1, 2), missing=everybody.subjects)
        assert "Persona 13" in when(inventory, hours, "MX")


def test_no_row_is_told_as_more_than_the_whole_score(brand: Brand) -> None:
    audit = audited(brand, cafe())
    whole = score_of(cafe(), queries.reading_of_audit(audit))
    assert all(row.hours_a_year <= whole.hours + 1e-9 for row in rows_of(audit))


def row(mode: Mode, kind: Kind, *subjects: str, **more: object) -> Row:
    plain = Row(
        key="k",
        mode=mode,
        kind=kind,
        subjects=subjects,
        named=("x",),
        hours=(),
        missing=(),
        silences=(),
        locks_out=(),
        hijacks=(),
        backup=(),
        then=(),
        ways=(),
        standing=Standing.BARE,
        times_a_year=1.0,
        hours_a_year=1.0,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def test_a_slip_is_no_theft_in_its_title_its_effect_and_its_what_if() -> None:
    slip = row(Mode.TAKEN, Kind.ACCOUNT, "ig", named=("slip or wrong account",), hijacks=("ig",))
    theft = replace(slip, named=("session stolen",))
    both = replace(slip, named=("slip or wrong account", "session stolen"))
    with translation.override("en"):
        assert is_slip(slip)
        assert str(title(cafe(), slip)) == "Something goes out by mistake: Instagram"
        assert "They take" not in effect(cafe(), slip)
        assert "in the brand’s name, on Instagram" in effect(cafe(), slip)
        assert what_if(cafe(), slip) == "What if something goes out by mistake on Instagram?"
        for taken in (theft, both):
            assert str(title(cafe(), taken)) == "In other hands: Instagram"
            assert str(effect(cafe(), taken)) == "They take Instagram."


def test_what_covers_a_row_is_set_off_by_dashes_and_a_person_is_missing() -> None:
    inventory = renamed(cafe(), "ben", "Ben, CM")
    inventory = with_asset(inventory, Asset("all", Kind.CAUSE, "Storm"))
    lost = row(Mode.LOST, Kind.DEVICE, "telefono", then=("ig",), standing=Standing.COVERED)
    with translation.override("en"):
        for backup, said in (
            ("ben", "If somebody else is missing too — Ben, CM — you also lose Instagram."),
            ("all", "If this happens too — Storm — you also lose Instagram."),
            ("clave-ig", "If this fails too — Clave de Instagram — you also lose Instagram."),
        ):
            assert str(cover(inventory, replace(lost, backup=(backup,)))) == said
        taken = replace(lost, mode=Mode.TAKEN, backup=("ben",))
        assert "somebody else falls too — Ben, CM — they also take" in str(cover(inventory, taken))


def test_a_what_if_asks_of_a_person_a_cause_and_a_thing_in_their_own_words() -> None:
    inventory = with_asset(cafe(), Asset("all", Kind.CAUSE, "Storm"))
    with translation.override("en"):
        assert what_if(inventory, row(Mode.LOST, Kind.PERSON, "ben")) == (
            "What if somebody is missing: Ben?"
        )
        assert what_if(inventory, row(Mode.LOST, Kind.PERSON, "ben", missing=("ada",))) == (
            "What if somebody else is missing, with Ada away: Ben?"
        )
        assert what_if(inventory, row(Mode.TAKEN, Kind.PERSON, "ben")) == (
            "What if somebody is tricked or forced: Ben?"
        )
        assert what_if(inventory, row(Mode.LOST, Kind.CAUSE, "all", missing=("ada",))) == (
            "What if this happens, with Ada away: Storm?"
        )
        assert str(title(inventory, row(Mode.LOST, Kind.CAUSE, "all"))) == "Happens: Storm"
        assert ways(row(Mode.LOST, Kind.CAUSE, "all")) == ""


def test_ways_that_have_an_or_of_their_own_do_not_run_into_each_other() -> None:
    said = row(Mode.LOST, Kind.DEVICE, "telefono", named=("lost or stolen", "broken"))
    simple = replace(said, named=("flat", "broken"))
    with translation.override("en"):
        assert ways(said) == "It is lost or stolen; it breaks"
        assert ways(simple) == "It is flat or it breaks"


def test_a_row_becomes_one_what_if_however_often_it_is_asked(brand: Brand, ben: User) -> None:
    row = rows_of(audited(brand, cafe()))[0]
    for _again in range(2):
        ask_what_if(brand=brand, inventory=cafe(), row=row, actor=ben, at=NOW)
    every = Possibility.objects.filter(brand=brand)
    (asked,) = [p for p in every if p.key == f"murphy:{row.key}"]
    assert asked.family in families()
    assert asked.titles["es"].startswith("¿")
    assert asked.titles["en"].startswith("What if")


@pytest.mark.django_db(transaction=False)
def test_the_pages_filter_lead_somewhere_and_keep_what_was_typed(
    client: Client, brand: Brand, ada: User
) -> None:
    audit = audited(brand, cafe())
    client.force_login(ada)
    base = f"/b/{brand.slug}/audit/murphy/"
    for show in ("bare", "covered", "harmless", "accepted", "all"):
        response = client.get(base, {"show": show, "mode": "lost" if show == "all" else ""})
        assert response.status_code == 200
        assert "%(" not in response.content.decode()
    for row in rows_of(audit):
        text = client.get(f"{base}{row.key}/").content.decode()
        leads = text.count('class="card fix"') + text.count("what-if/") + text.count('name="until"')
        assert leads >= 2, row
    row = rows_of(audit)[0]
    late = {"accepted_by": "Olga", "reason": "Mi razón", "until": "2020-01-01", "version": 1}
    text = client.post(f"{base}{row.key}/", late).content.decode()
    assert "Mi razón" in text
    assert not AcceptedRisk.objects.exists()
    today = today_of(brand)
    last, soon = today + dt.timedelta(days=366), today + dt.timedelta(days=60)
    refused = client.post(f"{base}{row.key}/", {**late, "until": "9999-12-31"})
    assert regional.day(last, brand) in refused.context["form"].errors["until"][0]
    client.post(f"{base}{row.key}/", {**late, "until": soon.isoformat()})
    assert row.key in queries.accepted_rows(brand, NOW.date())
    assert "Olga" in client.get(f"{base}{row.key}/").content.decode()
    board = f'href="{reverse("whatifs:board", args=[brand.slug])}"'
    asks = f"{base}{row.key}/what-if/"
    text = client.get(f"{base}{row.key}/").content.decode()
    assert (text.count(asks), f"<p><a {board}" in text) == (1, False)
    client.post(asks)
    text = client.get(f"{base}{row.key}/").content.decode()
    assert (text.count(asks), f"<p><a {board}" in text) == (0, True)
    Possibility.objects.update(set_aside_at=NOW)
    assert asks in client.get(f"{base}{row.key}/").content.decode()
    client.post(f"{base}{row.key}/", {"reopen": "yes"})
    assert queries.accepted_rows(brand, NOW.date()) == {}
    MurphyList.objects.all().delete()
    assert client.get(base).status_code == 200
    assert client.get(f"{base}{row.key}/").status_code == 404


@pytest.mark.django_db(transaction=False)
def test_a_decision_outlives_a_failed_test_of_something_else_and_is_told_when_its_row_goes(
    client: Client, brand: Brand, ada: User
) -> None:
    def tried(outcome: RealTestTry.Outcome, days: int) -> dict[str, Row]:
        at = NOW + dt.timedelta(days=days)
        tick_real_test(
            brand=brand,
            test="base.real-test.second-phone",
            subject="telefono-ada",
            outcome=outcome,
            actor=ada,
            at=at,
        )
        made = run_audit(brand=brand, actor=None, at=at)
        assert isinstance(made, Audit)
        return {row.key: row for row in rows_of(made)}

    before = {row.key: row for row in rows_of(audited(brand, demo()))}
    failed = tried(RealTestTry.Outcome.FAILED, 1)
    row = next(r for r in failed.values() if r.mode is Mode.AWAY)
    until = today_of(brand) + dt.timedelta(days=300)
    given = {"brand": brand, "actor": ada, "version": 1, "until": until, "at": timezone.now()}
    accept_risk(**given, row=row, accepted_by="Olga", reason="De noche no hay nadie")
    # This one is there only while the phone is missing.
    phone = next(r for r in failed.values() if r.mode is Mode.AWAY and r.key not in before)
    assert "telefono-ada" in phone.subjects
    accept_risk(**given, row=phone, accepted_by="Dot", reason="Lo arreglamos el lunes")
    again = tried(RealTestTry.Outcome.PASSED, 2)
    assert set(again) == set(before)
    assert len(set(before) - set(failed)) < len(before) / 5
    assert again[row.key].silences == row.silences
    assert again[row.key].hours == row.hours
    # What fails of the office and of a network is the same as ever.
    for subject in ("oficina", "youtube"):
        for one in (r for r in before.values() if r.subjects == (subject,)):
            if one.standing is Standing.BARE:
                assert one.key in failed

    client.force_login(ada)
    base = f"/b/{brand.slug}/audit/murphy/"
    assert client.get(f"{base}{row.key}/").status_code == 200
    for address in (f"{base}{phone.key}/", f"{base}{phone.key}/what-if/"):
        send = client.post if "what-if" in address else client.get
        response = send(address, follow=True)
        assert response.redirect_chain == [(base, 302)]
        text = response.content.decode()
        assert "message-warning" in text
        assert "Lo arreglamos el lunes" in text
        assert "Dot" in text
        assert "De noche no hay nadie" not in text
    assert client.get(f"{base}{'0' * 20}/").status_code == 404
    assert {r.row for r in AcceptedRisk.objects.all()} == {row.key, phone.key}


# -- the score -----------------------------------------------------------------------------------


def test_the_score_is_the_sum_that_its_page_shows(client: Client, brand: Brand, ada: User) -> None:
    audit = audited(brand, cafe())
    score = score_of(cafe(), queries.reading_of_audit(audit))
    assert sum(c.weighted for c in score.channels) == pytest.approx(score.hours)
    assert score.best_h <= score.hours == audit.risk["hours"]
    # Twice the weight everywhere is twice the sum and the same score for a channel of weight 1.
    heavier = replace(cafe(), assets=tuple(replace(a, weight=2.0) for a in cafe().assets))
    double = score_of(heavier, auditing.solve(heavier, day=NOW.date(), with_fixes=False))
    assert double.hours == pytest.approx(2 * score.hours)
    assert double.per_weight_h == pytest.approx(score.per_weight_h)
    # In felt words both pages speak of the average channel, whatever unit the weights are in.
    rows = [row for row in rows_of(audit) if row.channels]
    said = [stakes(cafe(), row, "MX") for row in rows]
    doubled = [replace(row, hours_a_year=2 * row.hours_a_year) for row in rows]
    assert said == [stakes(heavier, row, "MX") for row in doubled]
    client.force_login(ada)
    for language, word in (("es", "Cómo"), ("en", "How")):
        ada.language = language
        ada.save()
        client.cookies["django_language"] = language
        text = client.get(f"/b/{brand.slug}/audit/score/").content.decode()
        assert word in text
        with translation.override(language):
            assert f"<em>{hours_a_year(score.per_weight_h, 'CL')}</em>" in text


def test_what_moved_the_score_leads_to_what_changed_in_the_inventory(
    client: Client, brand: Brand, ada: User
) -> None:
    first = audited(brand, cafe())
    second = audited(brand, with_asset(cafe(), Asset("repuesto", Kind.DEVICE, "Repuesto")), days=1)
    again = run_audit(brand=brand, actor=None, at=NOW + dt.timedelta(days=2))
    assert isinstance(again, Audit)
    client.force_login(ada)
    base = f"/b/{brand.slug}/audit"
    for page in ("score", "history"):
        text = client.get(f"{base}/{page}/").content.decode()
        assert f"{base}/history/{second.number}/#inventory" in text
        for other in (first, again):
            assert f"{base}/history/{other.number}/#inventory" not in text
    past = client.get(f"{base}/history/{second.number}/")
    assert len(past.context["changes"]["inventory"]) == 1
    assert "Repuesto" in past.context["changes"]["inventory"][0]
    assert reverse("audit:inventory_history", args=[brand.slug]) in past.content.decode()
    same = client.get(f"{base}/history/{again.number}/")
    assert same.context["changes"]["inventory"] == []


def test_a_weight_of_zero_is_named_as_the_reason_and_shown(
    client: Client, brand: Brand, ada: User
) -> None:
    audited(brand, cafe())
    light = replace(
        cafe(), assets=tuple(replace(a, weight=0.0) if a.channel else a for a in cafe().assets)
    )
    after = audited(brand, light, days=1)
    assert set(steps(after)) == {"weights"}
    assert steps(after)["weights"] < 0
    client.force_login(ada)
    ada.language = "en"
    ada.save()
    client.cookies["django_language"] = "en"
    text = client.get(f"/b/{brand.slug}/audit/score/").content.decode()
    assert "With weight 0" in text
    assert "Instagram" in text


def test_what_was_taken_out_to_hide_it_is_named(brand: Brand) -> None:
    tool = Asset("programador", Kind.TOOL, "Programador de posts")
    audited(brand, with_asset(cafe(), tool))
    hidden = audited(brand, without(with_asset(cafe(), tool), "programador"), days=1)
    assert set(steps(hidden)) == {"removed"}
    # A channel that is said to be none any more is gone from the sum just as well.
    quiet = replace(
        cafe(),
        assets=tuple(replace(a, channel=False) if a.id == "ig" else a for a in cafe().assets),
    )
    if not quiet.channels:
        quiet = with_asset(quiet, Asset("otro", Kind.ACCOUNT, "Otro", channel=True))
    silent = audited(brand, quiet, days=2)
    assert steps(silent)["removed"] < 0
    assert silent.moved is not None
    with translation.override("en"):
        assert "No longer counted: Instagram" in str(moved_sentence(silent.moved, "MX"))


def test_a_yes_that_changes_nothing_in_the_map_does_not_move_the_score(
    brand: Brand, ada: User
) -> None:
    before = audited(brand, cafe())
    covered = queries.check_coverage(brand)
    asked = next(
        a
        for a in queries.asked_of(brand, cafe())
        if a.is_open and a.check.good is Answer.YES and not a.check.effects.get(Answer.YES)
    )
    answer_check(
        brand=brand,
        check=asked.check.id,
        subject=asked.subject,
        said=Said.YES,
        actor=ada,
        at=NOW,
    )
    after = run_audit(brand=brand, actor=None, at=NOW + dt.timedelta(days=1))
    assert isinstance(after, Audit)
    assert queries.check_coverage(brand).answered > covered.answered
    assert after.risk["hours"] == pytest.approx(before.risk["hours"])
    assert sum(steps(after).values()) == pytest.approx(0.0)


def test_each_cause_is_told_by_solving_again_in_the_stated_order(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = audited(brand, cafe())
    rates = auditing.default_rates()
    worse = replace(
        rates,
        entries=tuple(
            replace(e, theft=tuple(replace(m, per_year=3 * m.per_year) for m in e.theft))
            if e.theft
            else e
            for e in rates.entries
        ),
    )
    for module in (auditing, audit_services):
        monkeypatch.setattr(module, "facts_version", lambda: "newer rates")
    monkeypatch.setattr(auditing, "default_rates", lambda: worse)
    spare = with_asset(cafe(), Asset("repuesto", Kind.DEVICE, "Teléfono de repuesto"))
    lighter = replace(
        spare, assets=tuple(replace(a, weight=3.0) if a.channel else a for a in spare.assets)
    )
    after = audited(brand, lighter, days=1)
    found = steps(after)
    assert list(found) == ["facts", "weights", "inventory"]

    def hours(inventory: Inventory, by: Rates) -> float:
        return auditing.solve(inventory, day=NOW.date(), rates=by, with_fixes=False).risk_h

    assert found["facts"] == pytest.approx(hours(cafe(), worse) - first.risk["hours"])
    assert found["facts"] > 0
    assert found["weights"] == pytest.approx(2 * hours(cafe(), worse))
