"""A difference in words: one sentence for each thing that changed."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simulacro.apps.audit.differences import AssetChange, Difference, WayChange
from simulacro.apps.audit.kinds import KIND_WORDS
from simulacro.engines.access.effect_marks import spoken_name
from simulacro.engines.access.inventory import Asset, Inventory, Method
from simulacro.kit.contractions import contracted


def in_words(found: Difference) -> list[str]:
    """What changed, in sentences a person can check; in the language that is active."""
    sentences = [_heading(name) for name in found.heading]
    sentences += [
        _("New: %(name)s (%(kind)s)") % {"name": a.name, "kind": KIND_WORDS[a.kind]}
        for a in found.added
    ]
    sentences += [
        _("Gone: %(name)s (%(kind)s)") % {"name": a.name, "kind": KIND_WORDS[a.kind]}
        for a in found.removed
    ]
    sentences += [_asset(found, change) for change in found.changed]
    sentences += [
        _("New way into %(name)s: %(way)s") % _way(found.new, method) for method in found.ways_added
    ]
    sentences += [
        _("Way into %(name)s taken out: %(way)s") % _way(found.old, method)
        for method in found.ways_removed
    ]
    sentences += [_changed_way(found, change) for change in found.ways_changed]
    language = get_language() or "es"
    return [contracted(sentence, language) for sentence in sentences]


def way_in_words(inventory: Inventory, method: Method) -> str:
    """What a way in asks for: its name, or the things together.

    >>> from simulacro.engines.access.inventory import Brand, Kind
    >>> things = (Asset("a", Kind.PERSON, "Ada"), Asset("i", Kind.ACCOUNT, "IG"))
    >>> way_in_words(Inventory(Brand("x"), things), Method("i", ("a",)))
    'Ada'
    """
    together = " + ".join(inventory[x].name for x in method.requires)
    name = spoken_name(method)
    if name and name not in together:
        return f"{name} ({together})"
    return together


def _heading(name: str) -> str:
    return {
        "brand": _("What is said of the brand itself changes"),
        "facts": _("The date of the facts changes"),
        "cost": _("What an hour of harm counts for changes"),
    }[name]


def _asset(found: Difference, change: AssetChange) -> str:
    before, after = change.before, change.after
    if change.fields == ("name",):
        return _("%(before)s is now called %(after)s") % {
            "before": before.name,
            "after": after.name,
        }
    details = []
    if "name" in change.fields:
        details.append(_("was called %(name)s") % {"name": before.name})
    for field in ("holds", "may_hold"):
        if field in change.fields:
            details += _held(found, before, after, field)
    rest = [f for f in change.fields if f not in ("name", "holds", "may_hold")]
    details += [str(_field_words(f)) for f in rest]
    return _("%(name)s: %(what)s") % {"name": after.name, "what": "; ".join(details)}


def _held(found: Difference, before: Asset, after: Asset, field: str) -> list[str]:
    was, now = getattr(before, field), getattr(after, field)
    more = [found.new[x].name for x in now if x not in was]
    less = [found.old[x].name for x in was if x not in now]
    words = []
    if more:
        words.append(_("now has %(things)s") % {"things": ", ".join(more)})
    if less:
        words.append(_("no longer has %(things)s") % {"things": ", ".join(less)})
    return words


def _field_words(field: str) -> str:
    words = {
        "channel": _("whether the brand speaks there"),
        "primary": _("whether it is a main channel"),
        "weight": _("how much it matters"),
        "network": _("its network"),
        "traits": _("its answers"),
        "at_hand": _("its hours"),
        "battery": _("its battery"),
        "cause": _("what it strikes"),
        "loss": _("how it can be lost"),
        "theft": _("how it can be stolen"),
        "ways_unknown": _("who gets in"),
        "nobody": _("who gets in"),
        "note": _("its note"),
        "kind": _("what it is"),
    }
    return words.get(field, field)


def _way(inventory: Inventory, method: Method) -> dict[str, str]:
    return {"name": inventory[method.target].name, "way": way_in_words(inventory, method)}


def _changed_way(found: Difference, change: WayChange) -> str:
    before, after = way_in_words(found.old, change.before), way_in_words(found.new, change.after)
    name = found.new[change.after.target].name
    if before == after:
        return _("Way into %(name)s, %(way)s: its details change") % {"name": name, "way": after}
    return _("Way into %(name)s: “%(before)s” becomes “%(after)s”") % {
        "name": name,
        "before": before,
        "after": after,
    }
