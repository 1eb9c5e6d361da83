"""What the report says, part by part, in the language that is active, as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from simulacro import __version__
from simulacro.apps.audit import figures, page_sentences, queries, results
from simulacro.apps.audit.finding_states import State
from simulacro.apps.audit.models import Audit, Finding
from simulacro.apps.audit.outlooks import best_of_the_week
from simulacro.apps.audit.paper.answers import answers_on_paper, photos_of_answers
from simulacro.apps.audit.paper.drawings import map_on_paper, week_on_paper
from simulacro.apps.audit.paper.moments import moments_on_paper
from simulacro.apps.audit.paper.murphy import murphy_on_paper
from simulacro.apps.audit.paper.photographs import photographs_on_paper
from simulacro.apps.audit.paper.plan import plan_on_paper
from simulacro.apps.audit.paper.tries import photos_of_tries, planned_tries, tries_on_paper
from simulacro.apps.audit.pictures.map import px
from simulacro.apps.audit.queries.real_tests import Standing
from simulacro.apps.audit.reading import Reading
from simulacro.apps.audit.sentences import plain
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.looks import Look
from simulacro.apps.brands.models import Brand
from simulacro.engines.access.inventory import Inventory
from simulacro.kit import regional
from simulacro.kit.templatetags.kit import SEVERITIES

OWN_COLOUR: Final = "#0b5a5c"
OWN_ACCENT: Final = "#a01536"
# Where people print on letter paper.
LETTER: Final = frozenset({"US", "CA", "MX", "CO", "CL", "VE", "PA", "CR", "GT", "DO", "PR", "SV"})
MOST_BARS: Final = 5
MOST_FIXES: Final = 10


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is about: an audit of a brand, opened, and whose look it has."""

    brand: Brand
    audit: Audit
    inventory: Inventory
    reading: Reading
    rows: Sequence[dict[str, Any]]
    made_by: str
    at: dt.datetime
    standings: Sequence[Standing] = ()
    look: Look | None = None

    @property
    def region(self) -> str:
        return self.inventory.brand.region

    def day(self, value: dt.date) -> str:
        return regional.day(value, figures.locale_of(self.region), width="medium")

    def moment(self, value: dt.datetime) -> str:
        return regional.moment(value, figures.locale_of(self.region), self.brand.timezone)


def report_content(it: Report) -> dict[str, Any]:
    """Everything that the paper says; parts with nothing to say are None or left out."""
    title = _("Audit report of %(brand)s") % {"brand": it.brand.name}
    signed = it.look.name if it.look else "Simulacro"
    when = it.moment(it.at)
    return {
        "language": figures.page_language(),
        "paper": "us-letter" if it.region.upper() in LETTER else "a4",
        "title": title,
        "author": it.made_by,
        "confidential": _("Confidential"),
        "signed": f"{it.brand.name} · {signed}",
        "made": _("Made by %(who)s, %(when)s") % {"who": it.made_by, "when": when},
        "page": _("Page {page} of {pages}"),
        "look": {
            "name": signed,
            "colour": it.look.colour if it.look else OWN_COLOUR,
            "accent": it.look.accent if it.look else OWN_ACCENT,
        },
        "logo": list(it.look.logo.content) if it.look and it.look.logo else None,
        "eyebrow": _("%(brand)s · Audit %(number)s")
        % {"brand": it.brand.name, "number": it.audit.number},
        "headline": plain(page_sentences.headline(it.inventory, it.reading)),
        "risk": plain(page_sentences.risk_sentence(it.inventory, it.reading)),
        "fix": first_fix(it),
        "falling": falling(it),
        "counts": counts(it),
        "tables": [part for part in (plan(it), weak_points(it), murphy(it), fixes(it)) if part],
        "channels": channels(it),
        "map": map_on_paper(it.brand, it.inventory, it.reading, it.at),
        "week": week_on_paper(
            it.reading, it.region, best_of_the_week(it.brand, it.audit, it.inventory)
        ),
        "moments": moments_on_paper(it.brand, it.at),
        "annexes": annexes(it),
        "photos": photographs(it),
        "evidence": evidence(it),
    }


