"""What somebody answered, by question; read forgivingly, since a draft may be half done.

Every question can be answered "nobody" or "don't know"; neither is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulacro.engines.access.same_password import WITHOUT_PASSWORD

Answers = Mapping[str, Any]

NETWORKS: Final = {
    "instagram": "Instagram",
    "facebook": "Facebook",
    "tiktok": "TikTok",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "threads": "Threads",
    "telegram": "Telegram",
    "pinterest": "Pinterest",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "reddit": "Reddit",
}
# What people write instead of the name.
ALSO_CALLED: Final = {"twitter": "x", "ig": "instagram", "bsky": "bluesky"}
# There each person gets in with an account of their own, by a role.
BY_ROLE: Final = frozenset({"facebook", "linkedin", "youtube"})
# Also who works alone: a page has no password, its people have profiles.
BY_PROFILE: Final = frozenset({"facebook", "linkedin"})

KNOWN, NOBODY, UNKNOWN, NONE = "known", "nobody", "unknown", "none"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Network:
    """A network the brand is on; `code` is None for one that the questions do not list."""

    key: str
    name: str
    code: str | None

    @property
    def has_password(self) -> bool:
        """WhatsApp has none: a phone with a line, and perhaps a PIN, open it."""
        return self.code not in WITHOUT_PASSWORD


@dataclass(frozen=True, slots=True)
class Entrants:
    """Who gets in, by alias. `state` is KNOWN, NOBODY or UNKNOWN."""

    state: str = UNKNOWN
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodePhone:
    """The phone that receives the codes. `state` is KNOWN, NONE (no codes are asked) or UNKNOWN;
    `owner` is the alias of the person whose own phone it is, or "" for another, called `name`."""

    state: str = UNKNOWN
    owner: str = ""
    name: str = ""


def split_aliases(text: str) -> tuple[str, ...]:
    """The aliases in what somebody typed, one a line or between commas, each once.

    >>> split_aliases("La jefa, Ana y Beto\\nana")
    ('La jefa', 'Ana', 'Beto')
    """
    parts = re.split(r"[,;\n]|\s+(?:y|and|e)\s+", text)
    found: dict[str, str] = {}
    for part in parts:
        alias = " ".join(part.split())
        if alias:
            found.setdefault(alias.casefold(), alias)
    return tuple(found.values())


def networks_of(answers: Answers) -> tuple[Network, ...]:
    """The networks chosen, then those written in, in that order."""
    given = answers.get("networks", {})
    found = [Network(c, NETWORKS[c], c) for c in given.get("codes", ()) if c in NETWORKS]
    for name in given.get("others", ()):
        found.append(Network(f"other-{name.casefold()}", name, known_network(name)))
    return tuple(found)


def known_network(name: str) -> str | None:
    """The code of the network that a name written by hand begins with; None of no known one.

    >>> known_network("Twitter de la tienda"), known_network("mastodon.social"), known_network("Vk")
    ('x', 'mastodon', None)
    """
    first = re.split(r"\W", name.strip().casefold(), maxsplit=1)[0]
    code = ALSO_CALLED.get(first, first)
    return code if code in NETWORKS else None


def networks_with_password(answers: Answers) -> tuple[Network, ...]:
    return tuple(network for network in networks_of(answers) if network.has_password)


def is_by_role(network: Network, entrants: Entrants) -> bool:
    """Whether each person gets in with an account of their own."""
    several = network.code in BY_ROLE and len(entrants.who) > 1
    return several or network.code in BY_PROFILE


def is_solo(answers: Answers, *, otherwise: bool = False) -> bool:
    """Whether somebody works alone; ``otherwise`` where the questions were not answered yet."""
    return bool(answers.get("networks", {}).get("solo", otherwise))


def entrants_of(answers: Answers, key: str) -> Entrants:
    """Who gets in to the network (or mailbox) `key`."""
    given = answers.get("entrants", {})
    return read_entrants(given.get("own", {}).get(key) or given.get("all"))


def read_entrants(given: Any) -> Entrants:
    if not isinstance(given, Mapping):
        return Entrants()
    who = tuple(given.get("who", ()))
    state = given.get("state") or (KNOWN if who else UNKNOWN)
    return Entrants(state, who if state == KNOWN else ())


def people_of(answers: Answers) -> tuple[str, ...]:
    """Every person named as getting in somewhere, each once."""
    found: dict[str, str] = {}
    for network in networks_of(answers):
        for alias in entrants_of(answers, network.key).who:
            found.setdefault(alias.casefold(), alias)
    return tuple(found.values())


def code_phone_of(answers: Answers, key: str) -> CodePhone:
    """The phone that receives the codes of the network `key`."""
    given = answers.get("codes", {})
    return read_code_phone(given.get("own", {}).get(key) or given.get("all"))


def read_code_phone(given: Any) -> CodePhone:
    if not isinstance(given, Mapping):
        return CodePhone()
    state = str(given.get("state", UNKNOWN))
    phone = CodePhone(state, str(given.get("owner", "")), str(given.get("name", "")))
    return CodePhone() if state == KNOWN and not (phone.owner or phone.name) else phone


def phones_of(answers: Answers) -> tuple[CodePhone, ...]:
    """The known phones that receive codes, each once."""
    found: dict[tuple[str, str], CodePhone] = {}
    for network in networks_of(answers):
        phone = code_phone_of(answers, network.key)
        if phone.state == KNOWN:
            found.setdefault((phone.owner.casefold(), phone.name.casefold()), phone)
    return tuple(found.values())


def phone_key(phone: CodePhone) -> str:
    """A stable key of a phone for the answers about it."""
    return f"of {phone.owner.casefold()}" if phone.owner else f"named {phone.name.casefold()}"


def mailboxes_of(answers: Answers) -> dict[str, str]:
    """The alias of the mailbox that recovers each network, by network key; only known ones."""
    given = answers.get("mailboxes", {})
    found = {}
    for network in networks_with_password(answers):
        one = given.get("own", {}).get(network.key) or given.get("all") or {}
        if one.get("state") == KNOWN and one.get("name"):
            found[network.key] = str(one["name"])
    return found
