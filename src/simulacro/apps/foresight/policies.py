"""Who may read the foresight matrix, and who may write in it.

What the audit found says where the brand is weak: like the audit itself it is
for those who respond, not for those who only observe.
"""

from simulacro.apps.people.models import Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy

POLICY = Policy(
    app="foresight",
    # The matrix and the files name the open weak points.
    sensitive=True,
    rules={
        "see": at_least(Role.OBSERVER),
        "see_weak_points": at_least(Role.RESPONDER),
        "note": at_least(Role.RESPONDER),
        "set_aside": at_least(Role.RESPONDER),
        "take_out": at_least(Role.LEAD),
        "change_factors": at_least(Role.LEAD),
    },
)
