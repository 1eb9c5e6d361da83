"""Who may see the cycle of a brand."""

from simulacro.apps.people.models import Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy

POLICY = Policy(app="home", rules={"see": at_least(Role.OBSERVER)})
