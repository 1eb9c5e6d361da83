"""A check in words: its question about this subject, how to verify, how to fix, what moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from simulacro.apps.audit import figures, grammar
from simulacro.apps.audit.advice import base_items, filled
from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.queries.checks import AGES_AFTER, Asked, Coverage
from simulacro.content.checks import Check
from simulacro.engines.access.inventory import Answer, Inventory

SAID_WORDS: Final[Mapping[Said, Promise]] = {
    Said.YES: gettext_lazy("Yes"),
    Said.NO: gettext_lazy("No"),
    Said.UNKNOWN: gettext_lazy("I don't know"),
    Said.NOT_APPLICABLE: gettext_lazy("Does not apply"),
    Said.WITHDRAWN: gettext_lazy("Taken back"),
}
AREA_WORDS: Final[Mapping[str, Promise]] = {
    "network": gettext_lazy("Networks"),
    "tool": gettext_lazy("Publishing tools"),
    "mailbox": gettext_lazy("Mailboxes"),
    "device": gettext_lazy("Devices"),
    "line": gettext_lazy("Phone lines"),
    "vault": gettext_lazy("Password managers"),
    "people": gettext_lazy("People"),
    "agency": gettext_lazy("Agencies"),
    "publishing": gettext_lazy("Publishing"),
    "domain": gettext_lazy("Domains and links"),
    "backup": gettext_lazy("Backups"),
    "legal": gettext_lazy("Legal and records"),
}


@dataclass(frozen=True, slots=True)
class CheckWords:
    """A check about one subject. ``apart`` says that the question does not tell which it is about,
    so that ``about`` must stand beside it. ``verified`` is the day its steps were last followed, or
    None; ``old`` says that they may have changed since."""

    question: str
    why: str
    verify: tuple[str, ...]
    fix: str
    menus: tuple[str, ...]
    about: str
    apart: bool
    verified: dt.date | None
    old: bool


def check_words(
    inventory: Inventory, check: Check, subject: str, *, brand_name: str, today: dt.date
) -> CheckWords:
    """The check's words with the subject's name in them (the brand's for the whole brand)."""
    language = (get_language() or "es")[:2]
    words = check.words(language)

    def put(text: str) -> str:
        if subject:
            return filled(text, inventory, {"name": subject}, language)
        return text.replace("{name}", brand_name)

    about = grammar.called(inventory[subject], language) if subject else brand_name
    old = check.verified is not None and today - check.verified > AGES_AFTER
    return CheckWords(
        put(words.question),
        put(words.why),
        tuple(put(step) for step in words.verify),
        put(words.fix),
        words.menus,
        about,
        bool(subject) and "{name}" not in words.question,
        check.verified,
        old,
    )


def state_of(asked: Asked, now: dt.datetime) -> str:
    """Where a question stands: open, unknown, weak, good, not_applicable or aged."""
    given = asked.given
    if given is not None and given.said is Said.NOT_APPLICABLE:
        return "not_applicable"
    if given is not None and given.said is Said.UNKNOWN:
        return "unknown"
    if asked.answer is Answer.UNKNOWN:
        return "open"
    if given is not None and given.aged(now):
        return "aged"
    return "weak" if asked.is_weak else "good"


STATE_WORDS: Final[Mapping[str, Promise]] = {
    "open": gettext_lazy("Not answered yet"),
    "unknown": gettext_lazy("Nobody knows"),
    "weak": gettext_lazy("To be fixed"),
    "aged": gettext_lazy("To be confirmed: more than six months old"),
    "good": gettext_lazy("In order"),
    "not_applicable": gettext_lazy("Does not apply"),
}


def network_name(network: str) -> str:
    """A network's own name, or the word that the inventory uses."""
    item = base_items().get(f"base.network.{network}")
    return str(item.fields["name"]) if item else network


def coverage_sentence(coverage: Coverage) -> str:
    """How much is answered, in a sentence."""
    if not coverage.applicable:
        return _("There is nothing to ask yet.")
    return ngettext(
        "%(answered)s of %(count)s question is answered.",
        "%(answered)s of %(count)s questions are answered.",
        coverage.applicable,
    ) % {"answered": coverage.answered, "count": coverage.applicable}


def moved_sentence(moved: Mapping[str, Any] | None, region: str) -> str:
    """What an answer did to the risk; empty where it was not told."""
    if moved is None:
        return ""
    before, after = float(moved["before"]), float(moved["after"])
    values = {
        "before": figures.number(before, region, _digits(before, after)),
        "after": figures.number(after, region, _digits(before, after)),
    }
    if abs(after - before) * 60 < 1:
        return _("Your risk stays at %(after)s hours a year.") % values
    if after < before:
        return _("Your risk fell from %(before)s to %(after)s hours a year.") % values
    return _("Your risk rose from %(before)s to %(after)s hours a year.") % values


def interval_sentence(moved: Mapping[str, Any] | None, region: str) -> str:
    """The interval that "don't know" leaves; empty where there is none to speak of."""
    if moved is None or float(moved["after"]) - float(moved["after_best"]) < 1:
        return ""
    return _("What nobody knows counts as the worse: it lies between %(low)s and %(high)s.") % {
        "low": figures.number(float(moved["after_best"]), region),
        "high": figures.number(float(moved["after"]), region),
    }


def _digits(before: float, after: float) -> int:
    """One decimal where whole hours would not tell the two apart."""
    return 0 if round(before) != round(after) else 1
