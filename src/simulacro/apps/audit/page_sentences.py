"""The sentence that each page of the audit says first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simulacro.apps.audit import figures, grammar
from simulacro.apps.audit.reading import Answer, Question, Reading
from simulacro.apps.audit.scoring import mean_channel_h
from simulacro.apps.audit.sentences import (
    SURELY,
    about,
    how_often,
    is_unknown,
    language,
    longest_stretch,
    name_of,
    sentence,
    together,
)
from simulacro.engines.access.inventory import Inventory, Kind


def headline(inventory: Inventory, reading: Reading) -> SafeString:
    """The one true sentence about this brand: its worst answer, in words.

    Where an asset silences several channels, it is about all of them.
    """
    answer = headline_answer(reading)
    if answer is None:
        return sentence(_("There is no channel yet: add the first account by which you speak."))
    unknown = unknown_doors(inventory, reading)
    if len(unknown) > 1 and answer.channel in unknown:
        return sentence(
            _(
                "We do not know who can open %(channels)s. <em>Find out today</em>: until then "
                "they count as silent."
            ),
            channels=together(inventory, unknown),
        )
    silencers = reading.enough_alone(Question.SILENCE)
    if answer.question is Question.SILENCE and not answer.always and silencers:
        asset, channels = next(iter(silencers.items()))
        if len(channels) > 1:
            return _one_silences_many(inventory, asset, channels)
    return about(inventory, answer)


def unknown_doors(inventory: Inventory, reading: Reading) -> tuple[str, ...]:
    """The channels of which nobody told who can open them."""
    return tuple(
        answer.channel for answer in reading.of(Question.SILENCE) if is_unknown(inventory, answer)
    )


def asks_who(inventory: Inventory, reading: Reading) -> tuple[str, ...]:
    """The same, where the headline is about them: to find out comes before any other change."""
    answer = headline_answer(reading)
    unknown = unknown_doors(inventory, reading)
    return unknown if answer is not None and answer.channel in unknown else ()


def headline_answer(reading: Reading) -> Answer | None:
    """The worst answer, which the headline is about; None where there is no channel.

    An open door comes first, then a channel that nobody opens, then what silences by itself (the
    asset that silences most channels), then what hijacks by itself, then the smallest loss that
    silences.
    """
    for answer in reading.of(Question.HIJACK):
        if answer.always:
            return answer
    for answer in reading.of(Question.SILENCE):
        if answer.always:
            return answer
    for channels in reading.enough_alone(Question.SILENCE).values():
        return reading.answer(channels[0], Question.SILENCE)
    return min(
        reading.answers,
        key=lambda a: (a.smallest is None, a.smallest or 0, -a.hours_per_year, a.channel),
        default=None,
    )


def _one_silences_many(inventory: Inventory, asset: str, channels: Sequence[str]) -> SafeString:
    person = inventory[asset].kind is Kind.PERSON
    if len(channels) == len(inventory.channels):
        text = (
            _("If <em>one</em> person is missing, all your channels fall silent: %(thing)s.")
            if person
            else _("If <em>one</em> thing fails, all your channels fall silent: %(thing)s.")
        )
    elif person:
        text = _(
            "You lose your voice on %(channels)s if <em>one</em> person is missing: %(thing)s."
        )
    else:
        text = _("You lose your voice on %(channels)s if <em>one</em> thing fails: %(thing)s.")
    return sentence(text, channels=together(inventory, channels), thing=name_of(inventory, asset))


def risk_sentence(inventory: Inventory, reading: Reading) -> SafeString:
    """The whole risk: what a channel has at stake on average, and the exact sum."""
    region = inventory.brand.region
    felt = figures.hours_a_year(mean_channel_h(inventory, reading.risk_h), region)
    exact = figures.exact_hours(reading.risk_h, region)
    if reading.risk_h - reading.risk_best_h > 0.05:
        return sentence(
            _(
                "On average each channel has up to <strong>%(felt)s</strong> at stake (%(exact)s "
                "over all, by weight; %(best)s if all that you do not know turns out well)."
            ),
            felt=felt,
            exact=exact,
            best=figures.exact_hours(reading.risk_best_h, region),
        )
    return sentence(
        _(
            "On average each channel has <strong>%(felt)s</strong> at stake (%(exact)s over all, "
            "by weight)."
        ),
        felt=felt,
        exact=exact,
    )


def headline_often(inventory: Inventory, reading: Reading) -> SafeString | str:
    """How often what the headline is about happens, by whatever cause; empty without a channel.

    The headline names one cause, the figure counts them all: so it says what it counts.
    """
    answer = headline_answer(reading)
    if answer is None:
        return ""
    region = inventory.brand.region
    if answer.question is not Question.SILENCE or answer.always:
        return how_often(answer, region)
    worst = answer.worst_hour
    if worst is None or max(answer.week) - min(answer.week) < 1e-3:
        return sentence(
            _(
                "At any moment of the week, counting everything that can fail: "
                "<strong>%(times)s</strong> (%(exact)s)."
            ),
            times=figures.times(answer.chance, region),
            exact=figures.percent(answer.chance, region),
        )
    surely = sum(chance >= SURELY for chance in answer.week)
    if surely:
        return sentence(
            ngettext(
                "Counting everything that can fail, every week there is <strong>%(count)s "
                "hour</strong> in which nobody can post there: %(stretch)s.",
                "Counting everything that can fail, every week there are <strong>%(count)s "
                "hours</strong> in which nobody can post there. The longest stretch: %(stretch)s.",
                surely,
            ),
            count=surely,
            stretch=figures.stretch_of_week(*longest_stretch(answer.week), region),
        )
    return sentence(
        _(
            "At your worst hour, %(hour)s, counting everything that can fail: "
            "<strong>%(times)s</strong> (%(exact)s)."
        ),
        hour=figures.hour_of_week(worst, region),
        times=figures.times(answer.at_worst, region),
        exact=figures.percent(answer.at_worst, region),
    )


def map_sentence(inventory: Inventory, reading: Reading, question: Question) -> SafeString:
    """What the map shows, in one sentence: how many things are enough alone, and the worst."""
    alone = reading.enough_alone(question)
    if not alone:
        if question is Question.HIJACK:
            return sentence(_("No single thing gives a channel away: a thief would need several."))
        return sentence(_("No single thing silences a channel: it takes several losses at once."))
    asset, channels = next(iter(alone.items()))
    tied = sum(len(them) == len(channels) for them in alone.values()) > 1
    if question is Question.HIJACK and tied:
        text = _(
            "<em>%(count)s</em> things give a channel away by themselves. Among those that open "
            "most: %(worst)s (%(channels)s)."
        )
    elif tied:
        text = _(
            "<em>%(count)s</em> things silence a channel by themselves. Among those that silence "
            "most: %(worst)s (%(channels)s)."
        )
    elif question is Question.HIJACK:
        text = ngettext(
            "<em>%(count)s</em> thing gives a channel away by itself: %(worst)s.",
            "<em>%(count)s</em> things give a channel away by themselves. The one that opens "
            "most: %(worst)s (%(channels)s).",
            len(alone),
        )
    else:
        text = ngettext(
            "<em>%(count)s</em> thing silences a channel by itself: %(worst)s.",
            "<em>%(count)s</em> things silence a channel by themselves. The one that silences "
            "most: %(worst)s (%(channels)s).",
            len(alone),
        )
    return sentence(
        text,
        count=len(alone),
        worst=name_of(inventory, asset),
        channels=ngettext("%(count)s channel", "%(count)s channels", len(channels))
        % {"count": len(channels)},
    )


def differ(chances: Sequence[float], best: Sequence[float]) -> bool:
    """Whether what nobody knows moves some hour by more than its figure is rounded."""
    return any(abs(worst - well) > 5e-4 for worst, well in zip(chances, best, strict=True))


def week_sentence(
    chances: Sequence[float], region: str, best: Sequence[float] | None = None
) -> SafeString:
    """The week in one sentence: the certain hours, the worst hour, or that all are alike.

    ``best`` are the same hours with all that nobody knows at its best, where that is known.
    """
    if not chances:
        return sentence(_("There is no channel to look at yet."))
    if best is not None and differ(chances, best):
        return _uncertain_week(chances, best, region)
    surely = sum(chance >= SURELY for chance in chances)
    if surely:
        return sentence(
            ngettext(
                "Every week there is <em>%(count)s hour</em> in which nobody can publish. The "
                "longest stretch: %(stretch)s.",
                "Every week there are <em>%(count)s hours</em> in which nobody can publish. The "
                "longest stretch: %(stretch)s.",
                surely,
            ),
            count=surely,
            stretch=figures.stretch_of_week(*longest_stretch(chances), region),
        )
    worst = max(range(len(chances)), key=chances.__getitem__)
    if max(chances) - min(chances) < 1e-3:
        return sentence(
            _("Every hour of the week is much alike: <em>%(times)s</em> (%(exact)s)."),
            times=figures.times(chances[worst], region),
            exact=figures.percent(chances[worst], region),
        )
    return sentence(
        _("You are weakest %(hour)s: <em>%(times)s</em> (%(exact)s) you could not publish."),
        hour=figures.hour_of_week(worst, region),
        times=figures.times(chances[worst], region),
        exact=figures.percent(chances[worst], region),
    )


def _uncertain_week(chances: Sequence[float], best: Sequence[float], region: str) -> SafeString:
    """The week as an interval: what is certain at worst and at best, or its worst hour in both."""
    surely = sum(chance >= SURELY for chance in chances)
    at_least = sum(chance >= SURELY for chance in best)
    if surely > at_least:
        return sentence(
            _(
                "Every week there are <em>between %(least)s and %(count)s hours</em> in which "
                "nobody can publish, depending on what you do not know. At worst, the longest "
                "stretch: %(stretch)s."
            ),
            least=at_least,
            count=surely,
            stretch=figures.stretch_of_week(*longest_stretch(chances), region),
        )
    if surely:
        return sentence(
            ngettext(
                "Every week there is <em>%(count)s hour</em> in which nobody can publish: "
                "%(stretch)s. How the others turn out depends on what you do not know.",
                "Every week there are <em>%(count)s hours</em> in which nobody can publish. The "
                "longest stretch: %(stretch)s. How the others turn out depends on what you do "
                "not know.",
                surely,
            ),
            count=surely,
            stretch=figures.stretch_of_week(*longest_stretch(chances), region),
        )
    worst = max(range(len(chances)), key=chances.__getitem__)
    return sentence(
        _(
            "You are weakest %(hour)s: depending on what you do not know, between %(low)s and "
            "<em>%(high)s</em> of the times you could not publish."
        ),
        hour=figures.hour_of_week(worst, region),
        low=figures.percent(best[worst], region),
        high=figures.percent(chances[worst], region),
    )


def fixes_sentence(reading: Reading, region: str) -> SafeString:
    """What the best fixes do together, in one sentence."""
    helpful = [fix for fix in reading.fixes if fix.fall_h > 1 / 60]
    if not helpful:
        return sentence(_("We know of no change that would lower the risk noticeably."))
    chosen = reading.series or helpful[:1]
    before, after = chosen[0].before_h, chosen[-1].after_h
    return sentence(
        ngettext(
            "With <em>%(count)s change</em> what is at stake falls by %(share)s: from %(before)s "
            "to %(after)s.",
            "With <em>%(count)s changes</em>, in this order, what is at stake falls by %(share)s: "
            "from %(before)s to %(after)s.",
            len(chosen),
        ),
        count=len(chosen),
        share=figures.percent(max(0.0, before - after) / before if before else 0.0, region),
        before=figures.exact_hours(before, region),
        after=figures.exact_hours(after, region),
    )


def history_sentence(first: float, last: float, count: int, region: str) -> SafeString:
    """How the risk moved over the audits."""
    now = figures.exact_hours(last, region)
    if count < 2:
        return sentence(
            _(
                "This is the first audit: <em>%(now)s</em> at stake. Fix something, audit again, "
                "and see it move here."
            ),
            now=now,
        )
    then = figures.exact_hours(first, region)
    if last < first - 0.05:
        text = _("From %(then)s at stake in the first audit to <em>%(now)s</em> today: better.")
    elif last > first + 0.05:
        text = _("From %(then)s at stake in the first audit to <em>%(now)s</em> today: worse.")
    else:
        text = _("As much at stake as in the first audit: <em>%(now)s</em>.")
    return sentence(text, then=then, now=now)


def score_sentence(hours: float, best: float, region: str) -> SafeString:
    """How much the average channel has at stake, in hours a year, and how far what is unknown
    leaves it open."""
    worst, least = figures.hours_a_year(hours, region), figures.hours_a_year(best, region)
    if worst == least:
        return sentence(
            _("Today each channel has <em>%(hours)s</em> at stake on average."), hours=worst
        )
    return sentence(
        _(
            "Today each channel has up to <em>%(hours)s</em> at stake on average; %(best)s if all "
            "you do not know turns out well."
        ),
        hours=worst,
        best=least,
    )


# Less than this a year is written as 0.000.
LEAST_MOVE_H: Final = 0.0005


def moved_sentence(moved: Mapping[str, Any], region: str) -> SafeString:
    """What moved the risk since the audit before, cause by cause, in the order they were solved."""
    words = _moved_words()
    steps = moved["steps"] if "steps" in moved else _steps_of_old(moved)
    if not steps:
        return sentence(_("Nothing it rests on changed, so nothing moved."))
    parts = [
        words[name] % {"hours": _signed(hours, region)}
        for name, hours in steps
        if abs(hours) >= LEAST_MOVE_H
    ]
    said = grammar.all_of(parts, language()) or _("what changed left the figure as it was")
    gone = moved.get("gone") or ()
    if not gone:
        return sentence("%(said)s.", said=said[:1].upper() + said[1:])
    return sentence(
        _("%(said)s. No longer counted: %(gone)s."),
        said=said[:1].upper() + said[1:],
        gone=grammar.all_of([grammar.named(name, language()) for name in gone], language()),
    )


def _moved_words() -> dict[str, str]:
    return {
        "engine": _("the way of computing moved it by %(hours)s"),
        "facts": _("the rates of failure and theft moved it by %(hours)s"),
        "facts and engine": _(
            "the rates and the way of computing, both new, moved it by %(hours)s together"
        ),
        "weights": _("what each channel is said to weigh moved it by %(hours)s"),
        "removed": _("what was taken out of the inventory moved it by %(hours)s"),
        "inventory": _("the inventory moved it by %(hours)s"),
        "calendar": _("the calendar moved it by %(hours)s"),
    }


def _steps_of_old(moved: Mapping[str, Any]) -> list[tuple[str, float]]:
    """The steps of an audit kept before the causes were told one by one."""
    found = [(x, moved[x]) for x in ("inventory", "facts", "engine") if moved.get(x) is not None]
    if moved.get("facts") is not None and moved.get("engine") is not None:
        return [*found[:-2], ("facts and engine", moved["facts"])]
    return found


def _signed(hours: float, region: str) -> str:
    sign = "+" if hours > 0 else "−"
    return f"{sign}{figures.exact_hours(abs(hours), region)}"
