"""The demo brand: a fictional coffee chain with people, an inventory, its audit and its drills."""

import datetime as dt
from dataclasses import dataclass
from importlib import resources
from typing import Final

from django.db import transaction

from simulacro.apps.audit.services.audits import run_audit
from simulacro.apps.audit.services.inventory import save_inventory
from simulacro.apps.brands.models import Brand
from simulacro.apps.brands.services import create_brand
from simulacro.apps.home.demo_drills import drill_the_demo
from simulacro.apps.people.models import Membership, Role, User
from simulacro.apps.whatifs.demo import ask_what_ifs
from simulacro.engines.access.document import load_document


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the fictional cast."""

    name: str
    role: Role

    @property
    def email(self) -> str:
        # RFC 2606: an address that can never be anybody's.
        return f"{self.name.lower()}@demo.invalid"


CAST: Final = (
    DemoPerson("Olga", Role.OWNER),
    DemoPerson("Ada", Role.LEAD),
    DemoPerson("Ben", Role.RESPONDER),
    DemoPerson("Cy", Role.OBSERVER),
)


def demo_brand() -> Brand | None:
    """Return the demo brand where it is installed."""
    return Brand.objects.filter(is_demo=True).order_by("created_at").first()


def demo_person(name: str) -> User | None:
    """Return the person of the demo called `name`; None for anybody else's."""
    person = next((person for person in CAST if person.name == name), None)
    return User.objects.filter(email=person.email).first() if person else None


def load_demo(*, at: dt.datetime, language: str = "es") -> Brand:
    """Install the demo brand, or return the one which is there, as it is.

    Its people read ``language`` ("es" or "en"), and its inventory is named in it; what they said
    when they drilled stays as they said it.
    """
    present = demo_brand()
    if present is not None:
        return present
    text = resources.files("simulacro.content").joinpath("packs", "demo", "brand.yaml").read_bytes()
    inventory = load_document(text, language=language)
    with transaction.atomic():
        brand = create_brand(
            actor=None,
            name=inventory.brand.name,
            timezone=inventory.brand.zone,
            region=inventory.brand.region,
            is_demo=True,
        )
        cast: dict[str, User] = {}
        for person in CAST:
            user = User.objects.create_user(person.email, name=person.name, language=language)
            Membership.objects.create(user=user, brand=brand, role=person.role)
            cast[person.name] = user
        save_inventory(brand=brand, inventory=inventory, actor=None, base_revision=None, at=at)
        drill_the_demo(brand, cast, language=inventory.brand.language, at=at)
    run_audit(brand=brand, actor=None, at=at)
    ask_what_ifs(brand, [cast[name] for name in ("Ada", "Ben", "Cy")], at=at)
    return brand
