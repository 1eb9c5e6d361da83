"""An agency's file on the command line: what it shares and all its clients, shown, then saved."""

import argparse
import uuid
from typing import TYPE_CHECKING

from simulacro.config.language import gettext as _
from simulacro.config.language import ngettext
from simulacro.config.refused_files import refuse_file
from simulacro.config.terminal import complain, say, say_json

if TYPE_CHECKING:
    from simulacro.apps.audit.services.imports import Preview
    from simulacro.apps.brands.models import Agency
    from simulacro.apps.people.models import User


def agency_called(name: str) -> "Agency | None":
    """The agency with this id, or the only one with this name."""
    from simulacro.apps.brands.models import Agency

    try:
        return Agency.objects.filter(pk=uuid.UUID(name)).first()
    except ValueError:
        found = list(Agency.objects.filter(name__iexact=name)[:2])
        return found[0] if len(found) == 1 else None


def actor_of(agency: "Agency", email: str | None) -> "User | None":
    """Whoever has the e-mail; without one, the agency's first owner."""
    from simulacro.apps.people.models import Role, User

    if email:
        return User.objects.filter(email=email.lower()).first()
    owners = agency.memberships.filter(role=Role.OWNER).select_related("user")
    owner = owners.order_by("created_at", "id").first()
    return owner.user if owner else None


def bring_in(args: argparse.Namespace, agency: "Agency") -> int:
    """Show what the file would change in the agency and each brand; with --yes change it."""
    from simulacro.apps.audit.services.imports import (
        confirm_import,
        discard_import,
        preview,
        receive_file,
    )
    from simulacro.apps.audit.services.inventory import StillShared
    from simulacro.config.passphrases import read_passphrase
    from simulacro.kit.brought_files import BadFile
    from simulacro.kit.passphrase import is_locked
    from simulacro.kit.policies import Denied

    actor = actor_of(agency, args.actor)
    if actor is None:
        complain(_("Say with --as EMAIL who brings it in: nobody here was found."))
        return 2
    data = args.file.read_bytes()
    passphrase = read_passphrase(args.passphrase_file, confirm=False) if is_locked(data) else ""
    if passphrase is None:
        return 2
    try:
        pending = receive_file(
            owner=agency, data=data, file_name=args.file.name, actor=actor, passphrase=passphrase
        )
        found = preview(pending)
        if args.yes and found.changes:
            made = len(confirm_import(pending=pending.pk, owner=agency, actor=actor))
        else:
            discard_import(pending=pending.pk, owner=agency, actor=actor)
            made = 0
    except BadFile as bad:
        return refuse_file(bad.mistakes, as_json=args.json, ending=_("Nothing was changed."))
    except Denied:
        complain(_("%(person)s may not do that.") % {"person": actor.email})
        return 2
    except StillShared as still:
        words = _("%(brands)s still use what the file leaves out. Nothing was changed.")
        complain(words % {"brands": ", ".join(still.brands)})
        return 2
    report(args, found, made)
    return 0


def report(args: argparse.Namespace, found: "Preview", made: int) -> None:
    from simulacro.apps.audit.difference_words import in_words

    own = in_words(found.own)
    brands = [(name, new, in_words(changes)) for name, new, changes in found.brands]
    if args.json:
        listed = [{"brand": name, "new": new, "changes": said} for name, new, said in brands]
        say_json({"changes": own, "brands": listed, "saved": made})
        return
    for change in own:
        say(change)
    for name, new, said in brands:
        if new or said:
            say(_("%(brand)s (new)") % {"brand": name} if new else name)
        for change in said:
            say(f"  {change}")
    if made:
        text = ngettext("%(count)d inventory saved.", "%(count)d inventories saved.", made)
        say(text % {"count": made})
    elif found.changes:
        say(_("Nothing was changed yet: say it again with --yes."))
    else:
        say(_("The file says what is already here."))
