"""Answers to checks: kept for ever, followed by the inventory, chosen by what hangs on them."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from tests.apps.audit.inventories import cafe, with_asset, without

from simulacro.apps.audit import queries
from simulacro.apps.audit.answering import Said, after_answer
from simulacro.apps.audit.auditing import solve
from simulacro.apps.audit.models import (
    Audit,
    CheckAnswer,
    CheckRequest,
    CheckRound,
    InventoryRevision,
    StepsFollowed,
)
from simulacro.apps.audit.page_sentences import headline
from simulacro.apps.audit.queries.checks import place_of
from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.check_requests import (
    answer_request,
    ask_somebody,
    open_request,
    revoke_request,
)
from simulacro.apps.audit.services.check_rounds import (
    NothingToAsk,
    choose,
    close_round,
    in_order,
    round_of_the_week,
    start_round,
)
from simulacro.apps.audit.services.checks import NotAsked, answer_check, withdraw_answer
from simulacro.apps.audit.services.inventory import SecretsOffered, save_inventory, undo_revision
from simulacro.apps.audit.views.checks import moved_since
from simulacro.apps.audit.week_card import week_card
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.services import LinkSpent
from simulacro.engines.access.inventory import Answer, Asset, Inventory, Kind, Trait
from simulacro.kit.policies import Denied
from simulacro.kit.sealing.files import uploads_folder

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
LEFT = "base.check.people.left"
FACTOR = "base.check.instagram.second-factor"


@pytest.fixture
def stocked(brand: Brand) -> Brand:
    save_inventory(brand=brand, inventory=cafe(), actor=None, base_revision=None, at=NOW)
    return brand


def answer(brand: Brand, said: Said, actor: User | None = None, **more: object) -> CheckAnswer:
    values = {"check": FACTOR, "subject": "ig", "at": NOW, **more}
    return answer_check(brand=brand, said=said, actor=actor, **values)


def inventory_of(brand: Brand) -> Inventory:
    inventory = queries.current_inventory(brand)
    assert inventory is not None
    return inventory


def test_the_questions_of_an_empty_brand_have_a_heading_and_a_way_on(
    client: Client, brand: Brand, ada: User
) -> None:
    client.force_login(ada)
    page = client.get(f"/b/{brand.slug}/audit/checks/").content.decode().partition("<main")[2]
    assert page.count("<h1") == 1
    assert page.index("<h1") < page.index("<h2")
    assert f'href="/b/{brand.slug}/audit/start/"' in page


def test_an_answer_changes_the_inventory_and_says_what_moved(stocked: Brand, ben: User) -> None:
    before = solve(inventory_of(stocked), day=NOW.date(), with_fixes=False).risk_h
    row = answer(stocked, Said.YES, ben, note="Lo vi en ajustes")
    after = inventory_of(stocked)
    assert after["ig"].says(Trait.SECOND_FACTOR)
    assert row.revision is not None
    assert row.revision.origin == InventoryRevision.Origin.CHECK
    assert row.moved is not None
    assert row.moved["before"] == pytest.approx(before)
    told = solve(after, day=NOW.date(), with_fixes=False)
    assert row.moved["after"] == pytest.approx(told.risk_h)
    assert all("check." not in asset.name for asset in after.assets), "names people can read"


@pytest.mark.parametrize(("asked", "subject"), [(FACTOR, "ig"), ("base.check.people.left", "ada")])
def test_dont_know_counts_as_the_worse_and_leaves_an_interval(
    stocked: Brand, ben: User, asked: str, subject: str
) -> None:
    row = answer(stocked, Said.UNKNOWN, ben, check=asked, subject=subject)
    assert row.moved is not None
    check = queries.all_checks()[asked]
    worse, better = (
        solve(after_answer(cafe(), check, subject, said), day=NOW.date(), with_fixes=False)
        for said in (Said.NO, Said.YES)
    )
    assert row.moved["after"] >= max(worse.risk_h, better.risk_h) - 1e-9
    assert row.moved["after_best"] <= min(worse.risk_best_h, better.risk_best_h) + 1e-9


def test_the_newest_answer_counts_and_none_is_lost(stocked: Brand, ben: User, ada: User) -> None:
    answer(stocked, Said.YES, ben)
    answer(stocked, Said.NOT_APPLICABLE, ada, at=NOW + dt.timedelta(hours=1))
    given = queries.newest_answers(stocked)[FACTOR, "ig"]
    assert (given.said, given.by) == (Said.NOT_APPLICABLE, str(ada))
    assert [queries.given_of(a).said for a in queries.answers_to(stocked, FACTOR, "ig")] == [
        Said.NOT_APPLICABLE,
        Said.YES,
    ]
    assert inventory_of(stocked).methods == cafe().methods


def test_an_answer_taken_back_leaves_the_inventory_as_it_was(stocked: Brand, ben: User) -> None:
    before = inventory_of(stocked)
    row = answer(stocked, Said.YES, ben)
    withdraw_answer(answer=row, actor=ben, at=NOW)
    assert inventory_of(stocked) == before
    assert (FACTOR, "ig") not in queries.newest_answers(stocked)
    again = answer(stocked, Said.YES, ben)
    assert again.revision is not None
    undo_revision(owner=stocked, actor=None)
    assert inventory_of(stocked) == before


STOPS = "base.check.tools.stop-switch"


def test_what_the_inventory_said_before_an_answer_stands_again_whatever_came_between(
    stocked: Brand, ben: User
) -> None:
    said = ((Trait.KILL_SWITCH, Answer.NO), (Trait.QUEUE, Answer.YES))
    tool = Asset("programador", Kind.TOOL, "Programador", traits=said)
    save_inventory(
        brand=stocked,
        inventory=with_asset(inventory_of(stocked), tool),
        actor=None,
        base_revision=queries.current_revision(stocked),
        at=NOW,
    )
    first = answer(stocked, Said.YES, ben, check=STOPS, subject="programador")
    other = "base.check.tools.second-factor"
    answer(stocked, Said.NO, ben, check=other, subject="programador")
    factor = inventory_of(stocked)["programador"].answer(Trait.SECOND_FACTOR)
    assert factor is Answer.NO
    second = answer(stocked, Said.UNKNOWN, ben, check=STOPS, subject="programador")
    withdraw_answer(answer=second, actor=ben, at=NOW)
    assert inventory_of(stocked)["programador"].says(Trait.KILL_SWITCH)
    last = answer(stocked, Said.NOT_APPLICABLE, ben, check=STOPS, subject="programador")
    kept = dict(inventory_of(stocked)["programador"].traits)
    assert kept == {**dict(said), Trait.SECOND_FACTOR: Answer.NO}
    withdraw_answer(answer=last, actor=ben, at=NOW)
    assert inventory_of(stocked)["programador"].says(Trait.KILL_SWITCH)
    assert first.revision is not None


def test_what_does_not_apply_leaves_what_somebody_wrote_by_hand(stocked: Brand, ben: User) -> None:
    written = replace(inventory_of(stocked)["ig"], traits=((Trait.SECOND_FACTOR, Answer.YES),))
    save_inventory(
        brand=stocked,
        inventory=with_asset(inventory_of(stocked), written),
        actor=None,
        base_revision=queries.current_revision(stocked),
        at=NOW,
    )
    answer(stocked, Said.NOT_APPLICABLE, ben)
    assert inventory_of(stocked)["ig"].says(Trait.SECOND_FACTOR)


def test_an_answer_holds_no_secret_and_is_about_what_is_there(stocked: Brand, ben: User) -> None:
    with pytest.raises(SecretsOffered):
        answer(stocked, Said.YES, ben, note="clave: Perro2024!")
    with pytest.raises(NotAsked):
        answer(stocked, Said.YES, ben, subject="ada")
    with pytest.raises(NotAsked):
        answer(stocked, Said.YES, ben, check="base.check.none")
    assert not CheckAnswer.objects.exists()


def test_observer_cannot_answer(stocked: Brand, cy: User) -> None:
    with pytest.raises(Denied):
        answer(stocked, Said.YES, cy)


def test_a_bad_habit_becomes_a_weak_point_and_goes_with_a_good_answer(
    stocked: Brand, ben: User
) -> None:
    habit = next(
        check
        for check in queries.all_checks().values()
        if not check.about and not check.networks and not check.when and not check.decide
    )
    bad = Said(habit.bad.value)
    answer(stocked, bad, ben, check=habit.id, subject="")
    run_audit(brand=stocked, actor=None, at=NOW)
    found = [row for row in queries.findings(stocked) if habit.id in row.seen.subjects]
    assert [row.seen.code for row in found] == [habit.finding]
    answer(stocked, Said(habit.good.value), ben, check=habit.id, subject="")
    run_audit(brand=stocked, actor=None, at=NOW)
    assert queries.findings(stocked).get(pk=found[0].pk).state == "verified"


def test_coverage_counts_answers_and_not_dont_knows(stocked: Brand, ben: User) -> None:
    before = queries.check_coverage(stocked, at=NOW)
    answer(stocked, Said.UNKNOWN, ben)
    assert queries.check_coverage(stocked, at=NOW).answered == before.answered
    answer(stocked, Said.YES, ben)
    now = queries.check_coverage(stocked, at=NOW)
    assert now.answered > before.answered
    severity = queries.all_checks()[FACTOR].severity
    assert now.by_severity[severity][0] > before.by_severity[severity][0]
    later = queries.check_coverage(stocked, at=NOW + dt.timedelta(days=200))
    assert (now.aged, later.aged) == (0, 1)


def test_the_first_twelve_are_those_on_which_most_hangs(stocked: Brand, ben: User) -> None:
    asked = [q for q in queries.asked_of(stocked) if q.is_open]
    chosen = choose(stocked, inventory_of(stocked), asked, 12, NOW.date())
    assert len(chosen) == 12

    def hangs(question: queries.Asked) -> float:
        ends = [
            solve(
                after_answer(
                    inventory_of(stocked), question.check, question.subject, Said(said.value)
                ),
                day=NOW.date(),
                with_fixes=False,
            ).risk_h
            for said in (Answer.YES, Answer.NO)
        ]
        return abs(ends[0] - ends[1])

    inside = {q.check.id: hangs(q) for q in chosen}
    assert len(inside) == 12, "no check is asked twice"
    least = min(inside.values())
    others = [q for q in asked if q not in chosen]
    of_another_thing = [q for q in others if q.check.id in inside]
    assert of_another_thing
    left_out = [*others[::6], *of_another_thing[:4]]
    assert all(hangs(q) <= inside.get(q.check.id, least) + 1e-6 for q in left_out)
    subjects = [q.subject for q in chosen]
    runs = [s for i, s in enumerate(subjects) if i == 0 or subjects[i - 1] != s]
    assert len(runs) == len(set(runs)), "those about one thing stand together"


def test_whether_somebody_left_is_never_asked_first_nor_of_the_only_person(
    stocked: Brand,
) -> None:
    asked = [q for q in queries.asked_of(stocked) if q.is_open]
    left = [q for q in asked if q.check.id == LEFT]
    assert {q.subject for q in left} == {"ada", "ben"}
    for count in (3, 12, len(asked)):
        hours = {q.pair: 9e9 for q in left}
        chosen = in_order(asked, hours, count)
        assert any(q.check.id == LEFT for q in chosen)
        assert chosen[0].check.id != LEFT
        assert chosen[-1].check.id == LEFT
    alone = without(inventory_of(stocked), "ben")
    save_inventory(
        brand=stocked,
        inventory=alone,
        actor=None,
        base_revision=queries.current_revision(stocked),
        at=NOW,
    )
    assert LEFT not in {q.check.id for q in queries.asked_of(stocked)}


def test_somebody_who_left_is_not_somebody_whose_absence_silences(
    stocked: Brand, ben: User
) -> None:
    inventory = inventory_of(stocked)
    solo = replace(inventory, methods=tuple(m for m in inventory.methods if "ben" in m.requires))
    save_inventory(
        brand=stocked,
        inventory=solo,
        actor=None,
        base_revision=queries.current_revision(stocked),
        at=NOW,
    )
    answer(stocked, Said.YES, ben, check=LEFT, subject="ben")
    audit = run_audit(brand=stocked, actor=None, at=NOW)
    assert isinstance(audit, Audit)
    with translation.override("en"):
        said = str(headline(inventory_of(stocked), queries.reading_of_audit(audit)))
    assert "Ben" not in said
    assert "<em>nobody</em> can publish on Instagram" in said


def test_the_end_of_a_round_says_the_interval(stocked: Brand, ben: User, client: Client) -> None:
    start_round(brand=stocked, actor=ben, at=NOW)
    row = answer(stocked, Said.UNKNOWN, ben)
    assert row.moved is not None
    client.force_login(ben)
    shown = client.get(f"/b/{stocked.slug}/audit/checks/done/").context
    low, high = round(row.moved["after_best"]), round(row.moved["after"])
    assert f"{low:,}" in shown["interval"]
    assert f"{high:,}" in shown["interval"]


def test_the_end_of_a_round_tells_the_risk_as_it_is_once_an_answer_is_taken_back(
    stocked: Brand, ben: User, client: Client
) -> None:
    client.force_login(ben)
    start_round(brand=stocked, actor=ben, at=NOW)
    done = f"/b/{stocked.slug}/audit/checks/done/"
    first = answer(stocked, Said.YES, ben)
    last = answer(stocked, Said.YES, ben, check=LEFT, subject="ben")
    assert first.moved is not None
    assert last.moved is not None
    assert round(first.moved["after"]) != round(last.moved["after"])
    told = moved_since(CheckRound.objects.get(), NOW)
    assert told is not None
    assert told["after"] == last.moved["after"]
    withdraw_answer(answer=last, actor=ben, at=NOW)
    told = moved_since(CheckRound.objects.get(), NOW)
    assert told is not None
    assert told["before"] == first.moved["before"]
    assert told["after"] == pytest.approx(first.moved["after"])
    withdraw_answer(answer=first, actor=ben, at=NOW)
    assert client.get(done).context["says"].startswith("Tu riesgo sigue en")


def test_a_round_goes_on_where_it_was_left_and_the_next_has_three(
    stocked: Brand, ben: User, ada: User
) -> None:
    first = start_round(brand=stocked, actor=ben, at=NOW)
    assert len(first.pairs) == 12
    assert start_round(brand=stocked, actor=ada, at=NOW) == first
    close_round(brand=stocked, actor=ada, at=NOW)
    weekly = start_round(brand=stocked, actor=ben, at=NOW)
    assert (weekly.kind, len(weekly.pairs)) == ("weekly", 3)
    close_round(brand=stocked, actor=ben, at=NOW)
    for question in queries.asked_of(stocked):
        answer(stocked, Said.NOT_APPLICABLE, ben, check=question.check.id, subject=question.subject)
    for question in queries.asked_of(stocked):
        if question.given is None:
            answer(
                stocked, Said.NOT_APPLICABLE, ben, check=question.check.id, subject=question.subject
            )
    with pytest.raises(NothingToAsk):
        start_round(brand=stocked, actor=ben, at=NOW)
    aged = start_round(brand=stocked, actor=ben, at=NOW + dt.timedelta(days=200))
    assert len(aged.pairs) == 3, "what has aged asks to be confirmed"


def test_the_weeks_three_stay_the_same_show_what_is_left_and_end_by_monday(
    stocked: Brand, ben: User, cy: User, client: Client
) -> None:
    tuesday = dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.UTC)
    week = dt.timedelta(days=7)
    assert round_of_the_week(brand=stocked, at=tuesday) is None, "the first twelve come first"
    start_round(brand=stocked, actor=ben, at=tuesday)
    assert round_of_the_week(brand=stocked, at=tuesday + week) is None, "they are still open"
    close_round(brand=stocked, actor=ben, at=tuesday)
    assert week_card(stocked, ben, tuesday) is None, "enough for this week"
    three = round_of_the_week(brand=stocked, at=tuesday + week)
    assert three is not None
    assert len(three.pairs) == 3
    card = week_card(stocked, ben, tuesday + week + dt.timedelta(days=3))
    assert card is not None
    assert (card.done, card.total, card.finished) == (0, 3, False)
    assert card.next_day == dt.date(2026, 12, 7)
    assert week_card(stocked, cy, tuesday + week) is None, "an observer answers nothing"
    check, subject = three.pairs[0]
    answer(stocked, Said.YES, ben, check=check, subject=subject)
    assert round_of_the_week(brand=stocked, at=tuesday + week) == three, "an answer moves nothing"
    # What was left of it may come again, in the next week's three.
    after = round_of_the_week(brand=stocked, at=tuesday + 2 * week)
    assert after is not None
    assert (after.pk, len(after.pairs)) != (three.pk, 0)
    three.refresh_from_db()
    assert three.closed_at is not None
    for check, subject in after.pairs:
        answer(stocked, Said.NOT_APPLICABLE, ben, check=check, subject=subject)
    done = week_card(stocked, ben, tuesday + 2 * week)
    assert done is not None
    assert done.finished


def test_the_home_page_tells_how_many_are_left_and_not_which(
    stocked: Brand, ben: User, client: Client
) -> None:
    now = dt.datetime.now(dt.UTC)
    start_round(brand=stocked, actor=ben, at=now - dt.timedelta(days=8))
    close_round(brand=stocked, actor=ben, at=now - dt.timedelta(days=8))
    client.force_login(ben)
    home = client.get(f"/b/{stocked.slug}/").content.decode()
    assert "Las preguntas de la semana" in home
    assert "0 de 3" in home
    (weekly,) = [row for row in CheckRound.objects.all() if row.kind == "weekly"]
    for check, subject in weekly.pairs:
        answer(stocked, Said.NOT_APPLICABLE, ben, check=check, subject=subject)
    assert "Las próximas llegan el" in client.get(f"/b/{stocked.slug}/").content.decode()


def link(brand: Brand, actor: User) -> tuple[CheckRequest, str]:
    row, path = ask_somebody(
        brand=brand,
        check=FACTOR,
        subject="ig",
        for_whom="Lola",
        language="es",
        actor=actor,
        at=dt.datetime.now(dt.UTC),
    )
    return row, path.rstrip("/").rsplit("/", 1)[-1]


def test_a_link_takes_one_answer_as_its_persons(stocked: Brand, ben: User) -> None:
    row, token = link(stocked, ben)
    now = dt.datetime.now(dt.UTC)
    kept = answer_request(token=token, said=Said.NO, note="", at=now)
    assert (kept.author, kept.request, kept.via) == (None, row, "link")
    with pytest.raises(LinkSpent):
        answer_request(token=token, said=Said.YES, note="", at=now)


def test_the_newest_answer_is_taken_back_from_its_history_also_one_by_a_link(
    stocked: Brand, ben: User, cy: User, client: Client
) -> None:
    before = inventory_of(stocked)
    _row, token = link(stocked, ben)
    kept = answer_request(token=token, said=Said.NO, note="", at=timezone.now())
    url = f"/b/{stocked.slug}/audit/checks/about/{FACTOR}/ig/"
    back = f"/b/{stocked.slug}/audit/checks/answer/{kept.pk}/take-back/"
    client.force_login(cy)
    assert client.post(back).status_code == 403, "an observer takes nothing back"
    client.force_login(ben)
    assert client.get(url).content.decode().count(f'action="{back}"') == 1
    assert client.post(back)["Location"] == url
    assert inventory_of(stocked) == before
    assert (FACTOR, "ig") not in queries.newest_answers(stocked)
    assert "/take-back/" not in client.get(url).content.decode()
    answer(stocked, Said.YES, ben)
    told = client.post(back, follow=True).content.decode()
    assert "Mientras tanto se respondió de nuevo." in told
    assert queries.newest_answers(stocked)[FACTOR, "ig"].said is Said.YES


def test_a_link_ends_after_a_week_when_closed_and_when_tampered_with(
    stocked: Brand, ben: User
) -> None:
    row, token = link(stocked, ben)
    now = dt.datetime.now(dt.UTC)
    assert open_request(token, at=now) == row
    for wrong, at in ((token, now + dt.timedelta(days=8)), (token[:-1] + "_", now), ("x", now)):
        with pytest.raises(LinkSpent):
            open_request(wrong, at=at)
    revoke_request(actor=ben, brand=stocked, request=row.id, at=now)
    with pytest.raises(LinkSpent):
        open_request(token, at=now)


def test_the_page_of_a_link_shows_one_question_and_nothing_else(
    stocked: Brand, ben: User, client: Client
) -> None:
    cache.clear()
    _row, token = link(stocked, ben)
    page = client.get(f"/question/{token}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Instagram" in text
    for hidden in ("Clave de Instagram", "Teléfono de la jefa", stocked.slug, "/b/"):
        assert hidden not in text
    assert client.post(f"/question/{token}/", {"said": "maybe"}).status_code == 422
    assert client.post(f"/question/{token}/", {"said": "no"}).status_code == 200
    assert client.get(f"/question/{token}/").status_code == 410
    assert queries.newest_answers(stocked)[FACTOR, "ig"].said is Said.NO


def test_visits_of_a_link_that_opens_are_not_counted(
    client: Client, stocked: Brand, ben: User
) -> None:
    cache.clear()
    _row, token = link(stocked, ben)
    assert {client.get(f"/question/{token}/").status_code for _ in range(32)} == {200}
    assert client.get("/question/guess/").status_code == 410


def test_a_link_sent_for_twice_is_made_once_and_shown_once(
    stocked: Brand, ben: User, client: Client
) -> None:
    client.force_login(ben)
    url = f"/b/{stocked.slug}/audit/checks/about/{FACTOR}/ig/"
    form = {"for_whom": "Lola", "idempotency_key": "0" * 32}
    made = client.post(f"{url}ask/", form)
    again = client.post(f"{url}ask/", form)
    assert made["Location"] == again["Location"] == f"{url}#ask"
    assert CheckRequest.objects.count() == 1
    shown = client.get(url)
    assert shown.context["new"]["for_whom"] == "Lola"
    path = shown.context["new"]["link"].partition("testserver")[2]
    assert path in shown.content.decode()
    assert path not in client.get(url).content.decode()
    token = path.rstrip("/").rsplit("/", 1)[-1]
    assert open_request(token, at=timezone.now()).for_whom == "Lola"


def test_who_tries_many_links_is_told_to_wait(client: Client, db: None) -> None:
    cache.clear()
    answers = [client.get(f"/question/guess-{i}/").status_code for i in range(31)]
    assert set(answers[:30]) == {410}
    assert answers[30] == 429


def on_screen(client: Client, url: str) -> dict[str, object]:
    """What the form of a page says of its question."""
    asked = client.get(url).context["asked"]
    seen = asked.given.number if asked.given else 0
    return {"check": asked.check.id, "subject": asked.subject, "seen": seen}


@pytest.mark.parametrize("turn", ["", "?n=1"])
def test_an_answer_is_of_the_question_that_was_on_the_screen(
    stocked: Brand, ada: User, olga: User, client: Client, turn: str
) -> None:
    round_ = start_round(brand=stocked, actor=ada, at=NOW)
    first = tuple(round_.pairs[0])
    url = f"/b/{stocked.slug}/audit/checks/now/{turn}"
    client.force_login(olga)
    page = client.get(url).content.decode()
    form = on_screen(client, url)
    for name, value in form.items():
        assert f'name="{name}" value="{value}"' in page
    answer(stocked, Said.YES, ada, check=first[0], subject=first[1])
    refused = client.post(url, {**form, "said": "no", "note": "La vi apagada"})
    assert refused.status_code == 422
    assert CheckAnswer.objects.count() == 1, "nothing is kept, of this question or the next"
    text = refused.content.decode()
    assert "Alguien respondió esto mientras tanto: Sí · Ada" in text
    assert "La vi apagada" in text
    assert refused.context["asked"].pair == first
    # Now she has seen it, and hers counts.
    seen = {**form, "seen": refused.context["asked"].given.number}
    assert client.post(url, {**seen, "said": "no"}).status_code == 302
    assert queries.newest_answers(stocked)[first].said is Said.NO


def test_of_two_accounts_on_one_network_each_page_says_which_is_asked_about(
    brand: Brand, ben: User, client: Client
) -> None:
    cache.clear()
    chile = Asset("ig2", Kind.ACCOUNT, "Instagram Chile", network="instagram")
    both = with_asset(cafe(), chile)
    save_inventory(brand=brand, inventory=both, actor=None, base_revision=None, at=NOW)
    nameless = next(
        q.check
        for q in queries.asked_of(brand)
        if q.subject == "ig2" and q.is_open and "{name}" not in q.check.words("es").question
    )
    client.force_login(ben)
    base = f"/b/{brand.slug}/audit/checks"
    said = "Sobre: Instagram Chile"
    assert said in client.get(f"{base}/about/{nameless.id}/ig2/").content.decode()
    assert said not in client.get(f"{base}/about/{nameless.id}/ig/").content.decode()
    rows = client.get(f"{base}/?about=instagram").content.decode()
    assert said in rows
    assert "Sobre: Instagram<" in rows
    CheckRound.objects.create(
        brand=brand, kind="weekly", pairs=[[nameless.id, "ig2"]], started_at=NOW
    )
    assert said in client.get(f"{base}/now/").content.decode()
    _row, path = ask_somebody(
        brand=brand,
        check=nameless.id,
        subject="ig2",
        for_whom="Lola",
        language="es",
        actor=ben,
        at=timezone.now(),
    )
    assert said in client.get(path).content.decode()
    named = next(
        q.check
        for q in queries.asked_of(brand)
        if q.subject == "ig2" and "{name}" in q.check.words("es").question
    )
    assert said not in client.get(f"{base}/about/{named.id}/ig2/").content.decode()


def test_an_answer_to_a_round_that_was_closed_meanwhile_is_kept_or_refused_by_name(
    stocked: Brand, ada: User, olga: User, client: Client
) -> None:
    start_round(brand=stocked, actor=ada, at=NOW)
    url = f"/b/{stocked.slug}/audit/checks/now/"
    client.force_login(olga)
    form = on_screen(client, url)
    close_round(brand=stocked, actor=ada, at=NOW)
    assert client.post(url, {**form, "said": "yes"}).status_code == 302
    assert queries.newest_answers(stocked)[form["check"], form["subject"]].said is Said.YES
    answer(stocked, Said.NO, ada, check=form["check"], subject=form["subject"])
    assert client.post(url, {**form, "said": "yes"}).status_code == 422
    assert client.post(url, {**form, "check": "base.check.none", "said": "yes"}).status_code == 302
    assert CheckAnswer.objects.count() == 2


def test_the_page_of_one_question_refuses_what_was_answered_meanwhile(
    stocked: Brand, ada: User, olga: User, client: Client
) -> None:
    url = f"/b/{stocked.slug}/audit/checks/about/{FACTOR}/ig/"
    client.force_login(olga)
    form = on_screen(client, url)
    answer(stocked, Said.YES, ada)
    assert client.post(url, {**form, "said": "no"}).status_code == 422
    assert client.post(url, {**on_screen(client, url), "said": "no"}).status_code == 302


def test_the_pages_follow_one_answer_with_a_photo(
    stocked: Brand, ben: User, client: Client
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tests.kit.test_photographs import jpeg

    client.force_login(ben)
    base = f"/b/{stocked.slug}/audit/checks"
    assert "Instagram" in client.get(f"{base}/").content.decode()
    assert client.post(f"{base}/start/").status_code == 302
    first = client.get(f"{base}/now/").content.decode()
    assert re.search(r"Pregunta 1 de 12|Question 1 of 12", first)
    photo = SimpleUploadedFile("ajustes.jpg", jpeg(), "image/jpeg")
    posted = {**on_screen(client, f"{base}/now/?n=1"), "said": "yes", "note": "Visto"}
    assert client.post(f"{base}/now/?n=1", {**posted, "photo": photo}).status_code == 302
    row = CheckAnswer.objects.get()
    page = client.get(f"{base}/about/{row.said['check']}/{row.said['subject'] or '-'}/")
    assert "Visto" in page.content.decode()
    kept = client.get(f"{base}/photo/{row.id}/0/")
    assert kept["Content-Type"] == "image/jpeg"
    assert b"GPS" not in kept.content
    (sealed,) = (uploads_folder() / str(stocked.id)).glob("*.sealed")
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"!")
    assert client.get(f"{base}/photo/{row.id}/0/").status_code == 410, "it says so, and no more"
    wrong = SimpleUploadedFile("x.jpg", b"MZ not a photo", "image/jpeg")
    refused = {**on_screen(client, f"{base}/now/?n=2"), "said": "yes", "photo": wrong}
    assert client.post(f"{base}/now/?n=2", refused).status_code == 422
    assert client.post(f"{base}/done/").status_code == 302
    assert queries.latest_audit(stocked) is not None


def test_the_team_says_that_the_steps_of_a_check_are_right(
    client: Client, stocked: Brand, ben: User, cy: User
) -> None:
    asked = queries.asked_of(stocked)
    check = next(q.check.id for q in asked if q.subject == "ig" and not q.check.verified)
    url = f"/b/{stocked.slug}/audit/checks/about/{check}/ig/"
    client.force_login(ben)
    unconfirmed = client.get(url).content.decode()
    assert "Nadie ha confirmado estos pasos todavía" in unconfirmed
    assert f"/measures/propose/?brand={stocked.slug}&amp;check={check}" in unconfirmed
    client.post(f"{url}steps/")
    client.post(f"{url}steps/")
    assert StepsFollowed.objects.count() == 1
    confirmed = client.get(url).content.decode()
    assert "Ben siguió estos pasos el" in confirmed
    assert "más de seis meses" not in confirmed
    StepsFollowed.objects.update(at=timezone.now() - dt.timedelta(days=190))
    assert "más de seis meses" in client.get(url).content.decode()
    client.force_login(cy)
    assert client.post(f"{url}steps/").status_code == 403


def test_a_source_without_a_date_of_its_own_says_when_it_was_read(
    client: Client, stocked: Brand, ben: User
) -> None:
    client.force_login(ben)
    page = client.get(f"/b/{stocked.slug}/audit/checks/about/{FACTOR}/ig/").content.decode()
    sources = page.partition("De dónde sale")[2]
    assert "2025-10-09" in sources
    assert sources.count("leída el 30 de noviembre de 2026") == 1
    assert "22 de noviembre de 2026" not in sources, "those have a date"


@pytest.mark.django_db
def test_a_question_about_an_account_without_a_known_network_stands_under_networks() -> None:
    inventory = with_asset(cafe(), Asset("otra", Kind.ACCOUNT, "Otra red"))
    inventory = with_asset(inventory, Asset("buzon", Kind.MAILBOX, "Buzón"))
    check = queries.all_checks()["base.check.account.codes-only-by-sms"]
    assert place_of(inventory, check, "otra") == "network"
    assert place_of(inventory, check, "buzon") == "mailbox"


@pytest.mark.django_db
def test_a_network_s_question_about_a_device_is_asked_under_that_network() -> None:
    channel = Asset("yt", Kind.ACCOUNT, "El canal", channel=True, network="youtube")
    inventory = with_asset(cafe(), channel)
    checks = queries.all_checks()
    places = {q.pair: q.place for q in queries.checks.applicable(inventory, checks, {})}
    assert places["base.check.youtube.session", "telefono"] == "youtube"
    before = {q.pair for q in queries.checks.applicable(cafe(), checks, {})}
    assert ("base.check.youtube.session", "telefono") not in before
