"""What the person's menu says about people: one's account, brands, the way in and out."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from simulacro.apps.people.policies import POLICY
from simulacro.kit.menu import Entry


def entries(request: HttpRequest) -> list[Entry]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return [Entry(_("Sign in"), reverse("account_login"))]
    found = []
    brand = getattr(request, "brand", None)
    if brand is not None:
        found.append(
            Entry(
                _("People of this brand"), reverse("people:members", kwargs={"brand": brand.slug})
            )
        )
        if POLICY.allows(user, "change_brand", brand):
            found.append(Entry(_("This brand"), reverse("people:brand", args=[brand.slug])))
        if POLICY.allows(user, "see_log", brand):
            found.append(Entry(_("Log of this brand"), reverse("people:log", args=[brand.slug])))
    return [
        *found,
        Entry(_("Your brands"), reverse("people:brands")),
        Entry(_("Your account"), reverse("people:account")),
        Entry(_("Connect your phone"), reverse("pairing:connect")),
        Entry(_("Sign out"), reverse("account_logout"), post=True),
    ]
