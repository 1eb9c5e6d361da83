"""Who may read the what-if board, fill it, and lead a brainstorm.

What the audit found is for those who respond: `foresight` says so, here as in the matrix. Who has
no account comes to one brainstorm by its link, and to nothing else. The pages that name weak points
ask for the second factor again; a brainstorm that goes on is never interrupted by that.
"""

from typing import Any

from simulacro.apps.people.models import Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy


def leads(actor: Any, target: Any) -> bool:
    """Whoever opened the brainstorm and still responds, and whoever leads the brand."""
    if at_least(Role.LEAD)(actor, target):
        return True
    opened_it = getattr(target, "opened_by_id", None) == actor.pk
    return opened_it and at_least(Role.RESPONDER)(actor, target)


POLICY = Policy(
    app="whatifs",
    rules={
        "see": at_least(Role.OBSERVER),
        "add": at_least(Role.RESPONDER),
        "open": at_least(Role.RESPONDER),
        "take_part": at_least(Role.OBSERVER),
        "lead": leads,
        "show_weak_points": at_least(Role.LEAD),
    },
)
