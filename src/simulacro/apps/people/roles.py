"""Rules on roles, for the policy module of every app that has brands."""

from typing import Any

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Membership, Role, User
from simulacro.kit.policies import Rule

# Weakest first: a role may do all that a weaker one may.
ORDER = (Role.OBSERVER, Role.RESPONDER, Role.LEAD, Role.OWNER)


def role_in(user: User, brand: Brand) -> Role | None:
    """Return the person's role in the brand; None for an outsider."""
    membership = Membership.objects.filter(user=user, brand=brand).only("role").first()
    return Role(membership.role) if membership else None


def at_least(wanted: Role) -> Rule:
    """A rule: the actor's role in the target's brand is `wanted` or a stronger one.

    The target is a Brand, or anything with a `brand`.
    """

    def rule(actor: Any, target: Any) -> bool:
        brand = target if isinstance(target, Brand) else target.brand
        role = role_in(actor, brand)
        return role is not None and ORDER.index(role) >= ORDER.index(wanted)

    return rule
