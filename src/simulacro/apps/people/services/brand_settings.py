"""What a brand is called, where its team is, and how it addresses people."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.policies import POLICY
from simulacro.kit import audit_log
from simulacro.kit.undo.acts import undoes

CHANGED: Final = "brand.changed"
FIELDS: Final = ("name", "timezone", "region", "address")


@transaction.atomic
def change_brand(*, brand: Brand, actor: User, **given: str) -> dict[str, str]:
    """Change what `FIELDS` name; return how they were, for `change_back`. Raises Denied."""
    POLICY.require(actor, "change_brand", brand)
    before = {name: str(getattr(brand, name)) for name in FIELDS}
    for name in FIELDS:
        setattr(brand, name, given.get(name, before[name]))
    brand.save(update_fields=FIELDS)
    audit_log.record("brand.changed", actor=actor, target=brand, scope=brand.id)
    return before


@undoes(CHANGED)
def change_back(scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    change_brand(brand=Brand.objects.get(pk=scope), actor=actor, **payload)
