import pytest
from django.test import Client
from django.utils import timezone

from simulacro.apps.audit import queries
from simulacro.apps.brands.models import Brand
from simulacro.apps.exercises.queries import completed, open_actions
from simulacro.apps.foresight.models import Column, Evidence
from simulacro.apps.home.demo import CAST, load_demo
from simulacro.kit.jobs.models import Job


@pytest.fixture(scope="module")
def loaded(rows_of_the_module: None) -> Brand:
    return load_demo(at=timezone.now())


@pytest.fixture
def demo(db: None, loaded: Brand) -> Brand:
    return loaded


def test_the_demo_has_eight_channels_and_five_people(demo: Brand) -> None:
    inventory = queries.current_inventory(demo)
    assert inventory is not None
    assert len(inventory.channels) == 8
    assert len([a for a in inventory.assets if a.kind == "person"]) == 5


def test_loading_it_twice_leaves_it_as_it_is(demo: Brand) -> None:
    assert load_demo(at=timezone.now()) == demo
    assert Brand.objects.filter(is_demo=True).count() == 1


def test_whoever_is_at_the_machine_chooses_whom_to_be(client: Client, demo: Brand) -> None:
    page = client.get("/demo/", HTTP_HOST="localhost")
    assert all(person.name in page.content.decode() for person in CAST)
    client.post("/demo/", {"person": "Cy"}, HTTP_HOST="localhost")
    assert client.get(f"/b/{demo.slug}/", HTTP_HOST="localhost").status_code == 200


def test_nobody_walks_in_from_another_machine(client: Client, demo: Brand) -> None:
    answer = client.post(
        "/demo/", {"person": "Olga"}, HTTP_HOST="localhost", REMOTE_ADDR="192.0.2.7"
    )
    assert answer.status_code == 404


def test_the_door_opens_to_the_cast_alone(client: Client, demo: Brand) -> None:
    assert client.post("/demo/", {"person": "Eva"}, HTTP_HOST="localhost").status_code == 404


def test_without_the_demo_there_is_no_door(client: Client, demo: Brand) -> None:
    Brand.objects.filter(pk=demo.pk).update(is_demo=False)
    assert client.get("/demo/", HTTP_HOST="localhost").status_code == 404


def test_the_team_of_the_demo_has_drilled_and_has_something_to_mend(demo: Brand) -> None:
    done = completed(demo)
    assert [one.format for one in done] == ["micro", "case", "micro"]
    assert done[1].ratings["pause"] == "U"
    assert [s.action.owner for s in open_actions(demo)] == ["Ben", "Ada"]
    assert Job.objects.filter(scope=demo.id, kind="drills.plan").exists()


def test_what_the_demo_drilled_is_drilled_on_its_board(demo: Brand) -> None:
    payday = Evidence.objects.get(possibility__brand=demo, column=Column.DRILLED)
    assert payday.possibility.key == "base.what-if.app-down-on-payday"
