"""Micro drills: played by a member they are a drill like any other; by a link they are nobody's."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.micro_drills import share_micro_drill
from simulacro.apps.drills.models import MicroLink
from simulacro.apps.exercises import queries
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.report import after_action
from simulacro.apps.foresight.models import Column, Evidence
from simulacro.apps.foresight.services import note_possibility
from simulacro.apps.people.models import User
from simulacro.kit.policies import Denied

pytestmark = pytest.mark.django_db
PHONE = "base.micro.phone-lost"
BEST = "bca"


@pytest.fixture(autouse=True)
def forgotten_tries() -> None:
    cache.clear()


def public(brand: Brand, ben: User) -> str:
    token = share_micro_drill(brand=brand, actor=ben, micro=PHONE, at=timezone.now())
    return reverse("play:micro", args=[token])


def page(client: Client, address: str, answers: str = "") -> str:
    answer = client.get(address, {"a": answers} if answers else {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_choice_shows_what_comes_of_it_and_the_next_step(brand: Brand, ben: User) -> None:
    anybody, address = Client(), public(brand, ben)
    first = page(anybody, address)
    assert "22:40, perdiste el teléfono" in first
    assert "Bajas del taxi" in first
    second = page(anybody, address, "a")
    assert "Suena, nadie contesta" in second
    assert "¿A quién le avisas" not in second
    result = page(anybody, address, "aba")
    assert "1 de 3 bien elegidas" in result
    assert "Mejor:" in result


def test_what_is_passed_on_names_no_brand_and_nothing_is_kept(brand: Brand, ben: User) -> None:
    anybody, address = Client(), public(brand, ben)
    seen = "".join(page(anybody, address, BEST[:n]) for n in range(4))
    assert brand.name not in seen
    assert brand.slug not in seen
    assert "🟩🟩🟩 3 de 3 bien elegidas" in seen
    assert f"http://testserver{address}" in seen
    assert not Exercise.objects.exists()


def test_what_nobody_could_choose_is_no_page(brand: Brand, ben: User) -> None:
    anybody, address = Client(), public(brand, ben)
    for answers in ("z", "bcab", "b c"):
        assert anybody.get(address, {"a": answers}).status_code == 404


def test_a_link_that_is_closed_or_old_opens_nothing(
    brand: Brand, ben: User, client: Client
) -> None:
    anybody, address = Client(), public(brand, ben)
    client.force_login(ben)
    closing = client.post(reverse("drills:close_micro", args=[brand.slug, PHONE]), follow=True)
    assert anybody.get(address).status_code == 410
    (offer,) = [m for m in closing.context["messages"] if "undo:" in m.tags]
    undo = offer.tags.split("undo:")[1].split()[0]
    client.post(reverse("undo", args=[undo]))
    assert anybody.get(address).status_code == 200
    MicroLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert anybody.get(address).status_code == 410


def test_a_member_leaves_the_record_of_a_drill_with_its_times(
    brand: Brand, ben: User, client: Client
) -> None:
    client.force_login(ben)
    now = int(timezone.now().timestamp())
    asked = ".".join(str(now - seconds) for seconds in (90, 60, 20))
    finish = reverse("drills:finish_micro", args=[brand.slug, PHONE])

    answer = client.post(finish, {"a": "bba", "t": asked}, follow=True)

    assert "2 de 3 bien elegidas" in answer.content.decode()
    (done,) = queries.completed(brand)
    assert (done.format, done.case_key) == ("micro", PHONE)
    assert done.tasks == {"access.secure": "P", "access.backup": "S", "alert.call": "P"}
    exercise = Exercise.objects.get()
    state = queries.state_of(exercise)
    assert [a.option for a in state.answers.values()] == ["b", "b", "a"]
    report = after_action(exercise, timezone.now().date())
    assert [row.first_answer for row in report.questions][:2] == ["0:30", "0:40"]
    listed = client.get(reverse("drills:micro_drills", args=[brand.slug])).content.decode()
    assert "ensayado una vez" in listed


@pytest.mark.parametrize("asked", ["", "x.y", "1.2.3", "9" * 30, "9999999999." * 3])
def test_times_that_cannot_be_believed_are_left_out(
    brand: Brand, ben: User, client: Client, asked: str
) -> None:
    client.force_login(ben)
    client.post(reverse("drills:finish_micro", args=[brand.slug, PHONE]), {"a": BEST, "t": asked})
    (exercise,) = Exercise.objects.all()
    assert exercise.ended_at is not None
    assert exercise.ended_at - exercise.opened_at < dt.timedelta(seconds=5)


def test_a_drill_that_is_not_over_is_not_recorded(brand: Brand, ben: User, client: Client) -> None:
    client.force_login(ben)
    finish = reverse("drills:finish_micro", args=[brand.slug, PHONE])
    assert client.post(finish, {"a": "bc"}).status_code == 404
    assert not Exercise.objects.exists()


def test_whoever_observes_plays_but_opens_nothing(brand: Brand, cy: User, client: Client) -> None:
    client.force_login(cy)
    address = reverse("drills:micro", args=[brand.slug, PHONE])
    assert "Enlace para reenviar" not in page(client, address)
    assert "3 de 3 bien elegidas" in page(client, address, BEST)
    with pytest.raises(Denied):
        share_micro_drill(brand=brand, actor=cy, micro=PHONE, at=timezone.now())


def test_the_link_is_shown_once_made_with_its_qr(brand: Brand, ben: User, client: Client) -> None:
    client.force_login(ben)
    shared = client.post(reverse("drills:share_micro", args=[brand.slug, PHONE]), follow=True)
    words = shared.content.decode()
    link = words.split('id="micro-link">')[1].split("<")[0]
    assert Client().get(urlsplit(link).path).status_code == 200
    assert 'class="qr"' in words


def test_a_micro_drill_fills_the_cell_of_what_it_rehearses(
    brand: Brand, ben: User, client: Client
) -> None:
    asked = note_possibility(
        brand, source="brainstorm", key="k", title="¿Y si?", family="access", at=timezone.now()
    )
    client.force_login(ben)
    first = page(client, reverse("drills:micro", args=[brand.slug, PHONE]))
    assert f'<option value="{asked.pk}">' in first
    next_step = client.get(
        reverse("drills:micro", args=[brand.slug, PHONE]), {"a": "b", "possibility": asked.pk}
    )
    assert f'name="possibility" value="{asked.pk}"' in next_step.content.decode()
    finish = reverse("drills:finish_micro", args=[brand.slug, PHONE])
    client.post(finish, {"a": BEST, "possibility": str(asked.pk)})
    assert Evidence.objects.get(possibility=asked, column=Column.DRILLED).rating == "P"
