"""simulacro backup: everything in one file, under a passphrase."""

import argparse
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from simulacro.config.arguments import add_passphrase_file
from simulacro.config.cli import set_up_django
from simulacro.config.language import gettext as _
from simulacro.config.terminal import complain, say, say_json, why


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("backup", help=_("write everything to one locked file"))
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("the file to write"))
    add_passphrase_file(parser)
    parser.add_argument("--force", action="store_true", help=_("replace the file if it exists"))
    parser.add_argument("--json", action="store_true", help=_("answer for programs"))


def run(args: argparse.Namespace) -> int:
    from simulacro.config.passphrases import complain_of_weak, read_passphrase

    if args.file.exists() and not args.force:
        complain(_("%(path)s exists. Choose another name, or use --force.") % {"path": args.file})
        return 2
    passphrase = read_passphrase(args.passphrase_file, confirm=True)
    if passphrase is None:
        return 2
    set_up_django()
    from django.conf import settings

    from simulacro.config.installation import kept_folders
    from simulacro.config.last_backup import remember_backup
    from simulacro.kit.backups import write_backup
    from simulacro.kit.passphrase import WeakPassphrase

    at = datetime.now(UTC)
    try:
        # A draft beside the target: an interrupted backup leaves no half.
        with tempfile.NamedTemporaryFile(dir=args.file.resolve().parent, delete=False) as draft:
            try:
                summary = write_backup(
                    cast(BinaryIO, draft),
                    passphrase=passphrase,
                    at=at,
                    folders=kept_folders(),
                )
            except BaseException:
                os.unlink(draft.name)
                raise
        os.replace(draft.name, args.file)
        remember_backup(settings.DATA_DIR, at)
    except WeakPassphrase as weak:
        complain_of_weak(weak)
        return 2
    except OSError as error:
        complain(
            _("%(file)s cannot be written: %(reason)s.") % {"file": args.file, "reason": why(error)}
        )
        return 2
    count = sum(summary.rows.values())
    if args.json:
        say_json({"file": str(args.file), "rows": summary.rows, "files": summary.files})
    else:
        say(
            _(
                "%(path)s: %(rows)d rows and %(files)d files. "
                "Without the passphrase nobody opens it."
            )
            % {"path": args.file, "rows": count, "files": summary.files}
        )
    return 0
