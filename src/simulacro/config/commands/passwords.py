"""simulacro passwords: judge passwords on this machine, and keep none of them."""

import argparse
from pathlib import Path

from simulacro.config.language import gettext as _
from simulacro.config.terminal import complain, say, say_json, why


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "passwords", help=_("judge passwords, typed or of a vault's export, and keep none")
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("VERB"))
    check = verbs.add_parser("check", help=_("say which are weak, the same, or leaked"))
    check.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar=_("FILE"),
        help=_("a KeePass, Bitwarden, 1Password or browser export; without it, type them"),
    )
    check.add_argument(
        "--key-file", type=Path, metavar=_("FILE"), help=_("the key file of a KeePass database")
    )
    check.add_argument(
        "--passphrase-file", type=Path, metavar=_("FILE"), help=_("what opens the export")
    )
    leaks = check.add_mutually_exclusive_group()
    leaks.add_argument(
        "--leak-filter", type=Path, metavar=_("FILE"), help=_("look in a filter of leaked ones")
    )
    leaks.add_argument(
        "--ask-leak-service",
        action="store_true",
        help=_("ask the service of ranges: it sees 5 of 40 digits of a digest"),
    )
    check.add_argument(
        "--second-factor",
        action="store_true",
        help=_("all of them have a second factor: 8 characters are enough"),
    )
    check.add_argument(
        "--own-word", action="append", default=[], metavar=_("WORD"), help=_("a word of the brand")
    )
    check.add_argument("--brand", metavar=_("ADDRESS"), help=_("whose passwords they are"))
    check.add_argument(
        "--as",
        dest="names",
        action="append",
        default=[],
        metavar=_("NAME=ID"),
        help=_("this entry is that password of the inventory"),
    )
    check.add_argument(
        "--in-vault", default="", metavar="ID", help=_("the vault of the inventory they lie in")
    )
    check.add_argument(
        "--save",
        action="store_true",
        help=_("write the verdicts and groups, and nothing else, to the brand's inventory"),
    )
    check.add_argument("--json", action="store_true", help=_("answer for programs"))
    make = verbs.add_parser("filter", help=_("make a filter of a list of leaked SHA-1 digests"))
    make.add_argument("list", type=Path, metavar=_("FILE"), help=_("one a line, in order"))
    make.add_argument(
        "--out", type=Path, required=True, metavar=_("FILE"), help=_("the file to write")
    )
    make.add_argument("--force", action="store_true", help=_("replace the file if it exists"))
    make.add_argument("--json", action="store_true", help=_("answer for programs"))


def run(args: argparse.Namespace) -> int:
    if args.verb == "filter":
        return make_filter(args)
    no_core_dump()
    from simulacro.config.password_check import check

    return check(args)


def no_core_dump() -> None:
    """A crash of this process must not leave its memory in a file."""
    try:
        import resource
    except ImportError:  # Windows writes none.
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def make_filter(args: argparse.Namespace) -> int:
    """Write the filter of a list; the list may be larger than memory."""
    from simulacro.engines.passwords.leak_filter import BadList, digests_of_list, write_filter

    if args.out.exists() and not args.force:
        complain(_("%(path)s exists. Choose another name, or use --force.") % {"path": args.out})
        return 2
    wrong = {
        "not_sha1": _("this is no SHA-1 of 40 digits"),
        "not_sorted": _("it is not in order: sort the file first"),
    }
    part = args.out.with_name(args.out.name + ".part")
    try:
        with args.list.open("rb") as lines:
            first = lines.readline()
            about = max(1, args.list.stat().st_size // max(1, len(first)))
            lines.seek(0)
            with part.open("wb") as out:
                count = write_filter(digests_of_list(lines), about, out)
        part.replace(args.out)
    except BadList as bad:
        complain(
            _("%(path)s, line %(line)d: %(problem)s. Nothing was written.")
            % {"path": args.list, "line": bad.line, "problem": wrong[bad.problem]}
        )
        return 2
    except OSError as problem:
        complain(
            _("%(file)s cannot be read: %(reason)s. Check the name.")
            % {"file": problem.filename, "reason": why(problem)}
        )
        return 2
    finally:
        part.unlink(missing_ok=True)
    size = args.out.stat().st_size
    if args.json:
        say_json({"file": str(args.out), "digests": count, "bytes": size})
    else:
        say(
            _("%(file)s: %(count)d digests in %(size)d bytes")
            % {"file": args.out, "count": count, "size": size}
        )
    return 0
