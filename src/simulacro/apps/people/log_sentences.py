"""What the log says about people and brands."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from simulacro.apps.people.models import Role

SENTENCES = {
    "agency.created": _("started the agency"),
    "agency.look_chosen": _("chose the agency's name and colours"),
    "agency.offered": _("offered to look after a brand"),
    "brand.attached": _("put the brand under the agency"),
    "brand.created": _("started the brand"),
    "brand.changed": _("changed the brand: its name, its place or how it addresses people"),
    "brand.detached": _("took the brand out of the agency"),
    "data_key.rotated": _("the data key was changed: %(rows)s rows, %(files)s files"),
    "invitation.revoked": _("closed an invitation"),
    "invitation.reopened": _("opened an invitation again"),
    "master_key.rotated": _("the master key was changed"),
    "member.added": _("somebody was made a member, role: %(role)s"),
    "member.invited": _("invited somebody, role: %(role)s"),
    "member.joined": _("accepted an invitation, role: %(role)s"),
    "member.left": _("left"),
    "member.removed": _("took somebody out"),
    "member.role_changed": _("changed a role, from %(before)s to %(after)s"),
    "pairing.offered": _("offered to pair a phone"),
    "pairing.accepted": _("paired a phone"),
    "password.chosen": _("chose a new password"),
    "person.erased": _("a person was erased"),
    "second_factor.added": _("added a second factor (%(kind)s)"),
    "second_factor.removed": _("removed a second factor (%(kind)s)"),
    "second_factor.reset": _("the second factors of a person were taken away"),
    "sessions.ended": _("ended the other sessions"),
    "sign_in_link.made": _("a sign-in link was made"),
    "sign_in_link.used": _("came in by a sign-in link"),
}

# What the codes in the details of an entry, and the kinds of entries, are called.
WORDS = {
    "agency": _("the agency"),
    "brand": _("the brand"),
    "data_key": _("the data key"),
    "invitation": _("invitations"),
    "master_key": _("the master key"),
    "member": _("members"),
    "password": _("passwords"),
    "person": _("people"),
    **{role.value: role.label for role in Role},
    Authenticator.Type.TOTP.value: _("authenticator app"),
    Authenticator.Type.WEBAUTHN.value: _("passkey"),
    Authenticator.Type.RECOVERY_CODES.value: _("recovery codes"),
}
