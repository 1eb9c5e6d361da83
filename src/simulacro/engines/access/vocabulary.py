"""The closed vocabularies of an inventory: kinds, levels, routes, answers and traits."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final


class Kind(StrEnum):
    """What an asset is. The first four are *opened*; the others are at hand or not."""

    ACCOUNT = "account"
    MAILBOX = "mailbox"
    VAULT = "vault"
    TOOL = "tool"
    PERSON = "person"
    DEVICE = "device"
    SIM = "sim"
    CARRIER = "carrier"
    CONNECTION = "connection"
    POWER = "power"
    PLACE = "place"
    AUTHENTICATOR = "authenticator"
    BACKUP_CODES = "backup_codes"
    CREDENTIAL = "credential"
    SESSION = "session"
    PLATFORM = "platform"
    ORGANISATION = "organisation"
    CAUSE = "cause"

    @property
    def opened(self) -> bool:
        """True when somebody needs a way in; False when the asset is at hand or not."""
        return self in OPENED


OPENED: Final = frozenset({Kind.ACCOUNT, Kind.MAILBOX, Kind.VAULT, Kind.TOOL})

# The attacker brings these along: they never keep anybody out.
UNGUARDING: Final = frozenset(
    {Kind.CARRIER, Kind.POWER, Kind.CONNECTION, Kind.PLACE, Kind.PERSON, Kind.CAUSE}
)


class Horizon(IntEnum):
    """How long the team may take, in minutes."""

    MINUTES = 15
    DAY = 24 * 60
    WEEK = 7 * 24 * 60

    @property
    def hours(self) -> float:
        return self / 60


class Level(StrEnum):
    """What a way in lets you do; admin includes publish."""

    PUBLISH = "publish"
    ADMIN = "admin"


class Audience(StrEnum):
    """Who can walk a way in."""

    BOTH = "both"
    TEAM = "team"
    ATTACKER = "attacker"


class Route(StrEnum):
    """How a way in works; the findings read it."""

    LOGIN = "login"
    RECOVERY = "recovery"
    DELEGATE = "delegate"
    TOOL = "tool"
    SESSION = "session"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Trait(StrEnum):
    """A yes-or-no fact of an asset which no edge of the graph tells.

    - second_factor: something beyond the password is asked for; second_eyes: somebody else looks
      before it is published; owned: no platform can close it;
    - queue: it publishes by itself; kill_switch: and can be stopped from anywhere;
    - weak, reused, breached: of a password, by its owner's word or a check that keeps nothing;
    - left: no longer with the brand; outside: of an agency or a contractor; phished: has fallen
      for it; trained: has practised it lately;
    - mixed: personal and brand accounts side by side; locked: a screen lock, or a lock on moving
      the line; policy_bound: hangs on a platform's plan, domain or rule; hardware: a key;
    - absent: it is not where it should be, or did not work when somebody tried it.
    """

    SECOND_FACTOR = "second_factor"
    SECOND_EYES = "second_eyes"
    OWNED = "owned"
    QUEUE = "queue"
    KILL_SWITCH = "kill_switch"
    WEAK = "weak"
    REUSED = "reused"
    BREACHED = "breached"
    LEFT = "left"
    OUTSIDE = "outside"
    PHISHED = "phished"
    MIXED = "mixed"
    POLICY_BOUND = "policy_bound"
    TRAINED = "trained"
    LOCKED = "locked"
    HARDWARE = "hardware"
    ABSENT = "absent"


TRAITS_OF: Final[dict[Kind, frozenset[Trait]]] = {
    Kind.ACCOUNT: frozenset(
        {Trait.SECOND_FACTOR, Trait.SECOND_EYES, Trait.OWNED, Trait.QUEUE, Trait.KILL_SWITCH}
    ),
    Kind.MAILBOX: frozenset({Trait.SECOND_FACTOR, Trait.OWNED}),
    Kind.VAULT: frozenset({Trait.SECOND_FACTOR}),
    Kind.TOOL: frozenset({Trait.SECOND_FACTOR, Trait.SECOND_EYES, Trait.QUEUE, Trait.KILL_SWITCH}),
    Kind.CREDENTIAL: frozenset({Trait.WEAK, Trait.REUSED, Trait.BREACHED, Trait.ABSENT}),
    Kind.PERSON: frozenset({Trait.LEFT, Trait.OUTSIDE, Trait.PHISHED, Trait.TRAINED}),
    Kind.ORGANISATION: frozenset({Trait.LEFT, Trait.OUTSIDE}),
    Kind.DEVICE: frozenset({Trait.MIXED, Trait.LOCKED, Trait.ABSENT}),
    Kind.AUTHENTICATOR: frozenset({Trait.POLICY_BOUND, Trait.HARDWARE, Trait.ABSENT}),
    Kind.SIM: frozenset({Trait.POLICY_BOUND, Trait.LOCKED, Trait.ABSENT}),
    **dict.fromkeys(
        (Kind.CONNECTION, Kind.POWER, Kind.PLACE, Kind.BACKUP_CODES, Kind.SESSION),
        frozenset({Trait.ABSENT}),
    ),
}


class Strikes(StrEnum):
    """Which variables a common cause reaches."""

    LOSS = "loss"
    THEFT = "theft"
    BOTH = "both"

    def covers(self, other: Strikes) -> bool:
        return self is Strikes.BOTH or self is other
