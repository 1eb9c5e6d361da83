"""simulacro audit: what silences, locks out or hijacks a brand, from an inventory file."""

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from simulacro.config.agency_audits import client_called
from simulacro.config.arguments import add_passphrase_file, day, hour_of_the_week
from simulacro.config.cli import set_up_django
from simulacro.config.language import chosen_language
from simulacro.config.language import gettext as _
from simulacro.config.passphrases import read_passphrase
from simulacro.config.refused_files import refuse_file
from simulacro.config.terminal import complain, say, say_json, why
from simulacro.content.rates import default_rates, load_rates
from simulacro.engines.access.agency import Agency, combined
from simulacro.engines.access.audit_document import audit_to_document
from simulacro.engines.access.clients import clients_to_document
from simulacro.engines.access.inventory import MAX_ASSETS, Inventory
from simulacro.engines.access.murphy_rows import MurphyList
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import AuditResult
from simulacro.engines.access.rules import ALL_QUESTIONS, MAIN_QUESTIONS, Ask
from simulacro.engines.documents.mistakes import DocumentError

if TYPE_CHECKING:
    from simulacro.engines.access.days_ahead import DaysAhead


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "audit", help=_("say what silences, locks out or hijacks a brand, and what helps most")
    )
    parser.add_argument(
        "path",
        type=Path,
        metavar=_("FILE"),
        help=_("an inventory, or an agency with its clients: YAML, JSON or XLSX"),
    )
    parser.add_argument(
        "--client", metavar="ID", help=_("one client of an agency by itself, by its id or name")
    )
    add_passphrase_file(parser)
    parser.add_argument("--json", action="store_true", help=_("answer for programs"))
    parser.add_argument(
        "--rates", type=Path, metavar=_("FILE"), help=_("rates of failure and theft of your own")
    )
    parser.add_argument(
        "--moment",
        type=hour_of_the_week,
        metavar="0-167",
        help=_("the hour of the week to look at, from Monday 00:00; by default the worst"),
    )
    parser.add_argument(
        "--all", action="store_true", help=_("ask every horizon and level, not three questions")
    )
    parser.add_argument(
        "--from",
        dest="first_day",
        type=day,
        metavar=_("DATE"),
        help=_("the first of the next 90 days to look at; by default today where the brand is"),
    )
    parser.add_argument("--no-fixes", action="store_true", help=_("do not judge what to change"))
    parser.add_argument(
        "--picture", type=Path, metavar=_("FILE"), help=_("draw the map of accesses too, as SVG")
    )
    parser.add_argument(
        "--about",
        choices=[ask.value for ask in Ask],
        help=_("what the picture is about; by default what the first sentence is about"),
    )


def run(args: argparse.Namespace) -> int:
    set_up_django()
    from simulacro.kit.brought_files import BadFile

    try:
        rates = load_rates(args.rates) if args.rates else default_rates()
        found = read(args.path, args.passphrase_file)
    except OSError as problem:
        complain(
            _("%(file)s cannot be read: %(reason)s. Check the name.")
            % {"file": problem.filename, "reason": why(problem)},
            code="cannot_open",
            file=str(problem.filename),
        )
        return 2
    except (DocumentError, BadFile) as refused:
        return refuse_file(refused.mistakes, as_json=args.json, ending=_("Nothing was audited."))
    if found is None:
        return 2
    agency = found if isinstance(found, Agency) else None
    inventory = combined(found) if isinstance(found, Agency) else found
    if args.client is not None:
        one = client_called(agency, args.client) if agency else None
        if one is None:
            return no_such_client(agency, args.client)
        agency, inventory = None, one
    return answer(inventory, agency, rates, args)


