"""A drill is of something that can happen: from the what-if to its case, and back to its cell."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.rehearsals import case_key_for, of_family
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.services import member_id, record
from simulacro.apps.foresight import channels
from simulacro.apps.foresight.models import Column, Evidence, Possibility, Source
from simulacro.apps.foresight.services import note_possibility, record_evidence
from simulacro.apps.people.models import User
from simulacro.content.cases import combination_of
from simulacro.engines.drill import Kind

pytestmark = pytest.mark.django_db
DISABLED = "base.what-if.account-disabled-by-reports"
DOCUMENTED = "base.documented.2009-united-breaks-guitars"


def noted(brand: Brand, source: Source, key: str, family: str) -> Possibility:
    title = f"¿Y si {key}?"
    now = timezone.now()
    return note_possibility(brand, source=source, key=key, title=title, family=family, at=now)


def test_a_what_if_of_a_pack_gets_a_case_of_what_it_decides_and_always_the_same(
    brand: Brand,
) -> None:
    asked = noted(brand, Source.PACK, DISABLED, "account")
    key = case_key_for(brand, asked)
    made = combination_of(key)
    assert (made["trigger"], made["actor"]) == ("account", "group")
    assert case_key_for(brand, asked) == key


def test_a_case_that_happened_rehearses_itself_and_an_own_question_its_family(brand: Brand) -> None:
    lived = noted(brand, Source.CASE, DOCUMENTED, "service")
    assert case_key_for(brand, lived) == DOCUMENTED
    own = noted(brand, Source.BRAINSTORM, "own", "trolls")
    assert combination_of(case_key_for(brand, own))["trigger"] == "trolls"
    assert case_key_for(brand, noted(brand, Source.BRAINSTORM, "no family", "")) == ""


def test_a_channel_that_the_brand_is_not_on_does_not_stop_the_drill(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "_tellers", [lambda _brand: ["whatsapp"]])
    outage = noted(brand, Source.PACK, DISABLED, "account")
    assert combination_of(case_key_for(brand, outage))["channel"] in ("whatsapp", "reviews")


def test_what_was_never_drilled_is_offered_first(brand: Brand, ada: User) -> None:
    first, second = (noted(brand, Source.BRAINSTORM, name, "legal") for name in "ab")
    record_evidence(first, Column.DRILLED, reference="x", words="Drilled", at=timezone.now())
    assert of_family(brand, ada, "legal") == [second, first]


def test_drilling_a_what_if_fills_its_cell(brand: Brand, ada: User, client: Client) -> None:
    asked = noted(brand, Source.PACK, DISABLED, "account")
    client.force_login(ada)
    listed = client.get(reverse("drills:cases", args=[brand.slug]), {"possibility": asked.pk})
    key = case_key_for(brand, asked)
    begin = reverse("drills:begin", args=[brand.slug, key])
    assert f"?possibility={asked.pk}" in listed.content.decode()

    client.post(begin, {"how": "alone", "possibility": str(asked.pk)})

    exercise = Exercise.objects.get()
    assert exercise.possibility == asked
    me = member_id(ada)
    question = {"question": "q", "task": "answer.first"}
    record(exercise, Kind.QUESTION_OPENED, question, by=me, at=timezone.now())
    rated = {"task": "answer.first", "question": "q", "rating": "S"}
    record(exercise, Kind.TASK_RATED, rated, by=me, at=timezone.now())
    record(exercise, Kind.EXERCISE_ENDED, {}, by=me, at=timezone.now())
    assert Evidence.objects.get(possibility=asked, column=Column.DRILLED).rating == "S"


def test_a_weak_point_is_not_offered_to_whoever_only_observes(
    brand: Brand, cy: User, client: Client
) -> None:
    weak = noted(brand, Source.FINDING, "F1", "account")
    client.force_login(cy)
    page = reverse("drills:cases", args=[brand.slug])
    assert client.get(page, {"possibility": weak.pk}).status_code == 404
    assert client.get(page, {"possibility": "nonsense"}).status_code == 404
