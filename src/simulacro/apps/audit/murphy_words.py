"""A row of Murphy's list in words: what goes wrong, when, what it does, what covers it."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from simulacro.apps.audit import figures, grammar
from simulacro.apps.audit.scoring import mean_channel_h
from simulacro.apps.audit.sentences import language, name_of, sentence, together
from simulacro.engines.access.inventory import HOURS_PER_WEEK, Inventory, Kind
from simulacro.engines.access.murphy_rows import PEOPLE, Mode, MurphyList, Row, Standing

# Of things that behave alike a large brand has thousands; people who are missing are all named.
SHOWN = 12

# The ways in which a thing fails or is taken, by the names that the rates that ship give them.
WAY_WORDS = {
    "SIM swap": gettext_lazy("somebody has the line moved to another SIM"),
    "asleep": gettext_lazy("nobody hears the phone at night"),
    "away": gettext_lazy("out of reach"),
    "blackout": gettext_lazy("a great blackout"),
    "blocked or down": gettext_lazy("it is blocked or down"),
    "blocked or unreadable": gettext_lazy("it is blocked or cannot be read"),
    "broken": gettext_lazy("it breaks"),
    "broken into": gettext_lazy("somebody breaks in"),
    "broken into at the provider": gettext_lazy("somebody breaks in at the provider"),
    "cannot be found": gettext_lazy("it cannot be found"),
    "closed": gettext_lazy("it is closed"),
    "code read out to a caller": gettext_lazy("a code is read out to a caller"),
    "copied": gettext_lazy("it is copied"),
    "credit ran out": gettext_lazy("its credit runs out"),
    "down": gettext_lazy("it is down"),
    "flat": gettext_lazy("it is flat"),
    "flat or left behind": gettext_lazy("it is flat or left behind"),
    "forgotten or changed": gettext_lazy("it is forgotten or changed"),
    "guessed, leaked or phished": gettext_lazy("it is guessed, leaked or given to a trick"),
    "insider": gettext_lazy("somebody inside does it"),
    "lost or reset": gettext_lazy("it is lost or reset"),
    "lost or stolen": gettext_lazy("it is lost or stolen"),
    "national outage": gettext_lazy("an outage in the whole country"),
    "no signal here": gettext_lazy("there is no signal"),
    "not answering": gettext_lazy("no answer"),
    "outage": gettext_lazy("it is down"),
    "phished or coerced": gettext_lazy("by a trick or by force"),
    "power cut": gettext_lazy("the power is cut"),
    "session stolen": gettext_lazy("the open session is stolen"),
    "signed out": gettext_lazy("it is signed out"),
    "slip or wrong account": gettext_lazy("a slip, or the wrong account"),
    "suspended or blocked": gettext_lazy("the network suspends or blocks it"),
    "taken unlocked": gettext_lazy("it is taken while unlocked"),
}
# Somebody of the team publishes by mistake: it comes out in the brand's voice, and nobody keeps
# the account.
SLIP = "slip or wrong account"


def is_slip(row: Row) -> bool:
    """Whether a mistake of one's own is all that it is, and no theft."""
    return row.mode is Mode.TAKEN and set(row.named) == {SLIP}


def headline(found: MurphyList, accepted: int, region: str) -> SafeString:
    """How many things can go wrong, and how many nothing covers."""
    bare = len(found.standing(Standing.BARE))
    first = ngettext(
        "<em>One</em> thing can go wrong.",
        "<em>%(count)s</em> things can go wrong.",
        found.possibilities,
    )
    if not bare:
        second = _("Each has something that covers it.")
    else:
        second = ngettext(
            "<em>One</em> kind of them is covered by nothing.",
            "<em>%(bare)s</em> kinds of them are covered by nothing.",
            bare,
        )
    third = ngettext(
        "You live with one of these on purpose.",
        "You live with %(accepted)s of these on purpose.",
        accepted,
    )
    parts = [first, second, *([third] if accepted else [])]
    return sentence(
        " ".join(parts),
        count=figures.number(found.possibilities, region),
        bare=figures.number(bare, region),
        accepted=figures.number(accepted, region),
    )


