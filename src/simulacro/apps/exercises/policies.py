"""Who may open an exercise, take part in it and read what came of it.

What a team did not manage is for the team: those who only observe see that a drill took place and
how it went, and change nothing. Who takes part by a link has no account and is let in by the link
alone, into that one exercise.
"""

from simulacro.apps.people.models import Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy

POLICY = Policy(
    app="exercises",
    rules={
        "see": at_least(Role.OBSERVER),
        "take_part": at_least(Role.OBSERVER),
        "open": at_least(Role.RESPONDER),
        "report": at_least(Role.RESPONDER),
        "export": at_least(Role.LEAD),
        "invite": at_least(Role.RESPONDER),
        "write_cases": at_least(Role.RESPONDER),
    },
)
