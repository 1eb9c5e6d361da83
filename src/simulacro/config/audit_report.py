"""What `simulacro audit` prints, in the words of the pages; the language is the active one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from simulacro.config.agency_audits import answer_lines
from simulacro.config.agency_audits import finding_lines as finding_lines_of_clients
from simulacro.config.language import gettext as _
from simulacro.config.language import ngettext
from simulacro.engines.access.agency import Agency
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.result import AuditResult

if TYPE_CHECKING:
    from simulacro.apps.audit.reading import Reading
    from simulacro.engines.access.days_ahead import DaysAhead

MOST_FIXES = 5
MOST_STRETCHES = 5
MOST_FIXES_A_QUESTION = 3


def report_lines(inventory: Inventory, agency: Agency | None, result: AuditResult) -> list[str]:
    from simulacro.apps.audit import page_sentences, results, sentences
    from simulacro.apps.audit.auditing import reading_of

    region = inventory.brand.region
    reading = reading_of(inventory, result)
    lines = [inventory.brand.name, "=" * len(inventory.brand.name), ""]
    if not reading.answers:
        return [*lines, _("It has no channel yet: there is nothing to lose or to steal.")]
    whole = [
        sentences.plain(page_sentences.risk_sentence(inventory, reading)),
        sentences.plain(page_sentences.week_sentence(reading.week, region)),
    ]
    if agency is None:
        said = sentences.plain(page_sentences.headline(inventory, reading))
        lines += [said, *whole, *channel_lines(inventory, reading)]
    else:
        said, *table = answer_lines(agency, result)
        lines += [said, *whole, *table]
    if reading.fixes:
        lines += ["", _("What helps most, in order"), ""]
        for fix in results.fix_cards(inventory, reading.fixes, most=MOST_FIXES):
            lines.append(f"  {fix.rank}. {fix.words.do or fix.words.title}")
            lines.append(f"     {sentences.plain(fix.fall)} ({fix.cost}, {fix.effort})")
            lines += [f"     {warning}" for warning in fix.warnings]
        lines += by_question_lines(inventory, reading)
    if reading.findings:
        lines += ["", _("Weak points"), ""]
        if agency is None:
            lines += finding_lines(inventory, reading)
        else:
            lines += finding_lines_of_clients(inventory, reading, len(agency.brands))
    return [*lines, *coverage_lines(inventory)]


def channel_lines(inventory: Inventory, reading: Reading) -> list[str]:
    """Each channel with its three answers."""
    from simulacro.apps.audit import results, sentences

    lines: list[str] = []
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
    return lines


def finding_lines(inventory: Inventory, reading: Reading) -> list[str]:
    from simulacro.apps.audit.advice import finding_words

    lines: list[str] = []
    perhaps = _("perhaps")
    for found in reading.findings:
        words = finding_words(inventory, found)
        doubt = "" if found.certain else f" ({perhaps})"
        about = f": {words.about}" if words.about else ""
        lines.append(f"  {found.code:4}{words.title}{about}{doubt}")
    return lines


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


def ahead_lines(inventory: Inventory, ahead: DaysAhead | None) -> list[str]:
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
        + ngettext(
            "About %(silent)s hour without an answer within 15 minutes",
            "About %(silent)s hours without an answer within 15 minutes",
            round(ahead.silent_h),
        )
        % {"silent": figures.number(ahead.silent_h, region)}
        + "; "
        + ngettext("%(weak)s weak hour.", "%(weak)s weak hours.", round(ahead.weak_h))
        % {"weak": figures.number(ahead.weak_h, region)},
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


def by_question_lines(inventory: Inventory, reading: Reading) -> list[str]:
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
