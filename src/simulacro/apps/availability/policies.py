"""Who may see and change who covers when, and the brand's calendar.

When nobody is at hand is what somebody who means harm would like to know: it is for those who
respond, not for those who only observe.
"""

from simulacro.apps.people.models import Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy

POLICY = Policy(
    app="availability",
    rules={
        "see": at_least(Role.RESPONDER),
        "change_rota": at_least(Role.RESPONDER),
        "change_calendar": at_least(Role.RESPONDER),
        "set_holidays": at_least(Role.LEAD),
        "subscribe": at_least(Role.RESPONDER),
    },
)
