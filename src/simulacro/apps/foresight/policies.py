"""Who may read the foresight matrix, and who may write in it."""

from simulacro.apps.people.models import Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy

POLICY = Policy(
    app="foresight",
    rules={
        "see": at_least(Role.OBSERVER),
        "note": at_least(Role.RESPONDER),
        "set_aside": at_least(Role.RESPONDER),
    },
)
