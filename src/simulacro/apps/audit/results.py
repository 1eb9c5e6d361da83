"""An audit laid out for a page: what each part says, in words and figures, in the page's language.

Nothing here is kept: a page is made of the inventory revision and the reading each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simulacro.apps.audit import figures, grammar, sentences
from simulacro.apps.audit.advice import FixWords, fix_words
from simulacro.apps.audit.kinds import KIND_WORDS
from simulacro.apps.audit.pictures.map import px
from simulacro.apps.audit.reading import Answer, FindingSeen, FixEffect, Question, Reading
from simulacro.engines.access.effect_marks import spoken_name
from simulacro.engines.access.inventory import Inventory, Kind
from simulacro.engines.access.murphy_rows import Mode, Row

MOST_FIXES = 12
MOST_SETS = 5


def question_label(question: Question) -> str:
    """The name of a question on the screen."""
    return {
        Question.SILENCE: _("Losing your voice"),
        Question.LOCKOUT: _("Losing control"),
        Question.HIJACK: _("Having it stolen"),
    }[question]


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One question about one channel, said: ``sets`` are the likeliest with their chance."""

    question: Question
    label: str
    says: SafeString
    often: SafeString
    doubt: SafeString | None
    counts: str
    sets: tuple[tuple[str, str], ...]
    severity: int
    exact_to: int | None

    @property
    def severity_icon(self) -> str:
        return f"severity-{self.severity}"


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """A channel with its three answers, worst first among the channels."""

    id: str
    name: str
    answers: tuple[AnswerCard, ...]
    hours: str
    severity: int


def channel_cards(inventory: Inventory, reading: Reading) -> tuple[ChannelCard, ...]:
    """Every channel, the one with most at stake first."""
    region = inventory.brand.region
    cards = []
    for channel in inventory.channels:
        answers = [a for a in (reading.answer(channel.id, q) for q in Question) if a]
        hours = sum(a.hours_per_year for a in answers)
        said = tuple(answer_card(inventory, answer, region) for answer in answers)
        severity = max((card.severity for card in said), default=1)
        card = ChannelCard(
            channel.id,
            channel.name,
            said,
            figures.hours_a_year(hours / channel.weight if channel.weight else 0.0, region),
            severity,
        )
        cards.append((hours, card))
    return tuple(card for _hours, card in sorted(cards, key=lambda pair: -pair[0]))


def answer_card(
    inventory: Inventory, answer: Answer, region: str, *, exactly: bool = False
) -> AnswerCard:
    """One answer said; ``exactly`` adds the counts by size and the likeliest sets."""
    return AnswerCard(
        question=answer.question,
        label=question_label(answer.question),
        says=sentences.about(inventory, answer),
        often=sentences.how_often(answer, region),
        doubt=sentences.doubt(answer, region),
        counts=sentences.counts_by_order(answer, region) if exactly else "",
        sets=tuple(
            (sentences.together(inventory, weak.assets), figures.percent(weak.chance, region))
            for weak in answer.sets[: MOST_SETS if exactly else 0]
            if weak.assets
        ),
        severity=severity_of(answer),
        exact_to=answer.exact_to,
    )


