"""simulacro restore: an empty installation becomes the one in the backup."""

import argparse
from pathlib import Path

from simulacro.config.arguments import add_passphrase_file
from simulacro.config.cli import set_up_django
from simulacro.config.language import gettext as _
from simulacro.config.terminal import complain, say, say_json


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("restore", help=_("fill an empty installation from a backup"))
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("a backup"))
    add_passphrase_file(parser)
    parser.add_argument("--json", action="store_true", help=_("answer for programs"))


def run(args: argparse.Namespace) -> int:
    from simulacro.config.passphrases import read_passphrase

    if not args.file.is_file():
        complain(_("%(path)s: there is no such file.") % {"path": args.file})
        return 2
    passphrase = read_passphrase(args.passphrase_file, confirm=False)
    if passphrase is None:
        return 2
    set_up_django()
    from django.core.management import call_command

    from simulacro.config.installation import kept_folders
    from simulacro.kit import backups
    from simulacro.kit.passphrase import CannotOpen, NotOurs
    from simulacro.kit.sealing.errors import MasterKeyProblem

    call_command("migrate", verbosity=0)
    try:
        with args.file.open("rb") as file:
            summary = backups.restore_backup(file, passphrase=passphrase, folders=kept_folders())
    except backups.NotEmpty:
        complain(
            _(
                "There is already an installation here. "
                "Point SIMULACRO_DATA_DIR or DATABASE_URL at an empty one."
            )
        )
        return 2
    except backups.OtherSchema as other:
        complain(
            _(
                "The backup was written by version %(version)s, whose tables differ. "
                "Install that version, restore, and upgrade then."
            )
            % {"version": other.version}
        )
        return 2
    except NotOurs:
        complain(_("%(path)s is not a backup of Simulacro.") % {"path": args.file})
        return 2
    except (CannotOpen, backups.Damaged):
        complain(_("The passphrase is wrong, or the file is damaged. Nothing was changed."))
        return 2
    except MasterKeyProblem as problem:
        complain(str(problem))
        return 2
    if args.json:
        say_json({"created_at": summary.created_at, "rows": summary.rows, "files": summary.files})
    else:
        say(_("Restored what was saved on %(day)s.") % {"day": summary.created_at})
    return 0
