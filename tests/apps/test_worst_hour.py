"""The worst hour: six choices, three things each, and what is left, with or without the phone."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from tests.apps.audit.inventories import cafe

from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.audit.what_is_left import without_each_device
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.content.worst_hour import worst_hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def audited(brand: Brand, ada: User) -> Brand:
    save_inventory(brand=brand, inventory=cafe(), actor=ada, base_revision=None)
    run_audit(brand=brand, actor=ada, at=timezone.now())
    return brand


def test_six_choices_with_three_things_each_in_both_languages() -> None:
    spanish, english = worst_hours("es"), worst_hours("en")
    assert [kind.id for kind in spanish] == [kind.id for kind in english]
    assert len(spanish) == 6
    assert {len(kind.do) for kind in (*spanish, *english)} == {3}


def test_the_button_is_on_every_page_and_leads_to_six_choices(
    brand: Brand, cy: User, client: Client
) -> None:
    client.force_login(cy)
    address = f"/b/{brand.slug}/crisis/"
    assert f'href="{address}"' in client.get(f"/b/{brand.slug}/foresight/").content.decode()
    page = client.get(address).content.decode()
    for kind in worst_hours("es"):
        assert kind.title in page
        told = client.get(f"{address}{kind.id}/").content.decode()
        assert [thing.what for thing in kind.do if thing.what not in told] == []
    assert client.get(f"{address}earthquake/").status_code == 404


def test_the_sheet_of_a_lost_phone_opens_without_the_second_factor_that_was_on_it(
    audited: Brand, ben: User, client: Client
) -> None:
    Authenticator.objects.filter(user=ben).delete()
    client.force_login(ben)
    assert client.get(f"/b/{audited.slug}/audit/").status_code == 302
    page = client.get(f"/b/{audited.slug}/crisis/phone_lost/").content.decode()
    for one in without_each_device(audited):
        assert one.device in page
        for way in one.ways:
            assert way.channel in page
    assert without_each_device(audited)


def test_whoever_only_observes_sees_what_to_do_and_nothing_of_the_map(
    audited: Brand, cy: User, client: Client
) -> None:
    client.force_login(cy)
    page = client.get(f"/b/{audited.slug}/crisis/phone_lost/").content.decode()
    assert "Bloquéalo a distancia" in page
    assert [one.device for one in without_each_device(audited) if one.device in page] == []
