"""The keys change from the command line, and everything still opens."""

import json

import pytest

from simulacro.apps.brands.models import Brand
from simulacro.apps.people import services
from simulacro.apps.people.models import Invitation, Role, User
from simulacro.apps.people.second_factor import has_second_factor
from simulacro.config.cli import main
from simulacro.kit.sealing import keys
from simulacro.kit.sealing.models import DataKey


@pytest.fixture
def sealed(brand: Brand, olga: User) -> Brand:
    services.invite_member(actor=olga, place=brand, role=Role.LEAD, for_whom="la nueva")
    return brand


def reads() -> str:
    keys.OPEN.clear()
    return str(Invitation.objects.get().for_whom)


def test_a_new_data_key_for_a_brand(sealed: Brand, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "rotate", sealed.slug, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 1
    assert DataKey.objects.filter(scope=sealed.pk).count() == 2
    assert reads() == "la nueva"


def test_a_new_master_key(sealed: Brand, capsys: pytest.CaptureFixture[str]) -> None:
    before = set(DataKey.objects.values_list("master_generation", flat=True))
    assert main(["keys", "rotate-master"]) == 0
    assert before.isdisjoint(DataKey.objects.values_list("master_generation", flat=True))
    assert reads() == "la nueva"
    assert capsys.readouterr().out


def test_an_unknown_brand_is_named_beside_those_there_are(
    sealed: Brand, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys", "rotate", "nope"]) == 2
    assert sealed.slug in capsys.readouterr().err
    assert DataKey.objects.filter(scope=sealed.pk).count() == 1


def test_who_lost_everything_gets_in_again(olga: User, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "unlock", olga.email]) == 0
    assert not has_second_factor(olga)
    assert "/enter/" in capsys.readouterr().out
