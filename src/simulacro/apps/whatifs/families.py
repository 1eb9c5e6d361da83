"""The twelve families of possibilities, also for those that the audit names by its own codes."""

from typing import Final

from django.utils.translation import get_language

from simulacro.apps.foresight.models import Possibility
from simulacro.content.drill_model import FAMILY, families, value_name

# The audit's classes of weak points (findings.yaml), and "murphy", the rows of its list.
OF_FINDINGS: Final = {
    "F1": "account",
    "F2": "account",
    "F3": "account",
    "F4": "account",
    "F5": "account",
    "F6": "account",
    "F7": "account",
    "F8": "access",
    "F9": "account",
    "F10": "platform",
    "F11": "employees",
    "F12": "account",
    "F13": "platform",
    "F14": "access",
    "F15": "account",
    "murphy": "access",
}


def family_of(possibility: Possibility) -> str:
    """The family by which the board and the cases know a possibility; empty where none is known."""
    family = possibility.family
    return family if family in families() else OF_FINDINGS.get(family, "")


def family_words(family: str) -> str:
    """What a family is called in the language of the page."""
    return value_name(FAMILY, family, get_language() or "es")


def family_choices() -> list[tuple[str, str]]:
    """Every family with its name, in their order."""
    return [(family, family_words(family)) for family in families()]
