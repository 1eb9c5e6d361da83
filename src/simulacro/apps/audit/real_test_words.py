"""A real test in words: its texts with the subject's name, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from simulacro.apps.audit.advice import filled
from simulacro.apps.audit.queries.real_tests import Stand, Standing
from simulacro.engines.access.inventory import Inventory


@dataclass(frozen=True, slots=True)
class TestWords:
    """A test's texts in the reader's language. `address` is its part of the page's address."""

    standing: Standing
    title: str
    why: str
    steps: tuple[str, ...]
    passed: str
    fix: str
    stands: str
    address: str

    __test__ = False


def in_words(inventory: Inventory, standing: Standing) -> TestWords:
    """The words of a test about its subject."""
    language = (get_language() or "es")[:2]
    said = standing.test.words(language)
    names = {"name": standing.subject.id} if standing.subject else {}

    def put(text: str) -> str:
        return filled(text, inventory, names, language)

    return TestWords(
        standing,
        put(said.title),
        put(said.why),
        tuple(put(step) for step in said.steps),
        put(said.passed),
        put(said.fix),
        stands_so(standing),
        standing.subject.id if standing.subject else "-",
    )


def stands_so(standing: Standing) -> str:
    """Where a test stands, in one short sentence."""
    age = ago(standing.age_days or 0)
    match standing.stand:
        case Stand.FAILED:
            return _("It failed %(ago)s and nobody has tried it again.") % {"ago": age}
        case Stand.LATE:
            return _("Its day has passed and nobody has said how it went.")
        case Stand.STALE:
            return _("It passed %(ago)s: too long ago to count on it.") % {"ago": age}
        case Stand.PLANNED:
            return _("It has a day.")
        case Stand.PASSED:
            return _("It passed %(ago)s.") % {"ago": age}
        case _:
            return _("Nobody has tried it yet.")


def ago(days: int) -> str:
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
