"""simulacro keys: change the keys that seal what is stored."""

import argparse

from simulacro.config.cli import set_up_django
from simulacro.config.language import gettext as _
from simulacro.config.terminal import complain, say, say_json


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("keys", help=_("change the keys that seal what is stored"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
    master = verbs.add_parser("rotate-master", help=_("a new master key, for all data keys"))
    master.add_argument(
        "--forget-old",
        action="store_true",
        help=_("drop the old ones: backups made before then need their own copy"),
    )
    brand = verbs.add_parser("rotate", help=_("a new data key for one brand"))
    brand.add_argument("brand", metavar=_("BRAND"), help=_("its short address"))
    verbs.add_parser("discard", help=_("delete data keys which were replaced a month ago"))
    for sub in verbs.choices.values():
        sub.add_argument("--json", action="store_true", help=_("answer for programs"))


def run(args: argparse.Namespace) -> int:
    set_up_django()
    from simulacro.kit.sealing.errors import MasterKeyProblem

    try:
        match args.verb:
            case "rotate-master":
                return rotate_master(forget_old=args.forget_old, as_json=args.json)
            case "rotate":
                return rotate_brand(args.brand, as_json=args.json)
            case _:
                return discard(as_json=args.json)
    except MasterKeyProblem as problem:
        complain(str(problem))
        return 2


def rotate_master(*, forget_old: bool, as_json: bool) -> int:
    from simulacro.kit.audit_log import INSTALLATION, record
    from simulacro.kit.sealing.services import rotate_master_key

    done = rotate_master_key(forget_old=forget_old)
    record(
        "master_key.rotated", actor=None, scope=INSTALLATION, details={"data_keys": done.data_keys}
    )
    if as_json:
        say_json({"data_keys": done.data_keys})
    else:
        say(_("%(count)d data keys are wrapped by the new master key.") % {"count": done.data_keys})
        say(_("Make a new backup now: older ones need the older master key."))
    return 0


def rotate_brand(slug: str, *, as_json: bool) -> int:
    from simulacro.apps.brands.models import Brand
    from simulacro.kit.audit_log import record
    from simulacro.kit.sealing.services import rotate_data_key

    brand = Brand.objects.filter(slug=slug).first()
    if brand is None:
        known = ", ".join(Brand.objects.values_list("slug", flat=True)) or "-"
        complain(
            _("%(brand)s is no brand here. The brands are: %(known)s")
            % {"brand": slug, "known": known}
        )
        return 2
    done = rotate_data_key(brand.pk)
    record(
        "data_key.rotated",
        actor=None,
        scope=brand.pk,
        details={"rows": done.rows, "files": done.files},
    )
    if as_json:
        say_json({"brand": slug, "rows": done.rows, "files": done.files})
    else:
        say(
            _("%(rows)d rows and %(files)d files of %(brand)s are sealed with a new key.")
            % {"rows": done.rows, "files": done.files, "brand": slug}
        )
    return 0


def discard(*, as_json: bool) -> int:
    from simulacro.kit.sealing.services import discard_retired_keys

    count = discard_retired_keys()
    if as_json:
        say_json({"data_keys": count})
    else:
        say(_("%(count)d replaced data keys were deleted.") % {"count": count})
    return 0