def title(inventory: Inventory, row: Row) -> SafeString:
    """What goes wrong."""
    if row.mode is Mode.AWAY:
        return _absence(inventory, row)
    # "And one more" would take as long to say as its name.
    many = len(row.subjects) > SHOWN + 1
    things = together(inventory, row.subjects[:SHOWN] if many else row.subjects)
    if is_slip(row):
        text = (
            _("Something goes out by mistake: %(things)s and %(more)s more")
            if many
            else _("Something goes out by mistake: %(things)s")
        )
    elif row.mode is Mode.TAKEN:
        text = (
            _("In other hands: %(things)s and %(more)s more")
            if many
            else _("In other hands: %(things)s")
        )
    elif row.kind is Kind.PERSON:
        text = _("Missing: %(things)s and %(more)s more") if many else _("Missing: %(things)s")
    elif row.kind is Kind.CAUSE:
        text = _("Happens: %(things)s and %(more)s more") if many else _("Happens: %(things)s")
    else:
        text = _("Fails: %(things)s and %(more)s more") if many else _("Fails: %(things)s")
    return sentence(text, things=things, more=len(row.subjects) - SHOWN)


def _absence(inventory: Inventory, row: Row) -> SafeString:
    """Who is away, and what is missing besides."""
    people, things = _who_and_what(inventory, row.subjects)
    if not people:
        return sentence(_("What is missing: %(things)s"), things=_listed(inventory, things))
    who = sentence(
        ngettext(
            "Nobody is left who can get in: %(people)s is away",
            "Nobody is left who can get in: %(people)s are away",
            len(people),
        ),
        people=_listed(inventory, people),
    )
    if not things:
        return who
    return sentence(
        _("%(nobody)s. And this is missing: %(things)s"),
        nobody=who,
        things=_listed(inventory, things),
    )


