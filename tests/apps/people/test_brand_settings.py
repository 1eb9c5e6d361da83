"""What a brand is called and where its team is can be put right later."""

import pytest
from django.test import Client

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.services.brand_settings import change_brand
from simulacro.kit.policies import Denied

pytestmark = pytest.mark.django_db


def test_a_lead_moves_the_brand_and_takes_it_back(brand: Brand, ada: User, client: Client) -> None:
    client.force_login(ada)
    page = f"/b/{brand.slug}/about/"
    sent = {"name": "Café Lima", "timezone": "America/Lima", "address": "usted"}

    answer = client.post(page, sent, follow=True)

    brand.refresh_from_db()
    assert (brand.name, brand.timezone, brand.region) == ("Café Lima", "America/Lima", "PE")
    assert brand.address == Brand.Address.USTED
    (offer,) = [m for m in answer.context["messages"] if "undo:" in m.tags]
    client.post(f"/undo/{offer.tags.split('undo:')[1].split()[0]}/")
    brand.refresh_from_db()
    assert (brand.name, brand.region) == ("Café Andariego", "MX")


def test_a_place_that_is_not_in_the_list_stays_what_it_is(
    brand: Brand, ada: User, client: Client
) -> None:
    Brand.objects.filter(pk=brand.pk).update(timezone="Asia/Tokyo", region="JP")
    client.force_login(ada)
    page = f"/b/{brand.slug}/about/"
    assert 'value="Asia/Tokyo" selected' in client.get(page).content.decode()
    client.post(page, {"name": "Café", "timezone": "Asia/Tokyo", "address": "tu"})
    brand.refresh_from_db()
    assert (brand.name, brand.timezone, brand.region) == ("Café", "Asia/Tokyo", "JP")


def test_a_mistake_keeps_what_was_typed_and_a_responder_changes_nothing(
    brand: Brand, ada: User, ben: User, client: Client
) -> None:
    client.force_login(ada)
    wrong = {"name": "Otra", "timezone": "Mars/Olympus", "address": "tu"}
    answer = client.post(f"/b/{brand.slug}/about/", wrong)
    assert answer.status_code == 422
    assert 'value="Otra"' in answer.content.decode()
    client.force_login(ben)
    assert client.get(f"/b/{brand.slug}/about/").status_code == 403
    with pytest.raises(Denied):
        change_brand(brand=brand, actor=ben, name="X")
