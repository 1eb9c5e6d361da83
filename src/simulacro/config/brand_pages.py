"""The kit's pages of a brand, bound to who may open them.

The kit knows no brand and no member; here its views get both.
"""

from django.http import HttpResponse

from simulacro.apps.people.models import Role
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.apps.people.roles import at_least
from simulacro.kit.live.views import follow_events
from simulacro.kit.policies import Policy

POLICY = Policy(
    app="config",
    rules={
        "follow_events": at_least(Role.OBSERVER),
    },
)


@brand_page(POLICY, "follow_events")
def events(request: BrandRequest) -> HttpResponse:
    return follow_events(request, request.brand.id)
