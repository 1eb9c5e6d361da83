import json
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, User
from simulacro.config.cli import main
from simulacro.config.running_server import address_left_in


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")


def test_a_person_is_added_and_gets_a_link(brand: Brand, capsys: pytest.CaptureFixture) -> None:
    code = main(["user", "add", "Eva@Example.org", "--brand", brand.slug, "--role", "lead"])
    assert code == 0
    assert "/enter/" in capsys.readouterr().out
    assert Membership.objects.get(user__email="eva@example.org").role == "lead"


def test_every_mistake_is_told_at_once(brand: Brand, capsys: pytest.CaptureFixture) -> None:
    assert main(["user", "add", "eva", "--brand", "nada"]) == 2
    told = capsys.readouterr().err
    assert "eva is not an e-mail address" in told
    assert brand.slug in told
    assert not User.objects.exists()


def test_a_member_is_not_added_twice(brand: Brand, ada: User) -> None:
    assert main(["user", "add", ada.email, "--brand", brand.slug]) == 2


def test_programs_read_the_list(brand: Brand, cy: User, capsys: pytest.CaptureFixture) -> None:
    assert main(["user", "list", "--json"]) == 0
    (person,) = json.loads(capsys.readouterr().out)["people"]
    assert person["brands"] == {brand.slug: "observer"}


def test_erasing_asks_once(brand: Brand, cy: User) -> None:
    assert main(["user", "erase", cy.email]) == 2
    assert User.objects.filter(email=cy.email, is_active=True).exists()
    assert main(["user", "erase", cy.email, "--yes"]) == 0
    assert not User.objects.filter(email=cy.email).exists()


def test_a_link_has_the_port_of_the_server_that_runs(
    cy: User, settings: Settings, capsys: pytest.CaptureFixture
) -> None:
    with address_left_in(Path(settings.DATA_DIR), "http://localhost:8001"):
        assert main(["user", "link", cy.email]) == 0
        assert main(["user", "link", cy.email, "--json"]) == 0
    told, _, values = capsys.readouterr().out.partition("{")
    assert "\nhttp://localhost:8001/" in told
    assert "No server" not in told
    found = json.loads("{" + values)
    assert found["address_known"] is True
    assert found["link"] == "http://localhost:8001" + found["path"]


def test_a_link_says_its_path_where_no_server_runs(cy: User, capsys: pytest.CaptureFixture) -> None:
    assert main(["user", "unlock", cy.email]) == 0
    _, link, note = capsys.readouterr().out.splitlines()
    assert "No server of this data folder is running here" in note
    assert note.endswith(link.removeprefix("http://localhost:8000"))