def severity_of(answer: Answer) -> int:
    """From 1 (minor) to 4 (critical), by how little it takes."""
    if answer.smallest is None:
        return 1
    if answer.always:
        return 4
    if answer.smallest == 1:
        return 3
    return 2 if answer.smallest == 2 else 1


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One question before and after a fix; widths are 0 to 100 of the largest figure shown."""

    label: str
    before: str
    after: str
    before_width: str
    after_width: str
    worse: bool
    same: bool


@dataclass(frozen=True, slots=True)
class FixCard:
    """A fix in words with what it does."""

    rank: int
    words: FixWords
    cost: str
    effort: str
    fall: SafeString
    before: str
    after: str
    effects: tuple[EffectRow, ...]
    warnings: tuple[str, ...]


def fix_cards(
    inventory: Inventory,
    fixes: Sequence[FixEffect],
    *,
    most: int = MOST_FIXES,
    question: Question | None = None,
) -> tuple[FixCard, ...]:
    """The fixes that help, best first as the engine ranks them, or by what they do for one
    ``question``."""
    helpful = [fix for fix in fixes if fix.fall_of(question) > 1 / 60]
    if question is not None:
        helpful.sort(key=lambda fix: -fix.fall_of(question))
    helpful = helpful[:most]
    return tuple(_fix_card(inventory, fix, rank) for rank, fix in enumerate(helpful, start=1))


def first_effect(inventory: Inventory, reading: Reading) -> FixEffect | None:
    """The one fix to begin with: of those that cost little and take at most an hour, on a network's
    own page, the one that helps most; without such, the one that helps most."""
    helpful = [fix for fix in reading.fixes if fix.fall_h > 1 / 60]
    easy = [
        fix
        for fix in helpful
        if fix.cost <= 1 and fix.effort_min <= 60 and fix_words(inventory, fix).page
    ]
    return next(iter(easy or helpful), None)


def question_of_row(row: Row) -> Question:
    """The question that a row of Murphy's list is most about."""
    if row.mode is Mode.TAKEN:
        return Question.HIJACK
    return Question.LOCKOUT if row.locks_out and not row.silences else Question.SILENCE


def fixes_closing(reading: Reading, seen: FindingSeen) -> list[FixEffect] | None:
    """The fixes after which that very weak point is gone, in the reading's order.

    None where the audit did not weigh it: what a check, a real test or a look at the passwords
    found, and any in an audit kept before fixes told what they close.
    """
    told = [fix for fix in reading.fixes if fix.closes is not None]
    if not told or all(found.key != seen.key for found in reading.findings):
        return None
    return [fix for fix in told if seen.key in (fix.closes or ())]


def fixes_for_row(fixes: Sequence[FixEffect], row: Row) -> list[FixEffect]:
    """The fixes that a row leads to: those about its subjects or whoever is away, then those about
    the channels it harms; each group by what it takes off the row's question."""
    question = question_of_row(row)
    near = {*row.subjects, *row.missing, *(x for x in row.backup if x)}
    channels = {*row.channels, *row.then}
    ranked: list[tuple[int, float, FixEffect]] = []
    for fix in fixes:
        about = {x for _role, value in fix.params for x in value.split("+")}
        rank = 0 if about & near else 1 if about & channels else 2
        fall = fix.fall_of(question)
        if rank < 2 and fall > 1 / 60:
            ranked.append((rank, -fall, fix))
    ranked.sort(key=lambda x: (x[0], x[1], x[2].key))
    return [fix for _rank, _fall, fix in ranked]


def greatest_effect(reading: Reading) -> FixEffect | None:
    """The one fix that takes most off the risk, whatever it costs: for whoever decides."""
    return max(
        (fix for fix in reading.fixes if fix.fall_h > 1 / 60),
        key=lambda fix: fix.fall_h,
        default=None,
    )


def fix_that_helps_most(inventory: Inventory, reading: Reading) -> FixCard | None:
    """The fix for the boss's page, in words."""
    best = greatest_effect(reading)
    return _fix_card(inventory, best, 1) if best else None


def fix_for_today(inventory: Inventory, reading: Reading) -> FixCard | None:
    """The fix to begin with, in words."""
    best = first_effect(inventory, reading)
    return _fix_card(inventory, best, 1) if best else None


def _fix_card(inventory: Inventory, fix: FixEffect, rank: int) -> FixCard:
    region = inventory.brand.region
    largest = max((max(e.before_h, e.after_h) for e in fix.effects), default=0.0) or 1.0
    share = fix.fall_h / fix.before_h if fix.before_h else 0.0
    return FixCard(
        rank=rank,
        words=fix_words(inventory, fix),
        cost=cost_words(fix.cost, region),
        effort=effort_words(fix.effort_min),
        fall=sentences.sentence(
            _("Lowers what is at stake by <strong>%(share)s</strong> (%(exact)s)."),
            share=figures.percent(share, region),
            exact=figures.exact_hours(fix.fall_h, region),
        ),
        before=figures.exact_hours(fix.before_h, region),
        after=figures.exact_hours(fix.after_h, region),
        effects=tuple(
            EffectRow(
                question_label(effect.question),
                figures.exact_hours(effect.before_h, region),
                figures.exact_hours(effect.after_h, region),
                px(100 * effect.before_h / largest),
                px(100 * effect.after_h / largest),
                effect.after_h - effect.before_h > 1 / 60,
                abs(effect.after_h - effect.before_h) <= 1 / 60,
            )
            for effect in fix.effects
        ),
        warnings=_beyond_the_budget(fix)
        + tuple(
            _("Mind: it makes “%(question)s” a little worse, by %(hours)s.")
            % {
                "question": question_label(effect.question),
                "hours": figures.exact_hours(effect.after_h - effect.before_h, region),
            }
            for effect in fix.raised
        ),
    )


