"""simulacro audit: what silences, locks out or hijacks a brand, from an inventory file."""

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from simulacro.config.cli import set_up_django
from simulacro.config.language import chosen_language
from simulacro.config.language import gettext as _
from simulacro.config.terminal import complain, complain_of_all, say, say_json
from simulacro.content.rates import default_rates, load_rates
from simulacro.engines.access.agency import AGENCY_SCHEMA, combined, load_agency
from simulacro.engines.access.audit_document import audit_to_document
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.murphy_rows import MurphyList
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import AuditResult
from simulacro.engines.access.rules import ALL_QUESTIONS, MAIN_QUESTIONS, Ask
from simulacro.engines.documents.mistakes import DocumentError

if TYPE_CHECKING:
    from simulacro.apps.audit.reading import Reading
    from simulacro.engines.access.days_ahead import DaysAhead

MOST_FIXES = 5
MOST_STRETCHES = 5
MOST_FIXES_A_QUESTION = 3


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "audit", help=_("say what silences, locks out or hijacks a brand, and what helps most")
    )
    parser.add_argument(
        "path", type=Path, metavar=_("FILE"), help=_("an inventory, or an agency: YAML or JSON")
    )
    parser.add_argument("--json", action="store_true", help=_("answer for programs"))
    parser.add_argument(
        "--rates", type=Path, metavar=_("FILE"), help=_("rates of failure and theft of your own")
    )
    parser.add_argument(
        "--moment",
        type=int,
        choices=range(168),
        metavar="0-167",
        help=_("the hour of the week to look at, from Monday 00:00; by default the worst"),
    )
    parser.add_argument(
        "--all", action="store_true", help=_("ask every horizon and level, not three questions")
    )
    parser.add_argument(
        "--from",
        dest="first_day",
        type=dt.date.fromisoformat,
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
    try:
        inventory = read(args.path)
        rates = load_rates(args.rates) if args.rates else default_rates()
    except OSError as problem:
        complain(
            _("%(file)s cannot be read: %(reason)s. Check the name.")
            % {"file": problem.filename, "reason": problem.strerror}
        )
        return 2
    except DocumentError as refused:
        return refuse(refused, as_json=args.json)
    result = solve(inventory, rates, args)
    if args.picture:
        try:
            args.picture.write_text(picture(inventory, result, args.about), encoding="utf-8")
        except OSError as problem:
            complain(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": problem.filename, "reason": problem.strerror}
            )
            return 2
    ahead = look_ahead(inventory, rates, args.first_day)
    if args.json:
        document = audit_to_document(result, everything_that_can_go_wrong(inventory, rates))
        say_json({**document, "days_ahead": ahead.as_document() if ahead else None})
    else:
        report(inventory, result, ahead)
    return 1 if result.findings else 0


def look_ahead(inventory: Inventory, rates: Rates, first: dt.date | None) -> "DaysAhead | None":
    """The next 90 days from a day, by default today where the brand is."""
    from simulacro.engines.access.days_ahead import days_ahead

    today = dt.datetime.now(ZoneInfo(inventory.brand.zone)).date()
    return days_ahead(inventory, rates, first or today, language=chosen_language())


def refuse(refused: DocumentError, *, as_json: bool) -> int:
    """Print every mistake: for people in their language, for programs with its code."""
    ending = _("Nothing was audited.")
    if as_json:
        return complain_of_all(refused.mistakes, as_json=True, ending=ending)
    set_up_django()
    from django.utils import translation

    from simulacro.apps.audit.mistakes_in_words import told

    with translation.override(chosen_language()):
        in_words = [told(mistake) for mistake in refused.mistakes]
        return complain_of_all(in_words, as_json=False, ending=ending)


def read(path: Path) -> Inventory:
    """The inventory in a file; an agency's is of all its clients together.

    Raises OSError, DocumentError.
    """
    text = path.read_bytes()
    if AGENCY_SCHEMA.encode() in text:
        return combined(load_agency(text))
    return load_document(text)


def solve(inventory: Inventory, rates: Rates, args: argparse.Namespace) -> AuditResult:
    # The arrays and kernels are slow to load: --help does not wait for them.
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
    set_up_django()
    from django.utils import translation

    from simulacro.apps.audit.auditing import reading_of
    from simulacro.apps.audit.pictures.standalone import standalone_svg
    from simulacro.apps.audit.reading import Question

    with translation.override(chosen_language()):
        return standalone_svg(
            inventory, reading_of(inventory, result), Question(about) if about else None
        )


def report(inventory: Inventory, result: AuditResult, ahead: "DaysAhead | None") -> None:
    """Print the audit as a person reads it, in the words of the pages."""
    set_up_django()
    from django.utils import translation

    with translation.override(chosen_language()):
        for line in [*report_lines(inventory, result), *ahead_lines(inventory, ahead)]:
            say(line)


def report_lines(inventory: Inventory, result: AuditResult) -> list[str]:
    from simulacro.apps.audit import page_sentences, results, sentences
    from simulacro.apps.audit.advice import finding_words
    from simulacro.apps.audit.auditing import reading_of

    region = inventory.brand.region
    reading = reading_of(inventory, result)
    lines = [inventory.brand.name, "=" * len(inventory.brand.name), ""]
    if not reading.answers:
        return [*lines, _("It has no channel yet: there is nothing to lose or to steal.")]
    lines += [
        sentences.plain(page_sentences.headline(inventory, reading)),
        sentences.plain(page_sentences.risk_sentence(inventory, reading)),
        sentences.plain(page_sentences.week_sentence(reading.week, region)),
    ]
    for card in results.channel_cards(inventory, reading):
        lines += ["", card.name]
        for answer in card.answers:
            lines.append(f"  {sentences.plain(answer.says)}")
            if answer.doubt is not None:
                lines.append(f"    {sentences.plain(answer.doubt)}")
            if answer.exact_to is not None:
                lines.append(
                    "    "
                    + _("Too large to be exact: sets of up to %(count)s things are.")
                    % {"count": answer.exact_to}
                )
    if reading.fixes:
        lines += ["", _("What helps most, in order"), ""]
        for fix in results.fix_cards(inventory, reading.fixes, most=MOST_FIXES):
            lines.append(f"  {fix.rank}. {fix.words.do or fix.words.title}")
            lines.append(f"     {sentences.plain(fix.fall)} ({fix.cost}, {fix.effort})")
            lines += [f"     {warning}" for warning in fix.warnings]
        lines += by_question_lines(inventory, reading)
    if reading.findings:
        perhaps = _("perhaps")
        lines += ["", _("Weak points"), ""]
        for found in reading.findings:
            words = finding_words(inventory, found)
            doubt = "" if found.certain else f" ({perhaps})"
            about = f": {words.about}" if words.about else ""
            lines.append(f"  {found.code:4}{words.title}{about}{doubt}")
    return [*lines, *coverage_lines(inventory)]


def coverage_lines(inventory: Inventory) -> list[str]:
    """How many of the questions of the base pack the file answers by itself."""
    from simulacro.apps.audit.check_words import coverage_sentence
    from simulacro.apps.audit.queries.checks import applicable, coverage_of, shipped_checks
    from simulacro.kit.templatetags.kit import SEVERITIES

    asked = list(applicable(inventory, shipped_checks(), {}))
    coverage = coverage_of(asked, dt.datetime.now(dt.UTC))
    lines = ["", _("Questions that the inventory answers by itself"), ""]
    lines.append(f"  {coverage_sentence(coverage)}")
    lines += [
        f"  {SEVERITIES[level]}: {answered}/{whole}"
        for level, (answered, whole) in coverage.by_severity.items()
        if whole
    ]
    return lines


def ahead_lines(inventory: Inventory, ahead: "DaysAhead | None") -> list[str]:
    """The worst of the next 90 days, the longest and darkest first."""
    if ahead is None:
        return []
    from simulacro.apps.audit import figures
    from simulacro.apps.audit.day_rows import day_name

    region = inventory.brand.region
    lines = [
        "",
        _("The next 90 days"),
        "",
        "  "
        + _("About %(silent)s hours without an answer within 15 minutes; %(weak)s weak hours.")
        % {
            "silent": figures.number(ahead.silent_h, region),
            "weak": figures.number(ahead.weak_h, region),
        },
    ]
    for one in ahead.worst[:MOST_STRETCHES]:
        holidays = ", ".join(holiday.name for holiday in one.holidays)
        when = _("%(first)s %(start)s to %(last)s %(end)s") % {
            "first": day_name(one.start.date(), region),
            "start": f"{one.start:%H:%M}",
            "last": day_name(one.end.date(), region),
            "end": f"{one.end:%H:%M}",
        }
        chance = figures.percent(one.chance, region)
        lines.append(f"  {when}: {chance}" + (f" ({holidays})" if holidays else ""))
    return lines


def by_question_lines(inventory: Inventory, reading: "Reading") -> list[str]:
    """The first fixes for each question: what helps a silent night is no help against a thief."""
    from simulacro.apps.audit import results
    from simulacro.apps.audit.reading import Question

    lines: list[str] = []
    for question in Question:
        label = results.question_label(question)
        cards = results.fix_cards(
            inventory, reading.fixes, most=MOST_FIXES_A_QUESTION, question=question
        )
        if cards:
            lines += ["", _("What helps most with “%(question)s”") % {"question": label}, ""]
        for card in cards:
            (row,) = [effect for effect in card.effects if effect.label == label]
            lines.append(
                f"  {card.rank}. {card.words.do or card.words.title} ({row.before} → {row.after})"
            )
    return lines
