"""The audit in words: real results as sentences a person reads at two in the morning.

Every sentence is safe HTML (an alias is escaped; `em` marks what matters); :func:`plain` gives
the words alone, for a terminal or a picture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from simulacro.apps.audit import figures, grammar
from simulacro.apps.audit.reading import HOURS_PER_WEEK, Answer, Question
from simulacro.engines.access.inventory import Inventory, Kind

SURELY: Final = 0.995  # said as "certain": nobody is at hand
SHOWN: Final = 3  # how many of many alternatives a sentence names


def sentence(text: str, **parts: object) -> SafeString:
    """A translated text with its parts escaped and put in."""
    if not parts:
        return SafeString(text)
    return format_html(re.sub(r"%\((\w+)\)s", r"{\1}", text), **parts)


def plain(text: str) -> str:
    """The words of a sentence, without marks."""
    return unescape(re.sub(r"</?(?:em|strong)>", "", text)).replace("\u00a0", " ")


def language() -> str:
    """The language of the page."""
    return (get_language() or "es")[:2]


def name_of(inventory: Inventory, asset_id: str) -> str:
    """An asset as it reads inside a sentence; the id where the inventory no longer has it. The
    empty id is the whole brand."""
    if not asset_id:
        return _("all your main channels")
    if asset_id not in inventory:
        return asset_id
    return grammar.called(inventory[asset_id], language())


def together(inventory: Inventory, asset_ids: Sequence[str]) -> str:
    """Assets joined by "and"."""
    return grammar.all_of([name_of(inventory, x) for x in asset_ids], language())


def either(inventory: Inventory, asset_ids: Sequence[str]) -> str:
    """Assets joined by "or"."""
    return grammar.any_of([name_of(inventory, x) for x in asset_ids], language())


def number_word(count: int) -> str:
    """Small numbers as words, in the feminine: "dos cosas"."""
    words = (_("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"))
    return words[count] if count < len(words) else str(count)


def about(inventory: Inventory, answer: Answer) -> SafeString:
    """One question about one channel, in one sentence."""
    tell = {
        Question.SILENCE: _silence,
        Question.LOCKOUT: _lockout,
        Question.HIJACK: _hijack,
    }[answer.question]
    return tell(inventory, answer)


def is_unknown(inventory: Inventory, answer: Answer) -> bool:
    """Whether nobody is known to get in, because nobody told who does: no answer, and no fact."""
    return answer.always and any(
        x in inventory and inventory[x].ways_unknown
        for x in ([answer.channel] if answer.channel else [c.id for c in inventory.channels])
    )


def _silence(inventory: Inventory, answer: Answer) -> SafeString:
    channel = name_of(inventory, answer.channel)
    if is_unknown(inventory, answer):
        return sentence(
            _(
                "We do not know who can open %(channel)s. <em>Find out today</em>: until then it "
                "counts as silent."
            ),
            channel=channel,
        )
    if answer.always:
        return sentence(
            _("Today <em>nobody</em> can publish on %(channel)s with what you have told us."),
            channel=channel,
        )
    if answer.smallest is None:
        return sentence(_("Nothing that you have told us silences %(channel)s."), channel=channel)
    if answer.smallest == 1:
        return _singles(
            inventory,
            answer,
            person=_(
                "You lose your voice on %(channel)s if <em>one</em> person is missing: %(things)s."
            ),
            one=_("You lose your voice on %(channel)s if <em>one</em> thing fails: %(things)s."),
            few=_(
                "You lose your voice on %(channel)s if any <em>one</em> of these fails: %(things)s."
            ),
            many=_(
                "You lose your voice on %(channel)s if any <em>one</em> of %(count)s things "
                "fails. The likeliest: %(things)s."
            ),
        )
    return _several(
        inventory,
        answer,
        _("It takes %(number)s losses at once to silence %(channel)s: %(things)s."),
        _(
            "It takes at least %(number)s losses at once to silence %(channel)s. "
            "The likeliest: %(things)s."
        ),
    )


def _lockout(inventory: Inventory, answer: Answer) -> SafeString:
    channel = name_of(inventory, answer.channel)
    if is_unknown(inventory, answer):
        return sentence(
            _(
                "We do not know who has control of %(channel)s: whether anybody could change its "
                "password or throw somebody out. Until then it counts as out of your hands."
            ),
            channel=channel,
        )
    if answer.always:
        return sentence(
            _(
                "Today <em>nobody</em> has control of %(channel)s: you could not change its "
                "password or throw anyone out."
            ),
            channel=channel,
        )
    if answer.smallest is None:
        return sentence(
            _("Nothing that you have told us locks you out of %(channel)s for a week."),
            channel=channel,
        )
    if answer.smallest == 1:
        return _singles(
            inventory,
            answer,
            person=_(
                "You are locked out of %(channel)s for a week or more if <em>one</em> person "
                "is missing: %(things)s."
            ),
            one=_(
                "You are locked out of %(channel)s for a week or more if <em>one</em> thing "
                "fails: %(things)s."
            ),
            few=_(
                "You are locked out of %(channel)s for a week or more if any <em>one</em> of "
                "these fails: %(things)s."
            ),
            many=_(
                "You are locked out of %(channel)s for a week or more if any <em>one</em> of "
                "%(count)s things fails. The likeliest: %(things)s."
            ),
        )
    return _several(
        inventory,
        answer,
        _("It takes %(number)s losses at once to lock you out of %(channel)s: %(things)s."),
        _(
            "It takes at least %(number)s losses at once to lock you out of %(channel)s. "
            "The likeliest: %(things)s."
        ),
    )


def _hijack(inventory: Inventory, answer: Answer) -> SafeString:
    channel = name_of(inventory, answer.channel)
    if answer.always:
        return sentence(
            _(
                "<em>Anybody</em> can get into %(channel)s: one way in asks for nothing that is "
                "yours."
            ),
            channel=channel,
        )
    if answer.smallest is None:
        return sentence(_("Nothing that you have told us gives %(channel)s away."), channel=channel)
    if answer.smallest == 1:
        return _singles(
            inventory,
            answer,
            person=_("To steal %(channel)s it is enough to fool <em>one</em> person: %(things)s."),
            one=_("To steal %(channel)s <em>one</em> thing is enough: %(things)s."),
            few=_("To steal %(channel)s <em>one</em> of these is enough: %(things)s."),
            many=_(
                "To steal %(channel)s any <em>one</em> of %(count)s things is enough. "
                "The likeliest: %(things)s."
            ),
        )
    return _several(
        inventory,
        answer,
        _("To steal %(channel)s it takes %(number)s things at once: %(things)s."),
        _(
            "To steal %(channel)s it takes at least %(number)s things at once. "
            "The likeliest: %(things)s."
        ),
    )


def _singles(
    inventory: Inventory, answer: Answer, *, person: str, one: str, few: str, many: str
) -> SafeString:
    count, singles = answer.count(1), answer.singles
    channel = name_of(inventory, answer.channel)
    if count == 1:
        only = inventory[singles[0]] if singles and singles[0] in inventory else None
        text = person if only and only.kind is Kind.PERSON else one
        return sentence(text, channel=channel, things=together(inventory, singles))
    if count <= SHOWN + 1 and len(singles) == count:
        return sentence(few, channel=channel, things=either(inventory, singles))
    return sentence(many, channel=channel, count=count, things=either(inventory, singles[:SHOWN]))


def _several(inventory: Inventory, answer: Answer, one: str, many: str) -> SafeString:
    order = answer.smallest or 0
    likeliest = answer.sets[0] if answer.sets else None
    only = answer.count(order) == 1 and likeliest and len(likeliest.assets) == order
    return sentence(
        one if only else many,
        number=number_word(order),
        channel=name_of(inventory, answer.channel),
        things=together(inventory, likeliest.assets) if likeliest else "…",
    )


def how_often(answer: Answer, region: str) -> SafeString:
    """How often, as a person feels it, with the exact figure beside."""
    if answer.question is Question.HIJACK:
        return sentence(
            _("Within a year: <strong>%(times)s</strong> (%(exact)s)."),
            times=figures.times(answer.chance, region),
            exact=figures.percent(answer.chance, region),
        )
    worst = answer.worst_hour
    if worst is None or max(answer.week) - min(answer.week) < 1e-3:
        return sentence(
            _("At any moment of the week: <strong>%(times)s</strong> (%(exact)s)."),
            times=figures.times(answer.chance, region),
            exact=figures.percent(answer.chance, region),
        )
    surely = sum(chance >= SURELY for chance in answer.week)
    if surely:
        stretch = longest_stretch(answer.week)
        return sentence(
            ngettext(
                "Every week it is certain for <strong>%(count)s hour</strong> (%(exact)s of the "
                "week): the longest stretch is %(stretch)s.",
                "Every week it is certain for <strong>%(count)s hours</strong> (%(exact)s of the "
                "week): the longest stretch is %(stretch)s.",
                surely,
            ),
            count=surely,
            exact=figures.percent(surely / HOURS_PER_WEEK, region),
            stretch=figures.stretch_of_week(*stretch, region),
        )
    return sentence(
        _("At your worst hour, %(hour)s: <strong>%(times)s</strong> (%(exact)s)."),
        hour=figures.hour_of_week(worst, region),
        times=figures.times(answer.at_worst, region),
        exact=figures.percent(answer.at_worst, region),
    )


def longest_stretch(week: Sequence[float]) -> tuple[int, int]:
    """The first longest run of hours that are nearly certain, round the end of the week too: its
    first hour and how many there are."""
    sure = [chance >= SURELY for chance in week]
    size = len(sure)
    if all(sure):
        return 0, size
    best = (0, 0)
    for start in range(size):
        if sure[start] and not sure[start - 1]:
            length = next(n for n in range(size) if not sure[(start + n) % size])
            best = max(best, (start, length), key=lambda run: (run[1], -run[0]))
    return best


def doubt(answer: Answer, region: str) -> SafeString | None:
    """What "don't know" leaves open; None where nothing is unknown."""
    best = figures.percent(answer.best, region)
    worst = figures.percent(answer.chance, region)
    if best == worst:
        return None
    return sentence(
        _("It depends on what you do not know yet: between %(best)s and %(worst)s."),
        best=best,
        worst=worst,
    )


def counts_by_order(answer: Answer, region: str) -> str:
    """How many minimal sets there are of each size: "1 of one, 14 of two"."""
    parts = [
        ngettext("%(count)s of %(size)s thing", "%(count)s of %(size)s things", size)
        % {"count": figures.number(count, region), "size": number_word(size)}
        for size, _sets in answer.by_order
        if size and (count := answer.count(size))
    ]
    return grammar.all_of(parts, language())
