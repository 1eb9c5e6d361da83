"""Who may see and change the members of a brand, and its log."""

from simulacro.apps.people.models import Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy

POLICY = Policy(
    app="people",
    # Members let others in, and the log tells who did what.
    sensitive=True,
    rules={
        "see_members": at_least(Role.OBSERVER),
        "manage_members": at_least(Role.LEAD),
        "manage_owners": at_least(Role.OWNER),
        "leave": at_least(Role.OBSERVER),
        "see_log": at_least(Role.LEAD),
        "change_brand": at_least(Role.LEAD),
        "see_agency": at_least(Role.OBSERVER),
        "add_brand": at_least(Role.LEAD),
        "attach_brands": at_least(Role.OWNER),
        "choose_agency": at_least(Role.OWNER),
        "choose_look": at_least(Role.LEAD),
    },
)
