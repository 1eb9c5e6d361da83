"""Packs are of the whole installation: any member reads them, an owner changes them."""

from typing import Any

from simulacro.apps.people.models import Role
from simulacro.kit.policies import Policy


def is_member(actor: Any, target: Any) -> bool:
    return bool(actor.memberships.exists())


def owns_a_brand(actor: Any, target: Any) -> bool:
    return bool(actor.memberships.filter(role=Role.OWNER).exists())


POLICY = Policy(
    app="packs", rules={"read": is_member, "compose": is_member, "change": owns_a_brand}
)
