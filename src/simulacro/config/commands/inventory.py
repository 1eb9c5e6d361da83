"""simulacro inventory: bring an inventory in, take it out, open a locked copy."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from simulacro.config.arguments import add_passphrase_file
from simulacro.config.cli import set_up_django
from simulacro.config.language import chosen_language
from simulacro.config.language import gettext as _
from simulacro.config.private_files import write_private
from simulacro.config.refused_files import refuse_file
from simulacro.config.terminal import complain, say, say_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulacro.apps.brands.models import Agency, Brand


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "inventory", help=_("bring an inventory in, take it out, open a locked copy")
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
    bring = verbs.add_parser("import", help=_("show what a file would change, and change it"))
    bring.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("YAML, JSON, XLSX, or a locked copy of one")
    )
    bring.add_argument("--yes", action="store_true", help=_("change it; without this, only show"))
    take = verbs.add_parser("export", help=_("write the inventory to a file"))
    take.add_argument("file", type=Path, metavar=_("FILE"), help=_("the file to write"))
    take.add_argument(
        "--format",
        choices=("yaml", "xlsx"),
        default="yaml",
        help=_("how to write it (default: %(default)s)"),
    )
    take.add_argument(
        "--clear", action="store_true", help=_("without a passphrase: readable by all")
    )
    for sub in (bring, take):
        whose = sub.add_mutually_exclusive_group(required=True)
        whose.add_argument(
            "--brand", metavar=_("ADDRESS"), help=_("the brand, by its short address")
        )
        whose.add_argument(
            "--agency", metavar=_("NAME"), help=_("an agency's, with all its brands")
        )
        sub.add_argument("--json", action="store_true", help=_("answer for programs"))
    bring.add_argument(
        "--as",
        dest="actor",
        metavar=_("E-MAIL"),
        help=_("who brings an agency's file in, and owns its new brands; else the agency's owner"),
    )
    unlock = verbs.add_parser("open", help=_("unlock a copy that was taken out"))
    unlock.add_argument("file", type=Path, metavar=_("FILE"), help=_("a locked copy"))
    unlock.add_argument(
        "--out", type=Path, required=True, metavar=_("FILE"), help=_("the file to write")
    )
    for sub in (take, unlock):
        sub.add_argument("--force", action="store_true", help=_("replace the file if it exists"))
    for sub in (bring, take, unlock):
        add_passphrase_file(sub)


def run(args: argparse.Namespace) -> int:
    target: Path | None = {"export": args.file, "open": getattr(args, "out", None)}.get(args.verb)
    if target is not None and target.exists() and not args.force:
        complain(_("%(path)s exists. Choose another name, or use --force.") % {"path": target})
        return 2
    if args.verb != "export" and not args.file.is_file():
        complain(_("%(path)s: there is no such file.") % {"path": args.file})
        return 2
    set_up_django()
    from django.utils import translation

    with translation.override(chosen_language()):
        if args.verb == "open":
            return open_copy(args)
        if args.agency:
            return of_agency(args)
        brand = brand_at(args.brand)
        if brand is None:
            complain(_("%(address)s: no brand has this address.") % {"address": args.brand})
            return 2
        return bring_in(args, brand) if args.verb == "import" else take_out(args, brand)


def of_agency(args: argparse.Namespace) -> int:
    from simulacro.config import agency_files

    agency = agency_files.agency_called(args.agency)
    if agency is None:
        complain(_("%(name)s: no agency has this name or id.") % {"name": args.agency})
        return 2
    if args.verb == "import":
        return agency_files.bring_in(args, agency)
    from simulacro.apps.audit import queries
    from simulacro.apps.audit.exchange import Format, agency_file

    def written() -> bytes:
        found = queries.agency_of_brands(agency)
        return agency_file(found, Format(args.format), chosen_language())

    return write_copy(args, written, agency)


def brand_at(address: str) -> "Brand | None":
    from simulacro.apps.brands.models import Brand

    return Brand.objects.filter(slug=address).first()


def bring_in(args: argparse.Namespace, brand: "Brand") -> int:
    """Show what would change; with --yes change it."""
    from simulacro.apps.audit import queries
    from simulacro.apps.audit.difference_words import in_words
    from simulacro.apps.audit.differences import difference, empty_like
    from simulacro.apps.audit.exchange import read_inventory_file
    from simulacro.apps.audit.models import InventoryRevision
    from simulacro.apps.audit.services.imports import require_keepable
    from simulacro.apps.audit.services.inventory import save_inventory
    from simulacro.kit.brought_files import BadFile
    from simulacro.kit.passphrase import is_locked

    data = args.file.read_bytes()
    passphrase = ""
    if is_locked(data):
        from simulacro.config.passphrases import read_passphrase

        given = read_passphrase(args.passphrase_file, confirm=False)
        if given is None:
            return 2
        passphrase = given
    try:
        coming = read_inventory_file(
            data,
            passphrase=passphrase,
            brand_name=brand.name,
            shared=queries.agency_inventory(brand.agency),
        )
        require_keepable(brand, coming)
    except BadFile as bad:
        return refuse_file(bad.mistakes, as_json=args.json, ending=_("Nothing was changed."))
    current = queries.current_revision(brand)
    before = queries.inventory_of(current) if current else empty_like(coming)
    changes = in_words(difference(before, coming))
    saved = None
    if args.yes and changes:
        saved = save_inventory(
            brand=brand,
            inventory=coming,
            actor=None,
            base_revision=current,
            origin=InventoryRevision.Origin.SERVICE,
        )
    if args.json:
        say_json({"changes": changes, "revision": saved.number if saved else None})
        return 0
    for change in changes:
        say(change)
    if saved:
        say(_("Saved as revision %(number)d.") % {"number": saved.number})
    elif changes:
        say(_("Nothing was changed yet: say it again with --yes."))
    else:
        say(_("The file says what is already here."))
    return 0


def take_out(args: argparse.Namespace, brand: "Brand") -> int:
    """Write a brand's inventory to a file."""
    from simulacro.apps.audit import queries
    from simulacro.apps.audit.exchange import Format, inventory_file

    inventory = queries.current_inventory(brand)
    if inventory is None:
        complain(_("%(address)s has no inventory yet.") % {"address": args.brand})
        return 2
    return write_copy(
        args, lambda: inventory_file(inventory, Format(args.format), chosen_language()), brand
    )


