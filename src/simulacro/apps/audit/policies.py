"""Who may see and change what the audit knows: the inventory is an attack map.

Observers watch drills and reviews; the map of who opens what is for those who would have to use it.
What an agency's brands share is for whoever leads the agency: a client is not the agency.
"""

from simulacro.apps.people.models import Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy

POLICY = Policy(
    app="audit",
    sensitive=True,
    rules={
        "see_inventory": at_least(Role.RESPONDER),
        "edit_inventory": at_least(Role.LEAD),
        "import_inventory": at_least(Role.LEAD),
        "export_inventory": at_least(Role.LEAD),
        "see_audit": at_least(Role.RESPONDER),
        "run_audit": at_least(Role.RESPONDER),
        "look_after": at_least(Role.RESPONDER),
        "accept_finding": at_least(Role.LEAD),
        "answer_checks": at_least(Role.RESPONDER),
        "ask_somebody": at_least(Role.RESPONDER),
        "test_for_real": at_least(Role.RESPONDER),
        "see_agency": at_least(Role.LEAD),
        "edit_agency": at_least(Role.LEAD),
        "audit_agency": at_least(Role.LEAD),
        "leave_agency": at_least(Role.OWNER),
        "let_brand_go": at_least(Role.OWNER),
    },
)