def answer(
    inventory: Inventory, agency: Agency | None, rates: Rates, args: argparse.Namespace
) -> int:
    """Audit and say what was found; of an agency the inventory is of all its clients together."""
    # The arrays and kernels are slow to load: --help does not wait for them.
    from simulacro.engines.access.audit import TooManyAssetsError

    try:
        result = solve(inventory, rates, args)
    except TooManyAssetsError as refused:
        complain(
            _(
                "%(count)d things are too many to solve together; at most %(limit)d are. "
                "Split the file, or look at one client with --client ID."
            )
            % {"count": refused.count, "limit": MAX_ASSETS},
            code="too_many",
            count=refused.count,
            limit=MAX_ASSETS,
        )
        return 2
    if args.picture:
        try:
            args.picture.write_text(picture(inventory, result, args.about), encoding="utf-8")
        except OSError as problem:
            complain(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": problem.filename, "reason": why(problem)},
                code="cannot_write",
                file=str(problem.filename),
            )
            return 2
    ahead = look_ahead(inventory, rates, args.first_day)
    if args.json:
        document = audit_to_document(result, everything_that_can_go_wrong(inventory, rates))
        clients = clients_to_document(agency, result) if agency else None
        days = ahead.as_document() if ahead else None
        say_json({**document, "agency": clients, "days_ahead": days})
    else:
        report(inventory, agency, result, ahead)
    return 1 if result.findings else 0


def no_such_client(agency: Agency | None, name: str) -> int:
    """Say which clients there are, and return the exit code of bad input."""
    if agency is None:
        complain(_("The file is of one brand: leave --client out."))
    else:
        known = ", ".join(client.id for client in agency.brands)
        complain(
            _("“%(name)s”: no client has this id or name. The clients are: %(known)s.")
            % {"name": name, "known": known},
            code="unknown_client",
        )
    return 2


def look_ahead(inventory: Inventory, rates: Rates, first: dt.date | None) -> "DaysAhead | None":
    """The next 90 days from a day, by default today where the brand is."""
    from simulacro.engines.access.days_ahead import days_ahead

    today = dt.datetime.now(ZoneInfo(inventory.brand.zone)).date()
    return days_ahead(inventory, rates, first or today, language=chosen_language())


def read(path: Path, passphrase_file: Path | None) -> Inventory | Agency | None:
    """What a file says, of a brand or of an agency; None after saying that a passphrase is missing.

    Raises OSError and BadFile.
    """
    from simulacro.apps.audit.exchange import read_any_file
    from simulacro.kit.passphrase import is_locked

    data = path.read_bytes()
    passphrase = read_passphrase(passphrase_file, confirm=False) if is_locked(data) else ""
    if passphrase is None:
        return None
    return read_any_file(data, passphrase=passphrase, name=path.stem, language=chosen_language())


def solve(inventory: Inventory, rates: Rates, args: argparse.Namespace) -> AuditResult:
    from simulacro.engines.access.audit import audit

    options: dict[str, Any] = {"fixes": 0} if args.no_fixes else {}
    return audit(
        inventory,
        rates,
        questions=ALL_QUESTIONS if args.all else MAIN_QUESTIONS,
        moment=args.moment,
        **options,
    )


def everything_that_can_go_wrong(inventory: Inventory, rates: Rates) -> MurphyList:
    from simulacro.engines.access.audit import murphy

    return murphy(inventory, rates)


def picture(inventory: Inventory, result: AuditResult, about: str | None) -> str:
    """The map of accesses with its sentence, as an SVG that stands alone."""
    from django.utils import translation

    from simulacro.apps.audit.auditing import reading_of
    from simulacro.apps.audit.pictures.standalone import standalone_svg
    from simulacro.apps.audit.reading import Question

    with translation.override(chosen_language()):
        return standalone_svg(
            inventory, reading_of(inventory, result), Question(about) if about else None
        )


def report(
    inventory: Inventory, agency: Agency | None, result: AuditResult, ahead: "DaysAhead | None"
) -> None:
    """Print the audit as a person reads it, in the words of the pages."""
    from django.utils import translation

    from simulacro.config.audit_report import ahead_lines, report_lines

    with translation.override(chosen_language()):
        for line in [*report_lines(inventory, agency, result), *ahead_lines(inventory, ahead)]:
            say(line)
