from django.test import Client

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User


def test_observer_sees_the_cycle(client: Client, brand: Brand, cy: User) -> None:
    client.force_login(cy)
    assert client.get(f"/b/{brand.slug}/").status_code == 200


def test_outsider_does_not_learn_that_the_brand_exists(
    client: Client, brand: Brand, dot: User
) -> None:
    client.force_login(dot)
    assert client.get(f"/b/{brand.slug}/").status_code == 404


def test_home_leads_whoever_writes_the_inventory_straight_to_the_first_question(
    client: Client, brand: Brand, ada: User, ben: User
) -> None:
    start = f'href="/b/{brand.slug}/audit/start/"'
    client.force_login(ada)
    assert start in client.get(f"/b/{brand.slug}/").content.decode()
    client.force_login(ben)
    assert start not in client.get(f"/b/{brand.slug}/").content.decode()