def write_copy(
    args: argparse.Namespace, written: "Callable[[], bytes]", owner: "Brand | Agency"
) -> int:
    """Write a file, locked under a passphrase unless it is to be in the clear."""
    from simulacro.apps.audit.exchange import locked
    from simulacro.apps.audit.spreadsheets import TextTooLong
    from simulacro.config.passphrases import complain_of_weak, read_passphrase
    from simulacro.kit import audit_log
    from simulacro.kit.passphrase import WeakPassphrase

    try:
        data = written()
        if not args.clear:
            passphrase = read_passphrase(args.passphrase_file, confirm=True)
            if passphrase is None:
                return 2
            data = locked(data, passphrase)
    except TextTooLong as error:
        complain(_("%(place)s: too long for a cell; use --format yaml.") % {"place": error.place})
        return 2
    except WeakPassphrase as weak:
        complain_of_weak(weak)
        return 2
    if not write_private(args.file, data):
        return 2
    audit_log.record(
        "inventory.exported",
        actor=None,
        target=owner,
        scope=owner.pk,
        details={"format": args.format, "clear": bool(args.clear)},
    )
    if args.json:
        say_json({"file": str(args.file), "locked": not args.clear})
    else:
        say(str(args.file))
    return 0


def open_copy(args: argparse.Namespace) -> int:
    """Unlock a file that was taken out."""
    from simulacro.apps.audit.exchange import opened
    from simulacro.config.passphrases import read_passphrase
    from simulacro.kit.brought_files import BadFile

    passphrase = read_passphrase(args.passphrase_file, confirm=False)
    if passphrase is None:
        return 2
    try:
        data = opened(args.file.read_bytes(), passphrase)
    except BadFile as bad:
        return refuse_file(bad.mistakes, as_json=False, ending=_("Nothing was written."))
    if not write_private(args.out, data):
        return 2
    say(str(args.out))
    return 0