def first_fix(it: Report) -> dict[str, Any] | None:
    """The one thing to do first."""
    card = results.fix_that_helps_most(it.inventory, it.reading)
    if card is None:
        return None
    return {
        "title": _("Do this first"),
        "do": card.words.do,
        "why": card.words.why,
        "how": card.words.how,
        "effort": f"{card.cost} · {card.effort}",
        "page": card.words.page.url if card.words.page else None,
    }


def falling(it: Report) -> dict[str, Any]:
    """The risk at the first audit and the last ones, and what it would be after the first fix."""
    drawn = _first_and_last(it)
    past = [
        (
            _("Audit %(number)s, %(day)s")
            % {"number": audit.number, "day": it.day(day_of(it.brand, audit.created_at))},
            float(audit.risk["hours"]),
            False,
        )
        for audit in drawn
    ]
    fix = results.greatest_effect(it.reading)
    if fix is not None:
        past.append((_("After doing this first"), fix.after_h, True))
    most = max((hours for _label, hours, _then in past), default=0.0) or 1.0
    says = ""
    if len(drawn) > 1:
        first, now = drawn[0].risk["hours"], drawn[-1].risk["hours"]
        says = plain(page_sentences.history_sentence(first, now, len(drawn), it.region))
    return {
        "title": _("How the risk falls"),
        "says": says,
        "bars": [
            {
                "label": label,
                "figure": figures.exact_hours(hours, it.region),
                "part": max(0.004, hours / most),
                "width": px(100 * max(0.004, hours / most)),
                "then": then,
            }
            for label, hours, then in past
        ],
    }


def _first_and_last(it: Report) -> list[Audit]:
    """The audits that are drawn, the oldest first: the sentence beside them is about the first."""
    until = queries.audits(it.brand).filter(number__lte=it.audit.number).defer("reading")
    last = list(until[:MOST_BARS])
    if len(last) == MOST_BARS:
        last[-1] = until.reverse()[0]
    return last[::-1]


def counts(it: Report) -> list[dict[str, str]]:
    """The weak points in three figures."""
    states = [row["state"] for row in it.rows]
    late = sum(row["late"] for row in it.rows)
    left, living = states.count(State.OPEN.value), states.count(State.ACCEPTED.value)
    found = (
        (left, ngettext("weak point open", "weak points open", left)),
        (late, ngettext("past its date", "past their date", late)),
        (
            living,
            ngettext(
                "risk accepted, with a name and an end",
                "risks accepted, with a name and an end",
                living,
            ),
        ),
    )
    return [{"figure": figures.number(count, it.region), "label": label} for count, label in found]


def plan(it: Report) -> dict[str, Any] | None:
    """Who does what by when."""
    tries = planned_tries(it.inventory, it.standings)
    audited = day_of(it.brand, it.audit.created_at)
    return plan_on_paper(it.rows, tries, audited, day_of(it.brand, it.at), it.day)


def weak_points(it: Report) -> dict[str, Any] | None:
    """Every weak point that is not gone, the gravest first, those of a kind and state together."""
    if not it.rows:
        return None
    together: dict[tuple[str, str, str, str], list[str]] = {}
    for row in it.rows:
        words = row["words"]
        severity = str(SEVERITIES[words.severity])
        key = (severity, str(words.title), str(words.why), _state(it, row))
        together.setdefault(key, []).append(words.about)
    return {
        "title": _("Weak points"),
        "says": "",
        "heads": [_("Severity"), _("What"), _("Where"), _("Why it matters"), _("State")],
        "widths": [2, 4, 5, 5, 2],
        "rows": [
            [severity, title, "; ".join(about for about in where if about), why, state]
            for (severity, title, why, state), where in together.items()
        ],
    }


