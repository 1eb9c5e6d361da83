"""Who may read the case studies, open a drill and plan them.

A case names no weak point of the brand; which drill is planned, and why, does.
"""

from simulacro.apps.people.models import Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy

POLICY = Policy(
    app="drills",
    rules={
        "see_cases": at_least(Role.OBSERVER),
        "take_part": at_least(Role.OBSERVER),
        "open": at_least(Role.RESPONDER),
        "see_calendar": at_least(Role.RESPONDER),
        "plan": at_least(Role.LEAD),
        "subscribe": at_least(Role.RESPONDER),
    },
)
