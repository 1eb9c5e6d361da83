"""The yes-or-no questions about a thing, as one would ask them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from simulacro.engines.access.inventory import Trait

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TRAIT_WORDS: Final[dict[Trait, _StrPromise]] = {
    Trait.SECOND_FACTOR: _("Does it ask for a code besides the password?"),
    Trait.SECOND_EYES: _("Does somebody else look before publishing?"),
    Trait.OWNED: _("Is it your own, a site or mail that no platform can close?"),
    Trait.QUEUE: _("Does it publish by itself at set hours?"),
    Trait.KILL_SWITCH: _("Can everything scheduled be stopped at once?"),
    Trait.WEAK: _("Is it short or easy to guess?"),
    Trait.REUSED: _("Is it used anywhere else?"),
    Trait.BREACHED: _("Has it appeared in a leak?"),
    Trait.LEFT: _("Did they leave?"),
    Trait.OUTSIDE: _("Are they from outside?"),
    Trait.PHISHED: _("Did they ever fall for a false message?"),
    Trait.TRAINED: _("Have they practised telling a false message?"),
    Trait.MIXED: _("Is it for personal things too?"),
    Trait.POLICY_BOUND: _("Does it depend on a rule of the network that may change?"),
    Trait.LOCKED: _("Is it locked with a PIN?"),
    Trait.HARDWARE: _("Is it a physical key?"),
    Trait.ABSENT: _("Is it missing, or did it fail when somebody tried it?"),
}