def _beyond_the_budget(fix: FixEffect) -> tuple[str, ...]:
    if fix.exact_to is None:
        return ()
    return (
        ngettext(
            "Your inventory is too large to be exact here: this counts only what takes one thing.",
            "Your inventory is too large to be exact here: this counts only what takes at most "
            "%(count)s things at once.",
            fix.exact_to,
        )
        % {"count": fix.exact_to},
    )


# Where hundreds are told in euros; elsewhere in dollars, which everybody can convert.
EUROS = frozenset({"ES", "AD", "DE", "FR", "IE", "IT", "PT", "NL", "BE", "AT", "FI", "GR", "LU"})


def cost_words(cost: int, region: str) -> str:
    """The engine's scale of cost in words."""
    if cost >= 3:
        if region in EUROS:
            return _("Costs some hundreds of euros a year")
        return _("Costs a few hundred dollars a year")
    return (_("Free"), _("Costs little"), _("Costs a device"))[max(0, cost)]


def effort_words(minutes: int) -> str:
    if minutes >= 90:
        hours = round(minutes / 60)
        return ngettext("%(count)s hour of work", "%(count)s hours of work", hours) % {
            "count": hours
        }
    return ngettext("%(count)s minute of work", "%(count)s minutes of work", minutes) % {
        "count": minutes
    }


@dataclass(frozen=True, slots=True)
class AssetRow:
    """A line of the table beside the map."""

    name: str
    kind: str
    opened_by: str
    silences: str
    steals: str


def asset_rows(inventory: Inventory, reading: Reading) -> tuple[AssetRow, ...]:
    """What the map shows, as a table: each asset, its ways in, and for which channels it is enough
    alone; those first, then in the inventory's order."""
    silences = reading.enough_alone(Question.SILENCE)
    steals = reading.enough_alone(Question.HIJACK)
    names = {a.id: a.name for a in inventory.assets}

    def listed(ids: Sequence[str]) -> str:
        return grammar.all_of([names.get(x, x) for x in ids], sentences.language())

    order = sorted(
        range(len(inventory.assets)),
        key=lambda i: (
            -len(silences.get(inventory.assets[i].id, ())),
            -len(steals.get(inventory.assets[i].id, ())),
            i,
        ),
    )
    rows = []
    for i in order:
        asset = inventory.assets[i]
        if asset.kind is Kind.CAUSE:
            continue
        ways = [listed(m.requires) for m in inventory.methods_of(asset.id) if m.for_team]
        rows.append(
            AssetRow(
                asset.name,
                str(KIND_WORDS[asset.kind]),
                "; ".join(ways),
                listed(silences.get(asset.id, ())),
                listed(steals.get(asset.id, ())),
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way into a channel for a phone's screen: what it takes together."""

    name: str
    needs: tuple[tuple[str, bool], ...]
    recovery: bool
    doubtful: bool


def ways_in(inventory: Inventory, reading: Reading, channel: str) -> tuple[WayIn, ...]:
    """The team's ways into a channel; each asset says whether it alone silences the channel."""
    answer = reading.answer(channel, Question.SILENCE)
    lit = set(answer.singles) if answer else set()
    return tuple(
        WayIn(
            spoken_name(method),
            tuple((inventory[x].name, x in lit) for x in (*method.requires, *method.perhaps)),
            method.route.value == "recovery",
            method.doubtful,
        )
        for method in inventory.methods_of(channel)
        if method.for_team
    )
