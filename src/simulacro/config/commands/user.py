"""simulacro user: list people, add one, give a one-time link to sign in."""

import argparse
from typing import TYPE_CHECKING

from simulacro.config.cli import set_up_django
from simulacro.config.language import gettext as _
from simulacro.config.terminal import complain, say, say_json

if TYPE_CHECKING:
    from simulacro.apps.people.models import User

# Where `serve` listens unless told otherwise.
USUAL_ADDRESS = "http://localhost:8000"
ROLES = ("owner", "lead", "responder", "observer")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("user", help=_("list people, add one, give a sign-in link"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
    verbs.add_parser("list", help=_("everybody, with their brands and roles"))
    add = verbs.add_parser("add", help=_("add a person to a brand"))
    add.add_argument("email", metavar=_("EMAIL"), help=_("their e-mail"))
    add.add_argument("--name", default="", metavar=_("NAME"), help=_("what to call them"))
    add.add_argument("--brand", required=True, metavar=_("BRAND"), help=_("its short address"))
    add.add_argument(
        "--role",
        choices=ROLES,
        default="observer",
        help=_("what they may do (default: %(default)s)"),
    )
    link = verbs.add_parser("link", help=_("a link that signs one person in, once"))
    link.add_argument("email", metavar=_("EMAIL"), help=_("their e-mail"))
    unlock = verbs.add_parser(
        "unlock", help=_("take away a lost second factor, and give a sign-in link")
    )
    unlock.add_argument("email", metavar=_("EMAIL"), help=_("their e-mail"))
    erase = verbs.add_parser("erase", help=_("erase a person and what is personal of them"))
    erase.add_argument("email", metavar=_("EMAIL"), help=_("their e-mail"))
    erase.add_argument("--yes", action="store_true", help=_("I know it cannot be undone"))
    for sub in verbs.choices.values():
        sub.add_argument("--json", action="store_true", help=_("answer for programs"))


def run(args: argparse.Namespace) -> int:
    set_up_django()
    match args.verb:
        case "list":
            return show(as_json=args.json)
        case "add":
            return add(args)
        case "link":
            return link(args.email, as_json=args.json)
        case "unlock":
            return unlock(args.email, as_json=args.json)
        case _:
            return erase(args.email, sure=args.yes, as_json=args.json)


def show(*, as_json: bool) -> int:
    from simulacro.apps.people.models import User

    people = list(User.objects.prefetch_related("memberships__brand").order_by("email"))
    roles = [{m.brand.slug: m.role for m in user.memberships.all()} for user in people]
    if as_json:
        say_json(
            {
                "people": [
                    {"email": user.email, "name": user.name, "brands": brands}
                    for user, brands in zip(people, roles, strict=True)
                ]
            }
        )
    elif not people:
        say(_("Nobody yet. Start with: simulacro serve"))
    else:
        for user, brands in zip(people, roles, strict=True):
            told = ", ".join(f"{slug} ({role})" for slug, role in brands.items())
            say(f"{user.email:32} {user.name:20} {told}")
    return 0


def add(args: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from simulacro.apps.brands.models import Brand
    from simulacro.apps.people import services
    from simulacro.apps.people.models import Role

    wrong = []
    try:
        validate_email(args.email)
    except ValidationError:
        wrong.append(_("%(email)s is not an e-mail address.") % {"email": args.email})
    brand = Brand.objects.filter(slug=args.brand).first()
    if brand is None:
        known = ", ".join(Brand.objects.values_list("slug", flat=True)) or "-"
        wrong.append(
            _("%(brand)s is no brand here. The brands are: %(known)s")
            % {"brand": args.brand, "known": known}
        )
    for sentence in wrong:
        complain(sentence)
    if wrong or brand is None:
        return 2
    user, added = services.add_member(
        brand=brand, email=args.email, name=args.name, role=Role(args.role), actor=None
    )
    if not added:
        complain(_("%(email)s is a member already.") % {"email": user.email})
        return 2
    return link(user.email, as_json=args.json)


def unlock(email: str, *, as_json: bool) -> int:
    """For who lost phone, key and codes: whoever holds this machine vouches for them."""
    from simulacro.apps.people import services

    user = find(email)
    if user is None:
        return 2
    services.reset_second_factor(user=user)
    return link(email, as_json=as_json)


def link(email: str, *, as_json: bool) -> int:
    from django.conf import settings

    from simulacro.apps.people import services
    from simulacro.config.running_server import running_at

    user = find(email)
    if user is None:
        return 2
    path = services.make_sign_in_link(user)
    known = settings.PUBLIC_URL or running_at(settings.DATA_DIR)
    address = f"{known or USUAL_ADDRESS}{path}"
    if as_json:
        say_json(
            {
                "email": user.email,
                "link": address,
                "path": path,
                "address_known": known is not None,
            }
        )
        return 0
    say(_("Lets %(email)s in, once, within 15 minutes:") % {"email": user.email})
    say(address)
    if known is None:
        say(
            _(
                "No server of this data folder is running here: its port may be another one. "
                "What lets in is what follows the address: %(path)s"
            )
            % {"path": path}
        )
    return 0


def erase(email: str, *, sure: bool, as_json: bool) -> int:
    from simulacro.apps.people import services

    user = find(email)
    if user is None:
        return 2
    if not sure:
        complain(
            _("This cannot be undone. To erase %(email)s for good, add --yes.")
            % {"email": user.email}
        )
        return 2
    services.erase_person(user=user, actor=None)
    if as_json:
        say_json({"erased": email})
    else:
        say(_("%(email)s was erased; the chain of the log still holds.") % {"email": email})
    return 0


def find(email: str) -> "User | None":
    """The person with this address; None after saying that there is none."""
    from simulacro.apps.people.models import User

    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        complain(_("Nobody here has the address %(email)s.") % {"email": email})
    return user
