"""simulacro report: the audit of a brand as a PDF."""

import argparse
import getpass
import os
from pathlib import Path

from simulacro.config.arguments import add_passphrase_file
from simulacro.config.cli import set_up_django
from simulacro.config.language import chosen_language
from simulacro.config.language import gettext as _
from simulacro.config.private_files import write_private
from simulacro.config.terminal import complain, say, say_json


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("report", help=_("write the audit of a brand as a PDF"))
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("the file to write"))
    parser.add_argument(
        "--brand", required=True, metavar=_("ADDRESS"), help=_("the brand, by its short address")
    )
    parser.add_argument(
        "--language",
        choices=("es", "en"),
        default=chosen_language(),
        help=_("the language of the report (default: %(default)s)"),
    )
    parser.add_argument(
        "--as",
        dest="actor",
        metavar=_("E-MAIL"),
        help=_("who makes it, as the report says; else the user of this machine"),
    )
    parser.add_argument(
        "--clear", action="store_true", help=_("without a passphrase: readable by all")
    )
    add_passphrase_file(parser)
    parser.add_argument("--force", action="store_true", help=_("replace the file if it exists"))
    parser.add_argument("--json", action="store_true", help=_("answer for programs"))


def run(args: argparse.Namespace) -> int:
    if args.file.exists() and not args.force:
        complain(_("%(path)s exists. Choose another name, or use --force.") % {"path": args.file})
        return 2
    set_up_django()
    from simulacro.apps.audit.paper.pdf import locked_pdf
    from simulacro.apps.audit.services.paper import NothingToReport, make_report, tell_taken_out
    from simulacro.apps.brands.models import Brand
    from simulacro.apps.people.models import User
    from simulacro.config.passphrases import complain_of_weak, read_passphrase
    from simulacro.kit.passphrase import WeakPassphrase
    from simulacro.kit.policies import Denied

    brand = Brand.objects.filter(slug=args.brand).first()
    if brand is None:
        complain(_("%(address)s: no brand has this address.") % {"address": args.brand})
        return 2
    actor = User.objects.filter(email=args.actor.lower()).first() if args.actor else None
    if args.actor and actor is None:
        complain(_("%(email)s: nobody here has this e-mail.") % {"email": args.actor})
        return 2
    passphrase = None if args.clear else read_passphrase(args.passphrase_file, confirm=True)
    if passphrase is None and not args.clear:
        return 2
    try:
        made = make_report(
            brand=brand, actor=actor, language=args.language, machine_user=user_of_the_machine()
        )
        if not isinstance(made, bytes):
            raise TypeError("the command line waits for the report itself")
        if passphrase is not None:
            made = locked_pdf(made, passphrase)
    except Denied:
        complain(_("%(person)s may not do that.") % {"person": args.actor})
        return 2
    except NothingToReport:
        complain(_("%(address)s has not been audited yet.") % {"address": args.brand})
        return 2
    except WeakPassphrase as weak:
        complain_of_weak(weak)
        return 2
    if not write_private(args.file, made):
        return 2
    tell_taken_out(brand, actor, clear=args.clear)
    if args.json:
        say_json({"file": str(args.file), "locked": not args.clear})
    else:
        say(str(args.file))
    return 0


def user_of_the_machine() -> str:
    """The operating system's user: its name, or its number where it has none, as in a container."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"uid {os.getuid()}"