def _who_and_what(
    inventory: Inventory, ids: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Somebody, and something."""
    people = tuple(x for x in ids if x in inventory and inventory[x].kind in PEOPLE)
    return people, tuple(x for x in ids if x not in people)


def what_if(inventory: Inventory, row: Row) -> str:
    """The question for the board."""
    parts = {
        "things": _listed(
            inventory, row.subjects if row.mode is Mode.AWAY else row.subjects[:SHOWN]
        ),
        "missing": _listed(inventory, row.missing),
    }
    if row.mode is Mode.AWAY:
        _people, things = _who_and_what(inventory, row.subjects)
        text = (
            _("What if something happens while these are missing: %(things)s?")
            if things
            else _("What if something happens while nobody can get in, with %(things)s away?")
        )
    elif is_slip(row):
        text = _("What if something goes out by mistake on %(things)s?")
    elif row.mode is Mode.TAKEN and row.kind is Kind.PERSON:
        text = _("What if somebody is tricked or forced: %(things)s?")
    elif row.mode is Mode.TAKEN:
        text = _("What if this falls into other hands: %(things)s?")
    elif row.kind is Kind.PERSON:
        text = (
            _("What if somebody else is missing, with %(missing)s away: %(things)s?")
            if row.missing
            else _("What if somebody is missing: %(things)s?")
        )
    elif row.kind is Kind.CAUSE:
        text = (
            _("What if this happens, with %(missing)s away: %(things)s?")
            if row.missing
            else _("What if this happens: %(things)s?")
        )
    elif row.missing:
        text = _("What if this fails, with %(missing)s away: %(things)s?")
    else:
        text = _("What if this fails: %(things)s?")
    return text % parts


def ways(row: Row) -> str:
    """How it can happen; empty where the title says it."""
    if row.mode is Mode.AWAY or row.kind is Kind.CAUSE:
        return ""
    known = list(dict.fromkeys(str(WAY_WORDS.get(name, name)) for name in row.named if name))
    # One that has an "or" or a comma of its own would run into the next.
    run_on = any(", " in way or grammar.has_or(way, language()) for way in known)
    said = "; ".join(known) if run_on else grammar.any_of(known, language())
    return said[:1].upper() + said[1:]


def when(inventory: Inventory, row: Row, region: str) -> str:
    """At which hours of the week, and who is away in them."""
    if row.mode is Mode.TAKEN or len(row.hours) == HOURS_PER_WEEK:
        return _("At any hour")
    count = len(row.hours)
    if row.missing and row.mode is not Mode.AWAY:
        return ngettext(
            "One hour a week, without %(missing)s",
            "%(count)s hours a week, without %(missing)s",
            count,
        ) % {"count": count, "missing": _listed(inventory, row.missing)}
    return ngettext("One hour a week", "%(count)s hours a week", count) % {"count": count}


def effect(inventory: Inventory, row: Row) -> SafeString:
    """What it does by itself."""
    hijacks = (
        _("What was not meant to go out does, in the brand’s name, on %(channels)s.")
        if is_slip(row)
        else _("They take %(channels)s.")
    )
    parts = []
    for channels, text in (
        (row.silences, _("You lose your voice on %(channels)s.")),
        (row.locks_out, _("You lose control of %(channels)s for a week or more.")),
        (row.hijacks, hijacks),
    ):
        if channels:
            parts.append(sentence(text, channels=_channels(inventory, channels)))
    if parts:
        return SafeString(" ".join(parts))
    if row.standing is Standing.HARMLESS:
        return sentence(_("Nothing that you speak by hangs on it."))
    return sentence(_("By itself nothing happens yet."))


def cover(inventory: Inventory, row: Row) -> SafeString:
    """What covers it today, and what happens without that."""
    if row.standing is Standing.HARMLESS:
        return SafeString("")
    backups = tuple(dict.fromkeys(x for x in row.backup if x is not None))
    if backups and row.then:
        return sentence(
            _also(inventory, row, backups),
            backup=together(inventory, backups[:SHOWN]),
            channels=_channels(inventory, row.then),
        )
    if row.standing is Standing.BARE:
        return sentence(_("Nothing covers it."))
    if not row.backup_told:
        return sentence(
            _(
                "Something still covers it. What, we do not know: in so large an inventory there "
                "are too many pairs to go through."
            )
        )
    return sentence(_("It would take two more things at once, or more."))


def _also(inventory: Inventory, row: Row, backups: tuple[str, ...]) -> str:
    """What happens if that which covers it goes too, in the words of what it is."""
    kinds = {inventory[x].kind for x in backups if x in inventory}
    if is_slip(row):
        return _("If this goes too — %(backup)s — it also goes out on %(channels)s.")
    if row.mode is Mode.TAKEN and kinds == {Kind.PERSON}:
        return _("If somebody else falls too — %(backup)s — they also take %(channels)s.")
    if row.mode is Mode.TAKEN:
        return _("If this goes too — %(backup)s — they also take %(channels)s.")
    if kinds == {Kind.PERSON}:
        return _("If somebody else is missing too — %(backup)s — you also lose %(channels)s.")
    if kinds == {Kind.CAUSE}:
        return _("If this happens too — %(backup)s — you also lose %(channels)s.")
    return _("If this fails too — %(backup)s — you also lose %(channels)s.")


def way_words(inventory: Inventory, row: Row) -> list[str]:
    """The ways in that still stand, each in a line."""
    return [
        _("%(channel)s, with %(things)s")
        % {
            "channel": inventory[way.channel].name,
            "things": _listed(inventory, way.requires),
        }
        for way in row.ways
    ]


def stakes(inventory: Inventory, row: Row, region: str) -> str:
    """What it puts at stake alone, on the average channel; empty where it harms nothing alone."""
    if not row.channels:
        return ""
    return figures.hours_a_year(mean_channel_h(inventory, row.hours_a_year), region)


def _channels(inventory: Inventory, channels: tuple[str, ...]) -> str:
    if len(channels) > 1 and len(channels) == len(inventory.channels):
        return _("every channel")
    return grammar.all_of([str(name_of(inventory, c)) for c in channels], language())


def _listed(inventory: Inventory, ids: tuple[str, ...]) -> str:
    return grammar.all_of([str(name_of(inventory, x)) for x in ids], language())
