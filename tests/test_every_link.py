"""Every link that a page shows to a member of the demo leads to a page that opens for them."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.conftest import with_second_factor
from tests.links import kind_of, links_of

from simulacro.apps.brands.models import Brand
from simulacro.apps.home.demo import load_demo
from simulacro.apps.people.models import Membership, Role

# Pages are many and of few kinds; of one kind, as many as differ in what they offer.
OF_A_KIND = 2


@pytest.fixture(scope="module")
def loaded(rows_of_the_module: None) -> Brand:
    return load_demo(at=timezone.now())


@pytest.fixture
def demo(db: None, loaded: Brand) -> Brand:
    return loaded


# A browser follows those of the owner: tests/browser/every_page.py.
@pytest.mark.parametrize("role", [Role.LEAD, Role.RESPONDER, Role.OBSERVER])
def test_every_link_that_a_role_is_shown_opens_for_it(
    client: Client, demo: Brand, role: Role
) -> None:
    person = Membership.objects.get(brand=demo, role=role).user
    with_second_factor(person)
    client.force_login(person)
    waiting = [(f"/b/{demo.slug}/", "start"), ("/measures/", "start")]
    seen: dict[str, int] = {}
    asked: set[str] = set()
    shut: list[str] = []
    while waiting:
        address, by = waiting.pop(0)
        kind = kind_of(address)
        if address in asked or seen.get(kind, 0) == OF_A_KIND:
            continue
        asked.add(address)
        seen[kind] = seen.get(kind, 0) + 1
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            shut.append(f"{answer.status_code} {address}, linked by {by}")
        elif answer.headers["Content-Type"].startswith("text/html"):
            here = answer.redirect_chain[-1][0] if answer.redirect_chain else address
            waiting += [(link, address) for link in links_of(answer.content.decode(), here)]
    assert not shut, "\n".join(shut)
    assert len(seen) > 20
