"""Who may see and change what the audit knows: the inventory is an attack map.

Observers watch drills and reviews; the map of who opens what is for those who would have to use it.
What an agency's brands share is for whoever leads every one of them.
"""

from typing import Any

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import Membership, Role
from simulacro.apps.people.roles import at_least
from simulacro.kit.policies import Policy

LEADING = (Role.LEAD, Role.OWNER)


def leads_every_brand(actor: Any, target: Any) -> bool:
    """The actor leads or owns each brand of the agency (or of the target brand's agency)."""
    agency_id = target.agency_id if isinstance(target, Brand) else target.pk
    if agency_id is None or not isinstance(target, Brand | Agency):
        return False
    brands = set(Brand.objects.filter(agency=agency_id).values_list("pk", flat=True))
    led = Membership.objects.filter(user=actor, brand__in=brands, role__in=LEADING)
    return bool(brands) and brands == set(led.values_list("brand", flat=True))


POLICY = Policy(
    app="audit",
    rules={
        "see_inventory": at_least(Role.RESPONDER),
        "edit_inventory": at_least(Role.LEAD),
        "import_inventory": at_least(Role.LEAD),
        "export_inventory": at_least(Role.LEAD),
        "see_audit": at_least(Role.RESPONDER),
        "run_audit": at_least(Role.RESPONDER),
        "look_after": at_least(Role.RESPONDER),
        "accept_finding": at_least(Role.LEAD),
        "see_agency": leads_every_brand,
        "edit_agency": leads_every_brand,
    },
)