def _state(it: Report, row: dict[str, Any]) -> str:
    finding: Finding = row["row"]
    if row["state"] == State.ACCEPTED.value and finding.accepted_until:
        day = it.day(finding.accepted_until)
        until = (
            _("accepted by %(who)s until %(day)s") % {"who": row["accepted_by"], "day": day}
            if row["accepted_by"]
            else _("accepted until %(day)s") % {"day": day}
        )
        return f"{until}. {finding.reason}" if finding.reason else until
    return str(row["state_label"])


def murphy(it: Report) -> dict[str, Any] | None:
    """What can go wrong, the worst of it with what covers it and who lives with it."""
    return murphy_on_paper(it.audit, it.inventory, it.at, it.day)


def fixes(it: Report) -> dict[str, Any] | None:
    """What helps, best first, with what it does to the risk and what it costs."""
    cards = results.fix_cards(it.inventory, it.reading.fixes, most=MOST_FIXES)
    if not cards:
        return None
    return {
        "title": _("Fixes, in order"),
        "says": "",
        "heads": [
            _("What"),
            pgettext("of a change", "Before"),
            pgettext("of a change", "After"),
            _("Cost"),
        ],
        "widths": [6, 2, 2, 3],
        "rows": [
            [card.words.do, card.before, card.after, f"{card.cost} · {card.effort}"]
            for card in cards
        ],
    }


def channels(it: Report) -> dict[str, Any]:
    """Each channel with its three answers."""
    return {
        "title": _("Channel by channel"),
        "list": [
            {
                "name": f"{card.name} · {card.hours}",
                "says": [f"{plain(a.says)} {plain(a.often)}" for a in card.answers],
            }
            for card in results.channel_cards(it.inventory, it.reading)
        ],
    }


def annexes(it: Report) -> list[dict[str, Any]]:
    """The evidence: what was asked and answered, what was really tried."""
    tables = (
        answers_on_paper(it.brand, it.inventory, it.at, it.day),
        tries_on_paper(it.inventory, it.standings, it.day),
    )
    return [table for table in tables if table]


def photographs(it: Report) -> dict[str, Any] | None:
    """The photos of what was really tried and of what was answered, small."""
    kept = [
        *photos_of_tries(it.inventory, it.standings),
        *photos_of_answers(it.brand, it.inventory, it.at),
    ]
    return photographs_on_paper(it.brand, kept)


def evidence(it: Report) -> dict[str, Any]:
    """What all this rests on."""
    audit = it.audit
    says = [
        _(
            "Audit %(number)s, %(when)s, of revision %(revision)s of the inventory: %(assets)s "
            "things and people, %(ways)s ways in."
        )
        % {
            "number": audit.number,
            "when": it.moment(audit.created_at),
            "revision": audit.revision.number,
            "assets": len(it.inventory.assets),
            "ways": len(it.inventory.methods),
        },
        _("Rates of loss and theft of %(facts)s; engine %(engine)s; Simulacro %(version)s.")
        % {"facts": audit.facts_version, "engine": audit.engine_version, "version": __version__},
        _(
            "The risk is in hours of harm a year: silence counts as long as it lasts, a lockout "
            "%(lockout)s hours and a hijack %(hijack)s hours, each channel by its weight."
        )
        % {
            "lockout": figures.number(it.inventory.cost.lockout_h, it.region),
            "hijack": figures.number(it.inventory.cost.hijack_h, it.region),
        },
    ]
    unknown = sum(
        sum(answer.value == "unknown" for _trait, answer in asset.traits)
        for asset in it.inventory.assets
    )
    if unknown:
        says.append(
            ngettext(
                "%(count)s answer is “don't know” and counts as the worse one.",
                "%(count)s answers are “don't know” and count as the worse one.",
                unknown,
            )
            % {"count": unknown}
        )
    if not it.reading.exact:
        says.append(
            _(
                "The inventory is too large to be exact throughout: some figures are upper bounds, "
                "and say so."
            )
        )
    return {"title": _("What this rests on"), "says": says}
