"""The demo for whoever reads English: its people and the names of its inventory."""

import pytest
from django.utils import timezone

from simulacro.apps.audit import queries
from simulacro.apps.home.demo import load_demo


@pytest.mark.django_db
def test_the_demo_is_named_in_the_language_of_whoever_loads_it() -> None:
    brand = load_demo(at=timezone.now(), language="en")
    inventory = queries.current_inventory(brand)
    assert inventory is not None
    names = {asset.name for asset in inventory.assets}
    assert {"Post scheduler", "Password of the scheduler"} <= names
    assert not {name for name in names if name.startswith(("Clave", "Teléfono", "Códigos"))}
    assert {m.user.language for m in brand.memberships.all()} == {"en"}
