"""What the agency's page says, in words."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from typing import Protocol

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simulacro.apps.audit import figures, grammar
from simulacro.apps.audit.queries.agencies import Standing
from simulacro.apps.audit.sentences import language, sentence
from simulacro.engines.access.inventory import Asset


class Falling(Protocol):
    """One or two shared things, and the clients that fall with them."""

    @property
    def assets(self) -> tuple[Asset, ...]: ...

    @property
    def falls(self) -> Sized: ...


def things(row: Falling) -> str:
    """The shared thing, or both of a pair, by name."""
    first, *others = [asset.name for asset in row.assets]
    return grammar.all_of([first, *(grammar.named(x, language()) for x in others)], language())


def named(row: Falling) -> str:
    return grammar.all_of([grammar.named(a.name, language()) for a in row.assets], language())


def count_of(row: Falling, audited: int) -> str:
    return _("%(count)s of %(all)s") % {"count": len(row.falls), "all": audited}


def headline(silences: Sequence[Falling], steals: Sequence[Falling], *, audited: int) -> SafeString:
    """The one answer of the page: what hangs most on one shared thing, or on two.

    Both rankings have the thing with most clients first.
    """
    if not audited:
        return sentence(_("None of your brands has been audited yet."))
    alone = next((row for row in silences if len(row.assets) == 1), None)
    stolen = next((row for row in steals if len(row.assets) == 1), None)
    if alone is not None and (stolen is None or len(alone.falls) >= len(stolen.falls)):
        text = ngettext(
            "If <em>one</em> thing fails, %(count)s of your %(audited)s audited clients loses its "
            "voice: %(thing)s.",
            "If <em>one</em> thing fails, %(count)s of your %(audited)s audited clients lose their "
            "voice: %(thing)s.",
            len(alone.falls),
        )
        return sentence(text, count=len(alone.falls), audited=audited, thing=named(alone))
    if stolen is not None:
        return sentence(
            _(
                "With <em>one</em> thing, a thief has channels of %(count)s of your %(audited)s "
                "audited clients: %(thing)s."
            ),
            count=len(stolen.falls),
            audited=audited,
            thing=named(stolen),
        )
    both = next(iter(silences), None)
    if both is not None:
        text = ngettext(
            "If <em>two</em> things fail together, %(count)s of your %(audited)s audited clients "
            "loses its voice: %(thing)s.",
            "If <em>two</em> things fail together, %(count)s of your %(audited)s audited clients "
            "lose their voice: %(thing)s.",
            len(both.falls),
        )
        return sentence(text, count=len(both.falls), audited=audited, thing=named(both))
    return sentence(_("Nothing that your brands share silences or gives away a channel by itself."))


def change(it: Standing, region: str) -> str:
    """By how much the risk moved since the audit before; nothing for a first audit."""
    if it.moved is None:
        return _("first audit")
    hours = it.moved["change"]
    if abs(hours) < 0.05:
        return _("as before")
    text = _("%(hours)s more") if hours > 0 else _("%(hours)s less")
    return text % {"hours": figures.exact_hours(abs(hours), region)}
